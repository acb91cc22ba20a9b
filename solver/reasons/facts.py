"""The facts that can keep a seat empty: what members cannot do, and what the rules ask. Each could be otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.errors import N_, Sentence
from solver.problem import TEAM, TROUBLESHOOTER, Problem

__all__ = ["Fact", "facts_of"]

SENTENCES: Mapping[str, str] = {
    "away": N_("%(member)s is away in week %(week)s"),
    "pinned": N_("%(member)s is pinned to %(place)s in week %(week)s"),
    "recused": N_("%(member)s is recused from %(place)s"),
    "out_of_reach": N_("%(member)s goes %(max_km).2f km from home at most"),
    "at_max_terms": N_("%(member)s serves so many terms at most: %(max_terms)s"),
    "served_before": N_("%(member)s served in week %(other_week)s, before these weeks, and must rest"),
    "apart": N_("%(member)s and %(other)s are kept apart"),
    "no_team_role": N_("members without the role for a team: %(count)s"),
    "no_troubleshooter_role": N_("members without the role of troubleshooter: %(count)s"),
    "needs_a_lead": N_("in every team one seat is the lead's, and members who are no leads are: %(count)s"),
    "rest": N_("between two terms of a member lie at least so many weeks: %(rest_weeks)s"),
}


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One fact, by its kind and the member, week and place (or other member) that it is about."""

    kind: str
    member: str = ""
    week: int = -1
    place: str = ""
    other: str = ""

    def sentence(self, problem: Problem) -> Sentence:
        """The fact in words; ids and week numbers are values, so that a page can put names and dates."""
        values: dict[str, object] = {"member": self.member, "week": self.week, "place": self.place, "other": self.other}
        me = problem.member_of.get(self.member)
        if me is not None:
            values |= {"max_km": me.max_km, "max_terms": me.max_terms, "other_week": me.history.last_week}
        values |= {"rest_weeks": problem.rest_weeks, "count": self._count(problem)}
        names = [name for name in values if f"%({name})" in SENTENCES[self.kind]]
        return Sentence(SENTENCES[self.kind], {name: values[name] for name in names})

    def _count(self, problem: Problem) -> int:
        if self.kind == "needs_a_lead":
            return sum(not member.lead for member in problem.members)
        role = TEAM if self.kind == "no_team_role" else TROUBLESHOOTER
        return sum(role not in member.roles for member in problem.members)


def facts_of(problem: Problem) -> Iterator[Fact]:
    """Every fact of a problem that may matter, the rules first, what is one member's alone after them."""
    yield from _rules(problem)
    for one, other in problem.apart:
        yield Fact("apart", one, other=other)
    for pin in problem.pinned:
        yield Fact("pinned", pin.member, pin.week, pin.place)
    for member in problem.members:
        for week in sorted(member.unavailable):
            if 0 <= week < problem.weeks:
                yield Fact("away", member.id, week)
        yield from _limits(problem, member.id)


def _rules(problem: Problem) -> Iterator[Fact]:
    if problem.rest_weeks:
        yield Fact("rest")
    if not all(member.lead for member in problem.members):
        yield Fact("needs_a_lead")
    if not all(TEAM in member.roles for member in problem.members):
        yield Fact("no_team_role")
    if not all(TROUBLESHOOTER in member.roles for member in problem.members):
        yield Fact("no_troubleshooter_role")


def _limits(problem: Problem, member: str) -> Iterator[Fact]:
    me = problem.member_of[member]
    last = me.history.last_week
    if last is not None and last + problem.rest_weeks >= 0:
        yield Fact("served_before", member)
    if me.max_terms is not None and me.max_terms < problem.weeks:
        yield Fact("at_max_terms", member)
    for place in sorted(me.recused & problem.place_of.keys()):
        yield Fact("recused", member, place=place)
    if me.max_km is not None and not all(problem.reaches(member, place) for place in problem.place_of):
        yield Fact("out_of_reach", member)
