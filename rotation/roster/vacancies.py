"""Why seats of a roster are empty, and who could take one: in words, with names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_
from rotation.roster.desk import Desk, desk
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.rosters import Line, Roster, lines
from rotation.roster.words import Words
from rotation.settings import Settings
from solver import Costs, Sentence, Vacancy, explain

COULD_SERVE = "could_serve"
MOST_MEMBERS_JUDGED = 150
MEMBERS_IN_ALL = N_("There are %(count)s members; the empty seats are %(seats)s.")
REASONS: Mapping[str, str] = {
    "wrong_role": N_("without the role that this seat needs: %(members)s"),
    "away": N_("away in the week of %(week)s: %(members)s"),
    "serving": N_("serving elsewhere in the week of %(week)s: %(members)s"),
    "resting": N_("resting before or after another term: %(members)s"),
    "recused": N_("must not serve in %(place)s: %(members)s"),
    "out_of_reach": N_("live too far from %(place)s: %(members)s"),
    "apart": N_("kept apart from somebody in the team: %(members)s"),
    "at_max_terms": N_("have as many terms as they may: %(members)s"),
    "needs_a_lead": N_("cannot lead, and the team has no lead yet: %(members)s"),
    COULD_SERVE: N_("could serve if you put them here by hand: %(members)s"),
}
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
}
Reasons = dict[tuple[str, Week], tuple[Sentence, ...]]


def vacancy_reasons(session: Session, district: District, roster: Roster) -> Reasons:
    """By place and week with empty seats: how many members there are, and what keeps each group of them away."""
    words = Words.of(session, district.id, roster.start)
    found = explain(problem_of_roster(roster), planned(roster, lines(session, roster)))
    return {(one.place, roster.start + one.week): tuple(_sentences(one, words)) for one in found}


def _sentences(vacancy: Vacancy, words: Words) -> Iterator[Sentence]:
    yield Sentence(MEMBERS_IN_ALL, {"count": vacancy.members, "seats": vacancy.seats})
    for reason, members in vacancy.reasons.items():
        said = {
            "members": words.some(members),
            "place": words.place(vacancy.place),
            "week": words.week(vacancy.week),
        }
        yield Sentence(REASONS[reason], said)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member for a seat. `reason` is the first rule in the way, None where there is none.

    `after` is what the roster would cost; None where that was not counted.
    """

    member: str
    name: str
    reason: Sentence | None
    after: Costs | None


def candidates(
    session: Session, district: District, roster: Roster, seat: Line, settings: Settings, *, today: date
) -> list[Candidate]:
    """Every member for a seat of a draft: those who can serve first, by cost. `seat.member` is who has it now, or "".

    In a district with many members costs are left to `editing.judge`, for the one that is chosen.
    """
    at = desk(session, district, roster, settings, today=today)
    left = [line for line in at.terms if line != seat]
    reasons = _reasons(at, seat, left)
    costed = len(reasons) <= MOST_MEMBERS_JUDGED
    found = [
        Candidate(
            code,
            at.words.member(code),
            Sentence(ONE_REASON[reason]) if reason != COULD_SERVE else None,
            at.audit([*left, Line(seat.week, seat.place, code)]).costs if costed and reason == COULD_SERVE else None,
        )
        for code, reason in reasons.items()
    ]
    return sorted(found, key=_order)


def _order(one: Candidate) -> tuple[bool, Costs, str]:
    return one.reason is not None, one.after or Costs(), one.member


def _reasons(at: Desk, seat: Line, left: list[Line]) -> dict[str, str]:
    """By member: the first reason that keeps them from the seat, once it is empty."""
    week = seat.week - at.roster.start
    for vacancy in explain(at.problem, at.planned(left)):
        if (vacancy.place, vacancy.week) == (seat.place, week):
            members = {code: reason for reason, codes in vacancy.reasons.items() for code in codes}
            return {code: reason for code, reason in members.items() if code != seat.member}
    return {}
