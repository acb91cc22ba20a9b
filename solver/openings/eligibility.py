"""Whether a member could take an empty seat, and if not, the first reason why."""

from bisect import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from solver.errors import N_, Sentence
from solver.judge.roster import Served
from solver.problem import Member, Problem

__all__ = ["COULD_SERVE", "SENTENCES", "Opening"]

COULD_SERVE = "could_serve"

SENTENCES: Mapping[str, str] = {
    "wrong_role": N_("%(member)s does not have the role that %(place)s asks for"),
    "away": N_("%(member)s is away in week %(week)s"),
    "serving": N_("%(member)s serves in %(other_place)s in week %(week)s"),
    "resting": N_("%(member)s serves in week %(other_week)s, too near to week %(week)s for a rest"),
    "recused": N_("%(member)s is recused from %(place)s"),
    "out_of_reach": N_("%(place)s is %(km).2f km from the home of %(member)s, who goes %(max_km).2f km at most"),
    "apart": N_("%(member)s is kept apart from %(other)s, who is in the team"),
    "at_max_terms": N_("%(member)s has as many terms as there may be: %(max_terms)s"),
    "needs_a_lead": N_("%(member)s is no lead, and the seat left is the lead's"),
    COULD_SERVE: N_("%(member)s could serve"),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """A seat that is empty, with what it takes to ask why; each question is a reason's name.

    `reach` is the problem's own, or one that remembers.
    """

    problem: Problem
    roster: Served
    week: int
    place: str
    reach: Callable[[str, str], bool]

    def reason(self, member: Member) -> str:
        """The first reason that keeps a member from this seat, or COULD_SERVE."""
        for reason, holds in QUESTIONS:
            if holds(self, member):
                return reason
        return COULD_SERVE

    def has_time(self, member: Member) -> bool:
        """Whether a member has this week free for a term, wherever it may be."""
        return not (self.away(member) or self.serving(member) or self.resting(member) or self.at_max_terms(member))

    def sentence(self, member: Member) -> Sentence:
        """What keeps a member from this seat, in words."""
        reason = self.reason(member)
        return Sentence(
            SENTENCES[reason],
            {"member": member.id, "place": self.place, "week": self.week} | self._details(reason, member),
        )

    def _details(self, reason: str, member: Member) -> dict[str, object]:
        if reason == "serving":
            return {"other_place": self.roster.place_of[member.id, self.week]}
        if reason == "resting":
            return {"other_week": min(self.too_near(member), key=lambda week: abs(week - self.week))}
        if reason == "out_of_reach":
            return {"km": self.problem.km(member.id, self.place), "max_km": member.max_km}
        if reason == "apart":
            return {"other": next(mate for mate in self._team() if self._are_apart(member, mate))}
        return {"max_terms": member.max_terms} if reason == "at_max_terms" else {}

    def wrong_role(self, member: Member) -> bool:
        return self.problem.role_in(self.place) not in member.roles

    def away(self, member: Member) -> bool:
        return self.week in member.unavailable

    def serving(self, member: Member) -> bool:
        return (member.id, self.week) in self.roster.place_of

    def resting(self, member: Member) -> bool:
        return bool(self.too_near(member))

    def too_near(self, member: Member) -> list[int]:
        """The weeks of the member's terms that leave too little rest before or after this one."""
        last, rest = member.history.last_week, self.problem.rest_weeks
        terms = self.roster.terms.get(member.id, ())
        after = bisect(terms, self.week)
        nearest = ([] if last is None else [last]) + list(terms[max(0, after - 1) : after + 1])
        return [other for other in nearest if abs(self.week - other) <= rest]

    def recused(self, member: Member) -> bool:
        return self.place in member.recused

    def out_of_reach(self, member: Member) -> bool:
        return not self.reach(member.id, self.place)

    def apart(self, member: Member) -> bool:
        return any(self._are_apart(member, mate) for mate in self._team())

    def _are_apart(self, member: Member, mate: str) -> bool:
        return frozenset({member.id, mate}) in self.problem.apart_pairs

    def at_max_terms(self, member: Member) -> bool:
        return member.max_terms is not None and len(self.roster.terms.get(member.id, ())) >= member.max_terms

    def needs_a_lead(self, member: Member) -> bool:
        if self.place in self.problem.zone_of or member.lead:
            return False
        followers = sum(not self.problem.member_of[mate].lead for mate in self._team())
        return followers >= self.problem.team_size - 1

    def _team(self) -> tuple[str, ...]:
        return self.roster.team(self.place, self.week) if self.place in self.problem.village_of else ()


# In the order in which they are asked: a member is kept away by the first that holds.
QUESTIONS: tuple[tuple[str, Callable[[Opening, Member], bool]], ...] = tuple(
    (reason, getattr(Opening, reason)) for reason in SENTENCES if reason != COULD_SERVE
)
