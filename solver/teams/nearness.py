"""Which places are near to which, as those who travel there see it."""

import numpy as np

from solver.engine.ground import Array, Ground

__all__ = ["near_places"]

MOST = 16
FEW = 20
WITNESSES = 200
"""Places are as far apart as so many members find them."""


def near_places(ground: Ground) -> Array:
    """P x 16: other places of the same kind (itself where there are none); P x 0 where all places are near enough."""
    places = len(ground.seats)
    near = np.repeat(np.arange(places)[:, None], MOST if places > FEW else 0, axis=1)
    if places <= FEW:
        return near
    for kind in (range(ground.villages), range(ground.villages, places)):
        points = ground.points[:: max(1, len(ground.lead) // WITNESSES), kind.start : kind.stop]
        for place in kind if len(points) else ():
            far = np.abs(points - points[:, [place - kind.start]]).sum(axis=0)
            far[place - kind.start] = -1
            found = np.argsort(far, kind="stable")[1 : near.shape[1] + 1] + kind.start
            if len(found):
                near[place] = np.resize(found, near.shape[1])
    return near
