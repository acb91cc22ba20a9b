"""What a relaxation may choose: who sits where and when, place by place or more coarsely."""

from dataclasses import dataclass

import numpy as np

from solver.engine.ground import NOWHERE, Array, Ground

__all__ = ["ANY_VILLAGE", "ANY_ZONE", "Sittings"]

ANY_VILLAGE, ANY_ZONE = -1, -2


@dataclass(frozen=True)
class Sittings:
    """A member sits in a week in a place, or in any village or any zone: arrays of one length."""

    member: Array
    place: Array
    week: Array

    @staticmethod
    def fine(ground: Ground, weeks: Array, may: Array) -> "Sittings":
        """Each place by itself; `weeks` is M x W, `may` M x P."""
        found = []
        for member in range(len(ground.lead)):
            is_open = may[member][:, None] & (ground.seats > 0) & weeks[member]
            pinned = ground.pinned[member]
            here = np.arange(len(ground.seats))[:, None] == pinned
            place, week = np.nonzero(np.where(pinned != NOWHERE, is_open & here, is_open))
            found.append(np.stack([np.full(len(place), member), place, week]))
        return Sittings(*np.concatenate([np.zeros((3, 0), dtype=np.int64), *found], axis=1))

    def coarse(self, ground: Ground) -> "Sittings":
        """Any village and any zone, but for the places of pins and of the baseline."""
        own = ground.pinned[self.member, self.week] == self.place
        if ground.has_baseline:
            own |= ground.baseline[self.member, self.week] == self.place
        somewhere = np.where(self.place < ground.villages, ANY_VILLAGE, ANY_ZONE)
        return Sittings(*np.unique(np.stack([self.member, np.where(own, self.place, somewhere), self.week]), axis=1))

    def in_village(self, ground: Ground) -> Array:
        """Which of them are a team's."""
        result: Array = (self.place == ANY_VILLAGE) | ((self.place >= 0) & (self.place < ground.villages))
        return result
