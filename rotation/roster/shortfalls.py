"""Why weeks of a plan have fewer members than seats, in words: of whom there are too few, and what keeps them away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_
from rotation.roster.capacity import Capacity
from rotation.roster.facts import Facts, facts
from rotation.roster.plans import Plan
from rotation.roster.stretches import Lack, Stretch
from rotation.roster.words import Words
from solver import Sentence

TOO_FEW = {
    "members": N_("Members needed: %(needed)s; free: %(there)s."),
    "team": N_("Members needed in teams: %(needed)s; free of those who serve in teams: %(there)s."),
    "troubleshooter": N_("Troubleshooters needed: %(needed)s; free: %(there)s."),
    "lead": N_("Leads needed, one in each team: %(needed)s; free: %(there)s. A team without a lead has an empty seat."),
}
TOO_FEW_HERE = {
    "team": N_("Members needed in %(place)s: %(needed)s; free who may serve there: %(there)s."),
    "troubleshooter": N_("Troubleshooters needed in %(place)s: %(needed)s; free who may serve there: %(there)s."),
    "lead": N_("Leads needed in %(place)s: %(needed)s; free who may serve there: %(there)s."),
}
KEPT_AWAY = {
    "away": N_("On leave: %(members)s"),
    "untrained": N_("Basic training not completed before: %(members)s"),
    "resting": N_("Resting from a term before this plan: %(members)s"),
    "recused": N_("Recused from %(place)s: %(members)s"),
    "out_of_reach": N_("Living too far from %(place)s: %(members)s"),
}
ONCE_EACH = N_("In these %(weeks)s weeks together everybody can serve once at the most (weeks of rest: %(rest)s).")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that there is too little of, and the groups of members that are kept away."""

    lack: Sentence
    kept_away: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Weeks that have too few members for the same reasons; `too_few` counts the seats of all of them."""

    first: Week
    last: Week
    too_few: int
    reasons: tuple[Reason, ...]


def shortfalls(session: Session, district: District, plan: Plan, found: Capacity) -> list[Shortfall]:
    """Why the weeks of a plan are short, in their order; weeks that follow one another with the same reasons as one."""
    said = _Said(facts(session, district.id), Words.of(session, district.id, plan.start), plan)
    short = sorted((*found.short, *found.tight), key=lambda stretch: (stretch.first, stretch.weeks))
    return _together([said.shortfall(stretch) for stretch in short])


def _together(found: Sequence[Shortfall]) -> list[Shortfall]:
    kept: list[Shortfall] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and last.reasons == one.reasons and one.first == last.last + 1:
            kept[-1] = Shortfall(last.first, one.last, last.too_few + one.too_few, one.reasons)
        else:
            kept.append(one)
    return kept


@dataclass(frozen=True, slots=True)
class _Said:
    """Puts lacks into words."""

    facts: Facts
    words: Words
    plan: Plan

    def shortfall(self, stretch: Stretch) -> Shortfall:
        reasons = [Reason(self._lack(one), tuple(self._kept_away(one, stretch.first))) for one in stretch.lacks]
        if stretch.weeks > 1:
            said = {"weeks": stretch.weeks, "rest": self.plan.rest_weeks}
            reasons.insert(0, Reason(Sentence(ONCE_EACH, said), ()))
        return Shortfall(stretch.first, stretch.last, stretch.seats - stretch.fillable, tuple(reasons))

    def _lack(self, lack: Lack) -> Sentence:
        values: dict[str, object] = {"needed": lack.needed, "there": lack.there}
        if not lack.place:
            return Sentence(TOO_FEW[lack.kind], values)
        return Sentence(TOO_FEW_HERE[lack.kind], values | {"place": self.words.place(lack.place)})

    def _kept_away(self, lack: Lack, week: Week) -> Iterator[Sentence]:
        for reason, members in self._groups(lack, week):
            values: dict[str, object] = {"members": self.words.some(members)}
            yield Sentence(KEPT_AWAY[reason], values | ({"place": self.words.place(lack.place)} if lack.place else {}))

    def _groups(self, lack: Lack, week: Week) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Those kept away; the problem does not tell leave from training that is missing, the tables do."""
        for reason, members in lack.kept_away.items():
            untrained = tuple(one for one in members if reason == "away" and not self.facts.is_trained(one, week))
            others = tuple(one for one in members if one not in untrained)
            yield from ((why, who) for why, who in (("untrained", untrained), (reason, others)) if who)
