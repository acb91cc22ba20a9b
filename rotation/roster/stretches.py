"""A few weeks of a plan: their seats, the members who are free for them, and of whom there are too few."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rotation.district.weeks import Week
from solver import Member, Problem

TEAM, TROUBLESHOOTER = "team", "troubleshooter"


@dataclass(frozen=True, slots=True)
class Lack:
    """Of whom there are too few: `needed` members against `there`, and who is kept away, by the reason.

    `kind` is "members", "team", "troubleshooter" or "lead"; with a `place` only those count who may serve there.
    """

    kind: str
    place: str
    needed: int
    there: int
    kept_away: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in which nobody can serve twice: their seats, and how many of these can be filled at the most.

    Members are `free` who in one of the weeks at least are neither away nor resting from a term before the plan;
    a team without a lead leaves one seat empty.
    """

    first: Week
    weeks: int
    seats: int
    free: int
    fillable: int
    lacks: tuple[Lack, ...]

    @property
    def last(self) -> Week:
        """The last of the weeks."""
        return self.first + (self.weeks - 1)


@dataclass(frozen=True)
class Crowd:
    """The members of a problem as bits of whole numbers, so that groups of them are counted at once."""

    problem: Problem
    leads: int
    roles: Mapping[str, int]
    able: Mapping[str, int]

    @staticmethod
    def of(problem: Problem) -> "Crowd":
        """The members of a problem: who leads, who has which role, and who may serve where."""
        people = problem.members
        return Crowd(
            problem,
            leads=_bits(member.lead and TEAM in member.roles for member in people),
            roles={role: _bits(role in member.roles for member in people) for role in (TEAM, TROUBLESHOOTER)},
            able={place: _bits(problem.may_serve(m.id, place) for m in people) for place in problem.place_of},
        )

    @cached_property
    def free(self) -> tuple[int, ...]:
        """By week: who is free."""
        people = self.problem.members
        return tuple(_bits(self._is_free(m, week) for m in people) for week in range(self.problem.weeks))

    def _is_free(self, member: Member, week: int) -> bool:
        last = member.history.last_week
        return week not in member.unavailable and (last is None or week - last > self.problem.rest_weeks)

    def stretch(self, first: int, weeks: int) -> Stretch:
        """The seats of so many weeks from `first` on against the members for them."""
        free = 0
        for week in range(first, first + weeks):
            free |= self.free[week]
        needs = {role: self._needs(role, first, weeks) for role in (TEAM, TROUBLESHOOTER)}
        seats = sum(sum(one.values()) for one in needs.values())
        everybody = self.roles[TEAM] | self.roles[TROUBLESHOOTER]
        either = free & everybody
        fillable = min(either.bit_count(), sum(self._fillable(role, needs[role], free) for role in needs))
        lacks = [lack for role in needs for lack in self._lacks(role, needs[role], free, first)]
        if either.bit_count() < seats and not any(lack.kind in needs and not lack.place for lack in lacks):
            lacks = [self._lack("members", "", seats, everybody, free, first), *lacks]
        start = Week(self.problem.start) + first
        return Stretch(start, weeks, seats, free.bit_count(), fillable, tuple(lacks))

    def _needs(self, role: str, first: int, weeks: int) -> dict[str, int]:
        """By place: how many seats there are for this role, where there are any."""
        places = self.problem.village_of if role == TEAM else self.problem.zone_of
        spread = range(first, first + weeks)
        needs = {place: sum(self.problem.seats_in(place, week) for week in spread) for place in places}
        return {place: seats for place, seats in needs.items() if seats}

    def _fillable(self, role: str, needs: Mapping[str, int], free: int) -> int:
        """How many seats of one role can be filled at the most."""
        by_place = sum(self._at_most(role, seats, self.able[place] & free) for place, seats in needs.items())
        return min(by_place, self._at_most(role, sum(needs.values()), self.roles[role] & free))

    def _at_most(self, role: str, seats: int, able: int) -> int:
        most = min(seats, able.bit_count())
        teams = self._teams(seats) if role == TEAM else 0
        return min(most, seats - teams + (able & self.leads).bit_count()) if teams else most

    def _teams(self, seats: int) -> int:
        return seats // self.problem.team_size

    def _lacks(self, role: str, needs: Mapping[str, int], free: int, first: int) -> Iterator[Lack]:
        """Of whom there are too few for the seats of one role, in all or in one place."""
        yield from self._lacks_of(role, "", sum(needs.values()), self.roles[role], free, first)
        for place, seats in needs.items():
            if self.able[place] & free != self.roles[role] & free:
                yield from self._lacks_of(role, place, seats, self.able[place], free, first)

    def _lacks_of(self, role: str, place: str, seats: int, able: int, free: int, first: int) -> Iterator[Lack]:
        if (able & free).bit_count() < seats:
            yield self._lack(role, place, seats, self.roles[role], able & free, first)
        teams = self._teams(seats)
        if role == TEAM and (able & free & self.leads).bit_count() < teams:
            yield self._lack("lead", place, teams, self.leads, able & free & self.leads, first)

    def _lack(self, kind: str, place: str, needed: int, wanted: int, there: int, first: int) -> Lack:
        away: dict[str, list[str]] = {}
        for n, member in enumerate(self.problem.members):
            if (wanted & ~there) >> n & 1:
                away.setdefault(self._reason(member, place, first), []).append(member.id)
        groups = {reason: tuple(members) for reason, members in sorted(away.items())}
        return Lack(kind, place, needed, (wanted & there).bit_count(), groups)

    def _reason(self, member: Member, place: str, week: int) -> str:
        """Why a member is not there for this place, or for any."""
        if place in member.recused:
            return "recused"
        if place and not self.problem.reaches(member.id, place):
            return "out_of_reach"
        return "away" if week in member.unavailable else "resting"


def _bits(flags: Iterator[bool]) -> int:
    """Whole number whose n-th bit is the n-th flag."""
    return sum(1 << n for n, flag in enumerate(flags) if flag)
