"""What one more term adds to each cost, under the cost's own name, counted from what the term touches alone.

Each is asked of a roster in which the member does not serve that week yet.
"""

from bisect import bisect, bisect_left
from collections.abc import Callable

from solver.distance import travel_points
from solver.judge.roster import Served
from solver.problem import Assignment, Problem, Village

__all__ = ["TIERS_ADDED", "WISHES_ADDED", "Added", "unvisited"]


Added = Callable[[Problem, Served, Assignment], int]


def vacancies(problem: Problem, served: Served, term: Assignment) -> int:
    """One seat fewer is empty, if there was one."""
    return -int(len(served.team(term.place, term.week)) < problem.seats_in(term.place, term.week))


def changes(problem: Problem, _served: Served, term: Assignment) -> int:
    """One more notice, or one fewer where the baseline says the same."""
    old = problem.baseline_of.get((term.member, term.week))
    return 0 if problem.baseline is None else int(old != term.place) - int(old is not None)


def unfairness(problem: Problem, served: Served, term: Assignment) -> int:
    """The member comes nearer to the share, or goes farther from it."""
    above = 100 * len(served.terms.get(term.member, ())) - problem.shares[term.member]
    return (above + 100) ** 2 - above**2


def unmet_skill(problem: Problem, served: Served, term: Assignment) -> int:
    """Skills wanted that only the newcomer has."""
    village = problem.village_of.get(term.place)
    if village is None or term.week in village.closed:
        return 0
    brought = village.wants.get(term.week, frozenset()) & problem.member_of[term.member].skills
    team = served.team(term.place, term.week)
    return -len(brought.difference(*(problem.member_of[mate].skills for mate in team)))


def repeat_partner(problem: Problem, served: Served, term: Assignment) -> int:
    """Partners of this team whom the member has in another week, or had before."""
    if term.place not in problem.village_of:
        return 0
    return sum(_have_met(problem, served, term.member, mate) for mate in served.team(term.place, term.week))


def _have_met(problem: Problem, served: Served, one: str, other: str) -> bool:
    mine, theirs = problem.member_of[one].history.partners, problem.member_of[other].history.partners
    if mine.get(other, 0) or theirs.get(one, 0):
        return True
    for week in served.terms.get(one, ()):
        place = served.place_of[one, week]
        if served.place_of.get((other, week)) == place and place in problem.village_of:
            return True
    return False


def disliked(problem: Problem, _served: Served, term: Assignment) -> int:
    """A week or a place that the member dislikes."""
    dislikes = problem.member_of[term.member].dislikes
    return int(term.week in dislikes.weeks) + int(term.place in dislikes.villages)


def repeat_village(problem: Problem, served: Served, term: Assignment) -> int:
    """Whether the member serves in this village in another week, or did before."""
    if term.place not in problem.village_of:
        return 0
    weeks = served.terms.get(term.member, ())
    again = any(served.place_of[term.member, week] == term.place for week in weeks)
    return int(again or bool(problem.member_of[term.member].history.villages.get(term.place, 0)))


def crowding(problem: Problem, served: Served, term: Assignment) -> int:
    """Weeks lacking between this term and its neighbours, less those between the neighbours."""
    weeks = served.terms.get(term.member, ())
    position = bisect(weeks, term.week)
    before = weeks[position - 1] if position else problem.member_of[term.member].history.last_week
    after = weeks[position] if position < len(weeks) else None
    near, far = _lacking(problem, before, term.week), _lacking(problem, term.week, after)
    return near + far - _lacking(problem, before, after)


def _lacking(problem: Problem, earlier: int | None, later: int | None) -> int:
    if earlier is None or later is None:
        return 0
    return max(0, problem.spacing_weeks - (later - earlier))


def travel(problem: Problem, _served: Served, term: Assignment) -> int:
    """The way from home, in points."""
    return travel_points(problem.weights.km, problem.km(term.member, term.place))


def unvisited(problem: Problem, served: Served, place: str, week: int) -> bool:
    """Whether a village's team costs its continuity: none in it served there lately, though somebody had before."""
    village = problem.village_of[place]
    team = () if week in village.closed else served.team(place, week)
    if not team or not (village.last_served or _had_a_team(problem, served, place, week)):
        return False
    return not any(_served_lately(problem, served, village, member, week) for member in team)


def _served_lately(problem: Problem, served: Served, village: Village, member: str, week: int) -> bool:
    since = week - problem.continuity_weeks
    if village.last_served.get(member, since - 1) >= since:
        return True
    terms = served.terms[member]
    recent = terms[bisect_left(terms, since) : bisect_left(terms, week)]
    return any(served.place_of[member, near] == village.id and near not in village.closed for near in recent)


def _had_a_team(problem: Problem, served: Served, place: str, week: int) -> bool:
    closed = problem.village_of[place].closed
    return any(served.team(place, earlier) for earlier in range(week) if earlier not in closed)


TIERS_ADDED: tuple[Added, ...] = (vacancies, changes, unfairness)
WISHES_ADDED: tuple[Added, ...] = (unmet_skill, repeat_partner, disliked, repeat_village, crowding, travel)
"""All but no_continuity, which cannot be told without other weeks' teams (see `unvisited`)."""
