"""Who could take a seat of a draft, and what each would cost: in words, with names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.errors import N_
from rotation.roster.desk import desk
from rotation.roster.rosters import Line, Roster
from rotation.settings import Settings
from solver import Costs, Option, Sentence, choices

ONE_REASON: Mapping[str, str] = {
    "wrong_role": N_("does not have the role that this seat needs"),
    "away": N_("is away in this week"),
    "serving": N_("serves elsewhere in this week"),
    "resting": N_("rests before or after another term"),
    "recused": N_("must not serve here"),
    "out_of_reach": N_("lives too far away"),
    "apart": N_("is kept apart from somebody in the team"),
    "at_max_terms": N_("has as many terms as allowed"),
    "needs_a_lead": N_("cannot lead, and the team has no other lead"),
    "pinned": N_("the seat is pinned; unpin it first"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member for a seat. `reason` is the first rule in the way, None where there is none.

    `added` is what it adds to each cost; None where it cannot be. Of those in whose way a rule is, it is what
    their way round costs: they serve elsewhere in that week, and could trade places or move.
    """

    member: str
    name: str
    reason: Sentence | None
    added: Costs | None


def candidates(
    session: Session, district: District, roster: Roster, seat: Line, settings: Settings, *, today: date
) -> list[Candidate]:
    """Every member for a seat of a draft, those who can serve first, by cost. `seat.member` has it now; "": nobody."""
    at = desk(session, district, roster, settings, today=today)
    week = seat.week - at.roster.start
    found = choices(at.pinned_problem, at.planned(at.terms), week, seat.place, seat.member)
    able = [_candidate(at.words.member, option.moves[0].term.member, option) for option in found.options]
    unable = [
        _candidate(at.words.member, one.term.member, found.ways_round.get(one.term.member), one.reason)
        for one in found.refusals
    ]
    return [*able, *sorted(unable, key=lambda one: (one.added is None, one.added or Costs(), one.member))]


def _candidate(name: Callable[[str], str], code: str, option: Option | None, reason: str = "") -> Candidate:
    said = Sentence(ONE_REASON[reason]) if reason else None
    return Candidate(code, name(code), said, option.difference.costs if option else None)
