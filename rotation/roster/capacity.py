"""Whether the members of a plan can fill its seats, counted before anything is solved."""

from collections.abc import Mapping
from dataclasses import dataclass

from rotation.roster.stretches import Crowd, Stretch
from solver import Member, Problem


@dataclass(frozen=True, slots=True)
class Capacity:
    """Seats and member-weeks of a plan. `unavailable` are the members who are away in every one of its weeks.

    `member_weeks` are those that members can serve: not away, and with the rest between terms that the plan
    asks for, and no more than their most terms. `taken_off` says how many of all the weeks of all members each of
    these takes. `weeks` are the weeks one by one; `tight` are stretches of several that have fewer members than
    their weeks alone would make believe, since whoever has served rests.
    """

    weeks: tuple[Stretch, ...]
    tight: tuple[Stretch, ...]
    member_weeks: int
    taken_off: Mapping[str, int]
    unavailable: tuple[str, ...]

    @property
    def seats(self) -> int:
        """All seats of the plan."""
        return sum(week.seats for week in self.weeks)

    @property
    def all_member_weeks(self) -> int:
        """Every week of every member, before anything is taken off."""
        return self.member_weeks + sum(self.taken_off.values())

    @property
    def fillable_at_most(self) -> int:
        """How many seats can be filled at the very most; the solver finds out how many can be in fact."""
        in_tight = {stretch.first + n for stretch in self.tight for n in range(stretch.weeks)}
        alone = sum(week.fillable for week in self.weeks if week.first not in in_tight)
        return min(self.member_weeks, alone + sum(stretch.fillable for stretch in self.tight))

    @property
    def can_match(self) -> bool:
        """Whether nothing in these numbers keeps every seat from being filled."""
        return self.fillable_at_most == self.seats

    @property
    def short(self) -> tuple[Stretch, ...]:
        """The weeks that have fewer members than seats."""
        return tuple(week for week in self.weeks if week.fillable < week.seats)


def capacity(problem: Problem) -> Capacity:
    """The seats of a problem against the members it has for them."""
    crowd = Crowd.of(problem)
    weeks = tuple(crowd.stretch(n, 1) for n in range(problem.weeks))
    taken_off = dict.fromkeys(("no_role", "away", "rest", "most_terms"), 0)
    for member in problem.members:
        for reason, count in _taken_off(problem, member).items():
            taken_off[reason] += count
    return Capacity(
        weeks=weeks,
        tight=_tightest(crowd, weeks),
        member_weeks=len(problem.members) * problem.weeks - sum(taken_off.values()),
        taken_off=taken_off,
        unavailable=tuple(member.id for member in problem.members if problem.available[member.id] == 0),
    )


def _taken_off(problem: Problem, member: Member) -> dict[str, int]:
    """The weeks in which a member cannot serve, by what keeps them."""
    if not member.roles:
        return {"no_role": problem.weeks}
    rested = _most_terms(problem, member)
    available = problem.available[member.id]
    most = rested if member.max_terms is None else min(rested, member.max_terms)
    return {"away": problem.weeks - available, "rest": available - rested, "most_terms": rested - most}


def _most_terms(problem: Problem, member: Member) -> int:
    """The most terms that rest and leave allow one member: as soon as they do, which is never too late."""
    last = member.history.last_week
    terms = 0
    for week in range(problem.weeks):
        if (last is None or week - last > problem.rest_weeks) and week not in member.unavailable:
            last, terms = week, terms + 1
    return terms


def _tightest(crowd: Crowd, weeks: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The stretches, apart from one another, that leave the fewest seats to be filled.

    In a stretch one week longer than the rest nobody serves twice.
    """
    length = crowd.problem.rest_weeks + 1
    if length == 1:
        return ()
    best: list[tuple[int, tuple[Stretch, ...]]] = [(0, ())]
    for end, week in enumerate(weeks, 1):
        fillable, chosen = best[-1]
        found = (fillable + week.fillable, chosen)
        if end >= length:
            stretch = crowd.stretch(end - length, length)
            before, others = best[end - length]
            if before + stretch.fillable < found[0]:
                found = (before + stretch.fillable, (*others, stretch))
        best.append(found)
    return best[-1][1]
