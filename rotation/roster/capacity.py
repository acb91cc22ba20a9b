"""Whether the members of a plan can fill its seats, counted before anything is solved."""

from dataclasses import dataclass

from rotation.district.weeks import Week
from solver import Member, Problem

ROLES = ("team", "troubleshooter")


@dataclass(frozen=True, slots=True)
class WeekCapacity:
    """One week: its seats, the members who are free, and how many seats these can fill at the most.

    A member is free who is neither away nor resting from a term before the plan; a team without a lead
    leaves one seat empty.
    """

    week: Week
    seats: int
    free: int
    fillable: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """Seats and member-weeks of a plan. `unavailable` are the members who are away in every one of its weeks.

    `member_weeks` are those that members can serve: not away, and with the rest between terms that the plan
    asks for, and no more than their most terms.
    """

    weeks: tuple[WeekCapacity, ...]
    member_weeks: int
    unavailable: tuple[str, ...]

    @property
    def seats(self) -> int:
        """All seats of the plan."""
        return sum(week.seats for week in self.weeks)

    @property
    def fillable_at_most(self) -> int:
        """How many seats can be filled at the very most; the solver finds out how many can be in fact."""
        return min(self.member_weeks, sum(week.fillable for week in self.weeks))

    @property
    def can_match(self) -> bool:
        """Whether nothing in these numbers keeps every seat from being filled."""
        return self.fillable_at_most == self.seats

    @property
    def short(self) -> tuple[WeekCapacity, ...]:
        """The weeks that have fewer members than seats."""
        return tuple(week for week in self.weeks if week.fillable < week.seats)


def capacity(problem: Problem) -> Capacity:
    """The seats of a problem against the members it has for them."""
    start = Week(problem.start)
    most = {member.id: _most_terms(problem, member) for member in problem.members}
    return Capacity(
        weeks=tuple(_week(problem, start, n) for n in range(problem.weeks)),
        member_weeks=sum(most.values()),
        unavailable=tuple(member.id for member in problem.members if problem.available[member.id] == 0),
    )


def _most_terms(problem: Problem, member: Member) -> int:
    """The most terms that one member can serve: as soon as rest and leave allow, which is never too late."""
    last = member.history.last_week
    terms = 0
    for week in range(problem.weeks):
        rested = last is None or week - last > problem.rest_weeks
        if rested and week not in member.unavailable and member.roles:
            last, terms = week, terms + 1
    return terms if member.max_terms is None else min(terms, member.max_terms)


def _week(problem: Problem, start: Week, week: int) -> WeekCapacity:
    free = [member for member in problem.members if _is_free(problem, member, week)]
    teams = sum(week not in village.closed for village in problem.villages)
    seats = {
        "team": teams * problem.team_size,
        "troubleshooter": sum(zone.troubleshooters for zone in problem.zones),
    }
    able = {role: sum(role in member.roles for member in free) for role in ROLES}
    leads = sum(member.lead and "team" in member.roles for member in free)
    able["team"] = min(able["team"], teams * (problem.team_size - 1) + leads)
    either = sum(bool(member.roles) for member in free)
    fillable = min(either, sum(min(seats[role], able[role]) for role in ROLES))
    return WeekCapacity(start + week, sum(seats.values()), len(free), fillable)


def _is_free(problem: Problem, member: Member, week: int) -> bool:
    last = member.history.last_week
    return week not in member.unavailable and (last is None or week - last > problem.rest_weeks)
