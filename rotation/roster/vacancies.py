"""Why seats of a roster are empty, and who could take one: in words, with names."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.rosters import Roster, lines
from rotation.roster.words import Words
from solver import Sentence, Vacancy, explain

COULD_SERVE = "could_serve"
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
