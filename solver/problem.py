"""What is asked: members, villages and zones, weeks, rules and weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from solver.distance import km, reaches

__all__ = [
    "TEAM",
    "TROUBLESHOOTER",
    "Assignment",
    "Dislikes",
    "History",
    "Member",
    "Problem",
    "Village",
    "Weights",
    "Zone",
]

TEAM = "team"
TROUBLESHOOTER = "troubleshooter"

LONGER = 26
"""Weeks by which a window of the bounds on crowding may be longer than all weeks of a problem."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points that one unmet wish costs; `km` is points for each km, and may be a fraction."""

    unmet_skill: int = 0
    repeat_partner: int = 0
    disliked: int = 0
    no_continuity: int = 0
    repeat_village: int = 0
    crowding: int = 0
    km: float = 0


@dataclass(frozen=True, slots=True)
class History:
    """What a member did before week 0: last week served (negative), visits by village, weeks by partner."""

    last_week: int | None = None
    villages: Mapping[str, int] = field(default_factory=dict)
    partners: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dislikes:
    """Weeks and places (villages or zones) that a member would rather not serve in."""

    weeks: frozenset[int] = frozenset()
    villages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """A person who can serve. `owes` is in hundredths of a term, `recused` may name zones too."""

    id: str
    lead: bool = False
    roles: frozenset[str] = frozenset({TEAM})
    skills: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None
    max_km: float | None = None
    unavailable: frozenset[int] = frozenset()
    recused: frozenset[str] = frozenset()
    max_terms: int | None = None
    dislikes: Dislikes = Dislikes()
    owes: int = 0
    history: History = field(default_factory=History)


@dataclass(frozen=True, slots=True)
class Village:
    """A place with a team in each week in which it is not closed. `wants` is skills by week."""

    id: str
    zone: str | None = None
    lat: float | None = None
    lon: float | None = None
    closed: frozenset[int] = frozenset()
    last_served: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Zone:
    """A place for a number of troubleshooters in every week."""

    id: str
    lat: float | None = None
    lon: float | None = None
    troubleshooters: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One member serves in one place (a village or a zone) in one week."""

    week: int
    place: str
    member: str


@dataclass(frozen=True)
class Problem:
    """The whole question. Without slots, since its views are counted once and kept."""

    start: date
    weeks: int
    members: tuple[Member, ...]
    villages: tuple[Village, ...]
    zones: tuple[Zone, ...] = ()
    team_size: int = 3
    rest_weeks: int = 1
    spacing_weeks: int = 0
    continuity_weeks: int = 0
    weights: Weights = Weights()
    apart: tuple[tuple[str, str], ...] = ()
    pinned: tuple[Assignment, ...] = ()
    baseline: tuple[Assignment, ...] | None = None

    @staticmethod
    def from_json(text: str | bytes) -> "Problem":
        """Read a problem file; ProblemError says what in it is wrong, and where."""
        from solver.problem_file import read

        return read(text)

    def to_json(self) -> str:
        """The problem file, without the keys that say nothing; reading it gives an equal problem."""
        from solver.problem_file import write

        return write(self)

    @cached_property
    def member_of(self) -> Mapping[str, Member]:
        """Members by id."""
        return {member.id: member for member in self.members}

    @cached_property
    def village_of(self) -> Mapping[str, Village]:
        """Villages by id."""
        return {village.id: village for village in self.villages}

    @cached_property
    def zone_of(self) -> Mapping[str, Zone]:
        """Zones by id."""
        return {zone.id: zone for zone in self.zones}

    @cached_property
    def place_of(self) -> Mapping[str, Village | Zone]:
        """Villages and zones by id."""
        return {**self.village_of, **self.zone_of}

    @cached_property
    def seats(self) -> int:
        """How many seats the problem has in all its weeks."""
        return sum(self.seats_in(place, week) for place in self.place_of for week in range(self.weeks))

    def seats_in(self, place: str, week: int) -> int:
        """How many seats a place has in a week: none where the village is closed."""
        zone = self.zone_of.get(place)
        if zone is not None:
            return zone.troubleshooters
        return 0 if week in self.village_of[place].closed else self.team_size

    @cached_property
    def available(self) -> Mapping[str, int]:
        """By member: the number of this problem's weeks in which the member is not away."""
        return {
            member.id: self.weeks - sum(0 <= week < self.weeks for week in member.unavailable)
            for member in self.members
        }

    @cached_property
    def shares(self) -> Mapping[str, int]:
        """By member: the fair number of terms in hundredths, rounded down, and what is owed from before."""
        total = sum(self.available.values())
        return {
            member.id: member.owes + (100 * self.seats * self.available[member.id] // total if total else 0)
            for member in self.members
        }

    @property
    def window_weeks(self) -> int:
        """The spacing as bounds know it: as many windows as that has weeks are looked at, so it has an end.

        Less spacing never costs more, so the bounds hold for all there is.
        """
        return min(self.spacing_weeks, self.weeks + LONGER)

    @cached_property
    def apart_pairs(self) -> frozenset[frozenset[str]]:
        """The pairs of members who are never in one team."""
        return frozenset(frozenset(pair) for pair in self.apart)

    @cached_property
    def baseline_of(self) -> Mapping[tuple[str, int], str]:
        """The baseline's place by member and week; empty where there is no baseline."""
        return {(line.member, line.week): line.place for line in self.baseline or ()}

    def km(self, member: str, place: str) -> float:
        """The distance in km from a member's home to a village or zone."""
        return km(self.member_of[member], self.place_of[place])

    def role_in(self, place: str) -> str:
        """The role that a seat of this place needs."""
        return TEAM if place in self.village_of else TROUBLESHOOTER

    def reaches(self, member: str, place: str) -> bool:
        """Whether a place is within the member's reach."""
        return reaches(self.member_of[member], self.place_of[place])

    def may_serve(self, member: str, place: str) -> bool:
        """Whether a member may serve in a place at all, whatever the week and the partners."""
        me = self.member_of[member]
        return self.role_in(place) in me.roles and place not in me.recused and self.reaches(member, place)
