"""What is counted of a village, a week or a category, and the rates that follow, each with what it was made of."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and how many were left out because nothing can be said of them yet, or not surely."""

    count: int
    of: int
    left_out: int = 0

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; None of nothing."""
        return round(100 * self.count / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Counts:
    """Plain counts; all but those of the lists (`heard`, `found`) are of tasks and of what was said about them.

    `heard_compared` and `found_compared` leave out what the team has not yet laid beside the other list. Of the
    tasks `begun`: `to_do` (of which `overdue`), `said_done` by the one responsible alone, confirmed `by_committee`,
    `by_team` or `by_villager`, `declined`, and `joined` to another. Verdicts (`yes`, `partly`, `no`) and how content
    (`content_1` to `content_5`) were said with a code or in person; others are only counted as without one.
    """

    heard: int = 0
    heard_compared: int = 0
    only_villagers: int = 0
    found: int = 0
    found_compared: int = 0
    only_officials: int = 0
    begun: int = 0
    to_do: int = 0
    overdue: int = 0
    said_done: int = 0
    by_committee: int = 0
    by_team: int = 0
    by_villager: int = 0
    declined: int = 0
    joined: int = 0
    in_time: int = 0
    late: int = 0
    not_due: int = 0
    yes: int = 0
    partly: int = 0
    no: int = 0
    without_code: int = 0
    content_1: int = 0
    content_2: int = 0
    content_3: int = 0
    content_4: int = 0
    content_5: int = 0
    content_without_code: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def asked(self) -> int:
        """Questions to the committee."""
        return self.in_time + self.late + self.not_due

    @property
    def answered_in_time(self) -> Share:
        """Of the questions that were answered, or should have been by now."""
        return Share(self.in_time, self.in_time + self.late, self.not_due)

    @property
    def solved(self) -> Share:
        """Of the tasks that are done or declined; those still to do or joined to another are left out."""
        done = self.said_done + self.by_committee + self.by_team + self.by_villager
        return Share(done, done + self.declined, self.to_do + self.joined)

    @property
    def content(self) -> Share:
        """Who said 4 or 5, of all who said how content they are with a code or in person."""
        said = self.content_by_number
        return Share(said[4] + said[5], sum(said.values()), self.content_without_code)

    @property
    def content_by_number(self) -> dict[int, int]:
        """How many said each number from 1 to 5."""
        said = (self.content_1, self.content_2, self.content_3, self.content_4, self.content_5)
        return dict(enumerate(said, start=1))

    @property
    def escaped_officials(self) -> Share:
        """Of what villagers raised: what no official had seen."""
        return Share(self.only_villagers, self.heard_compared, self.heard - self.heard_compared)

    @property
    def escaped_villagers(self) -> Share:
        """Of what officials saw: what no villager had raised."""
        return Share(self.only_officials, self.found_compared, self.found - self.found_compared)


def whole(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    return sum(counts, Counts())
