"""The costs, each under its own name, down to the member, place and week where it sits."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from solver.distance import travel_points
from solver.judge.roster import Roster
from solver.problem import Problem

__all__ = ["COSTS", "WISHES", "Charge", "Cost"]


@dataclass(frozen=True, slots=True)
class Charge:
    """One thing that costs. The points of all charges of a tier add up to it, the counts of a wish to its count.

    `place` is empty and `week` None where a cost has none. `about` is the skill that is missing, the place of
    the baseline, or what is disliked ("week" or "place").
    """

    cost: str
    count: int
    points: int
    week: int | None = None
    place: str = ""
    members: tuple[str, ...] = ()
    about: str = ""


Cost = Callable[[Problem, Roster], Iterator[Charge]]


def vacancies(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """Seats left empty."""
    for week in range(problem.weeks):
        for place in problem.place_of:
            empty = problem.seats_in(place, week) - len(roster.team(place, week))
            if empty > 0:
                yield Charge("vacancies", empty, empty, week, place)


def changes(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """Members and weeks whose place, or the lack of one, is not that of the baseline."""
    if problem.baseline is None:
        return
    before = problem.baseline_of
    for member, week in sorted(before.keys() | roster.place_of.keys()):
        old, new = before.get((member, week), ""), roster.place_of.get((member, week), "")
        if old != new:
            yield Charge("changes", 1, 1, week, new, (member,), old)


def unfairness(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """How far each member's terms (the count, in terms) are from the share, in hundredths of a term, squared."""
    for member, share in problem.shares.items():
        terms = len(roster.terms.get(member, ()))
        yield Charge("unfairness", terms, (100 * terms - share) ** 2, members=(member,))


def unmet_skill(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """A skill that an open village wants in a week, and nobody in the team has."""
    points = problem.weights.unmet_skill
    for village in problem.villages:
        for week, wanted in village.wants.items():
            if 0 <= week < problem.weeks and week not in village.closed:
                team = roster.team(village.id, week)
                offered = {skill for member in team for skill in problem.member_of[member].skills}
                for skill in sorted(wanted - offered):
                    yield Charge("unmet_skill", 1, points, week, village.id, team, skill)


def repeat_partner(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """A week of two members in one team beyond their first, history included."""
    points = problem.weights.repeat_partner
    met: Counter[tuple[str, str]] = Counter()
    for (place, week), team in roster.serving.items():
        for pair in combinations(sorted(team), 2) if place in problem.village_of else ():
            if met[pair] or _met_before(problem, *pair):
                yield Charge("repeat_partner", 1, points, week, place, pair)
            met[pair] += 1


def _met_before(problem: Problem, one: str, other: str) -> bool:
    # Either side may have kept count, the other not.
    partners, others = problem.member_of[one].history.partners, problem.member_of[other].history.partners
    return bool(partners.get(other, 0) or others.get(one, 0))


def disliked(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """A term in a week, and a term in a village or zone, that the member dislikes."""
    points = problem.weights.disliked
    for (member, week), place in roster.place_of.items():
        dislikes = problem.member_of[member].dislikes
        if week in dislikes.weeks:
            yield Charge("disliked", 1, points, week, place, (member,), "week")
        if place in dislikes.villages:
            yield Charge("disliked", 1, points, week, place, (member,), "place")


def no_continuity(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """A team in which nobody served this village in the weeks before; a village's very first team is free."""
    points = problem.weights.no_continuity
    for village in problem.villages if problem.continuity_weeks else ():
        last = dict(village.last_served)
        for week in range(problem.weeks):
            team = () if week in village.closed else roster.team(village.id, week)
            recent = any(week - last[member] <= problem.continuity_weeks for member in team if member in last)
            if team and last and not recent:
                yield Charge("no_continuity", 1, points, week, village.id, team)
            last.update(dict.fromkeys(team, week))


def repeat_village(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """A member's visit to a village beyond the first, history included."""
    points = problem.weights.repeat_village
    seen: set[tuple[str, str]] = set()
    for (place, week), team in roster.serving.items():
        for member in team if place in problem.village_of else ():
            if (member, place) in seen or problem.member_of[member].history.villages.get(place, 0):
                yield Charge("repeat_village", 1, points, week, place, (member,))
            seen.add((member, place))


def crowding(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """Two successive terms of a member fewer than `spacing_weeks` weeks apart: the weeks that are lacking."""
    points = problem.weights.crowding
    for member, weeks in roster.terms.items():
        last = problem.member_of[member].history.last_week
        for earlier, later in pairwise(weeks if last is None else (last, *weeks)):
            lacking = problem.spacing_weeks - (later - earlier)
            if lacking > 0:
                place = roster.place_of[member, later]
                yield Charge("crowding", lacking, lacking * points, later, place, (member,))


def travel(problem: Problem, roster: Roster) -> Iterator[Charge]:
    """The way from home, in points for each term."""
    for (member, week), place in roster.place_of.items():
        points = travel_points(problem.weights.km, problem.km(member, place))
        if points:
            yield Charge("travel", points, points, week, place, (member,))


WISHES: tuple[Cost, ...] = (
    unmet_skill,
    repeat_partner,
    disliked,
    no_continuity,
    repeat_village,
    crowding,
    travel,
)
COSTS: tuple[Cost, ...] = (vacancies, changes, unfairness, *WISHES)
