"""The hard rules, each under its own name: no roster breaks one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from solver.errors import N_, Sentence
from solver.judge.roster import Roster
from solver.problem import TEAM, Assignment, Problem

__all__ = ["RULES", "Broken", "Rule"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is broken, by which assignments together, and in words.

    In the words, `member`, `other`, `place`, `other_place`, `week` and `other_week` are ids and numbers of
    the problem, so that a page can put names and dates in their stead.
    """

    rule: str
    assignments: tuple[Assignment, ...]
    detail: Sentence

    @property
    def week(self) -> int | None:
        """The week in which the rule is broken; None where it takes several to break it."""
        weeks = {assignment.week for assignment in self.assignments}
        return weeks.pop() if len(weeks) == 1 else None

    @property
    def places(self) -> tuple[str, ...]:
        """The places involved."""
        return tuple(sorted({assignment.place for assignment in self.assignments}))

    @property
    def members(self) -> tuple[str, ...]:
        """The members involved."""
        return tuple(sorted({assignment.member for assignment in self.assignments}))


Rule = Callable[[Problem, Roster], Iterator[Broken]]


def _broken(rule: str, template: str, *assignments: Assignment, **values: object) -> Broken:
    last = assignments[-1]
    said = {"member": last.member, "place": last.place, "week": last.week}
    return Broken(rule, assignments, Sentence(template, said | values))


def _served(roster: Roster) -> Iterator[Assignment]:
    return (Assignment(week, place, member) for (member, week), place in roster.place_of.items())


def _teams(roster: Roster) -> Iterator[tuple[str, int, tuple[Assignment, ...]]]:
    for (place, week), members in roster.serving.items():
        yield place, week, tuple(Assignment(week, place, member) for member in members)


def one_place_a_week(_problem: Problem, roster: Roster) -> Iterator[Broken]:
    """A member has at most one place in a week."""
    template = N_("%(member)s has two places in week %(week)s: %(other_place)s and %(place)s")
    for double in roster.doubles:
        first = roster.term(double.member, double.week)
        yield _broken("one_place_a_week", template, first, double, other_place=first.place)


def nobody_while_away(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """No member serves in a week in which the member is away."""
    template = N_("%(member)s is away in week %(week)s")
    for term in _served(roster):
        if term.week in problem.member_of[term.member].unavailable:
            yield _broken("nobody_while_away", template, term)


def rest_between_terms(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """Two terms of a member are more than `rest_weeks` weeks apart; the last one before week 0 counts."""
    template = N_("%(member)s serves in weeks %(other_week)s and %(week)s, with too little rest between them")
    for member, weeks in roster.terms.items():
        last = problem.member_of[member].history.last_week
        for earlier, later in pairwise(weeks if last is None else (last, *weeks)):
            if later - earlier <= problem.rest_weeks:
                both = [roster.term(member, week) for week in (earlier, later) if week >= 0]
                yield _broken("rest_between_terms", template, *both, other_week=earlier)


def only_their_role(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """A village's seat needs the role of the team, a zone's seat that of the troubleshooter."""
    in_team = N_("%(member)s cannot serve in a team, but has a seat in %(place)s in week %(week)s")
    in_zone = N_("%(member)s cannot serve as troubleshooter, but has a seat in %(place)s in week %(week)s")
    for term in _served(roster):
        role = problem.role_in(term.place)
        if role not in problem.member_of[term.member].roles:
            yield _broken("only_their_role", in_team if role == TEAM else in_zone, term)


def nobody_where_recused(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """No member serves in a place from which the member is recused."""
    template = N_("%(member)s is recused from %(place)s, but serves there in week %(week)s")
    for term in _served(roster):
        if term.place in problem.member_of[term.member].recused:
            yield _broken("nobody_where_recused", template, term)


def within_reach(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """No member serves farther from home than `max_km`."""
    template = N_(
        "%(place)s is %(km).2f km from the home of %(member)s, who goes %(max_km).2f km at most, but serves "
        "there in week %(week)s"
    )
    for term in _served(roster):
        if not problem.reaches(term.member, term.place):
            limit = problem.member_of[term.member].max_km
            far = problem.km(term.member, term.place)
            yield _broken("within_reach", template, term, km=far, max_km=limit)


def apart_stay_apart(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """Two members who are kept apart are never in one team; a zone's troubleshooters are no team."""
    template = N_("%(other)s and %(member)s are kept apart, but both serve in %(place)s in week %(week)s")
    for place, _, team in _teams(roster):
        for one, other in combinations(team, 2) if place in problem.village_of else ():
            if frozenset({one.member, other.member}) in problem.apart_pairs:
                yield _broken("apart_stay_apart", template, one, other, other=one.member)


def at_most_max_terms(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """No member serves more than `max_terms` terms."""
    template = N_("%(member)s serves %(terms)s terms; the most is %(max_terms)s")
    for member, weeks in roster.terms.items():
        most = problem.member_of[member].max_terms
        if most is not None and len(weeks) > most:
            served = [roster.term(member, week) for week in weeks]
            yield _broken("at_most_max_terms", template, *served, terms=len(weeks), max_terms=most)


def a_lead_in_every_team(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """One seat of each team is the lead's: members who are no leads leave it free."""
    template = N_("the seats of %(place)s in week %(week)s are taken by members none of whom is a lead")
    for place, week, team in _teams(roster):
        followers = [term for term in team if not problem.member_of[term.member].lead]
        is_team = place in problem.village_of and week not in problem.village_of[place].closed
        if is_team and len(followers) >= problem.team_size:
            yield _broken("a_lead_in_every_team", template, *followers)


def no_more_than_seats(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """No place has more members in a week than seats."""
    template = N_("%(count)s members serve in %(place)s in week %(week)s, which has only so many seats: %(seats)s")
    for place, week, team in _teams(roster):
        seats = problem.seats_in(place, week)
        if len(team) > seats and not _is_closed(problem, place, week):
            yield _broken("no_more_than_seats", template, *team, count=len(team), seats=seats)


def pins_hold(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """Everything that is pinned is in the roster."""
    template = N_("%(member)s is pinned to %(place)s in week %(week)s, but does not serve there")
    for pin in problem.pinned:
        if roster.place_of.get((pin.member, pin.week)) != pin.place:
            yield _broken("pins_hold", template, pin)


def known_and_open(problem: Problem, roster: Roster) -> Iterator[Broken]:
    """Every member, week and place exists, and no team serves a closed village."""
    unknown = N_("there is no such member, place or week: %(member)s in %(place)s in week %(week)s")
    closed = N_("%(place)s is closed in week %(week)s, but %(member)s serves there")
    for stray in roster.strays:
        yield _broken("known_and_open", unknown, stray)
    for place, week, team in _teams(roster):
        if _is_closed(problem, place, week):
            yield _broken("known_and_open", closed, *team)


def _is_closed(problem: Problem, place: str, week: int) -> bool:
    return place in problem.village_of and week in problem.village_of[place].closed


RULES: tuple[Rule, ...] = (
    one_place_a_week,
    nobody_while_away,
    rest_between_terms,
    only_their_role,
    nobody_where_recused,
    within_reach,
    apart_stay_apart,
    at_most_max_terms,
    a_lead_in_every_team,
    no_more_than_seats,
    pins_hold,
    known_and_open,
)
