"""Why a member has a term: what it costs, who else could have had it, and what each would have cost."""

from dataclasses import asdict, dataclass, replace

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.roster.explained import by_reason
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.rosters import Roster, lines, pins
from rotation.roster.words import Words, week_in_words
from solver import Charge, Costs, Option, RosterError, Sentence, details, instead_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Another member for a term; `place` is where that member serves now and would go from, None where nowhere.

    The costs are what the roster would cost more (or, below 0, less); of the wishes only those that differ.
    """

    member: str
    place: str | None
    costs: Costs
    wishes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Instead:
    """A member's term against all who could have had it, the cheapest first. Refusals are by their reason."""

    place: str
    pinned: bool
    charges: tuple[Charge, ...]
    choices: tuple[Choice, ...]
    trades: tuple[Choice, ...]
    refusals: tuple[tuple[Sentence, tuple[str, ...]], ...]

    @property
    def verdict(self) -> str:
        """Whether the member is the best for the term: "pinned" to it, the "only" one, "best", "as_good", "beaten"."""
        if self.pinned:
            return "pinned"
        best = min((one.costs for one in (*self.choices, *self.trades)), default=None)
        if best is None:
            return "only"
        return "best" if best > Costs() else "as_good" if best == Costs() else "beaten"


def instead(session: Session, district: District, roster: Roster, week: Week, member: str) -> Instead:
    """Who else could have a member's term. NotFound where the member has none in that week of the plan."""
    problem = replace(problem_of_roster(roster), pinned=planned(roster, pins(session, roster)))
    terms = planned(roster, lines(session, roster))
    try:
        found = instead_of(problem, terms, member, week - roster.start)
    except RosterError:
        nowhere = N_("In this plan the member does not serve in the week of %(week)s.")
        raise NotFound(nowhere, week=week_in_words(week)) from None
    words = Words.of(session, district.id, roster.start)
    mine = (charge for charge in details(problem, terms) if charge.week == found.term.week)
    return Instead(
        found.term.place,
        found.pinned,
        tuple(charge for charge in mine if member in charge.members and charge.points),
        tuple(_choice(option, member) for option in found.options),
        tuple(_choice(option, member) for option in found.exchanges),
        by_reason(found.refusals, words),
    )


def _choice(option: Option, instead_of_whom: str) -> Choice:
    move = next(move for move in option.moves if move.term.member != instead_of_whom)
    wishes = {wish: count for wish, count in asdict(option.difference.wishes).items() if count}
    return Choice(move.term.member, move.left.place if move.left else None, option.difference.costs, wishes)
