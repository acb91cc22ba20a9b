"""How evenly the terms of a plan are shared: each member's terms against the share."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.rosters import Roster, lines
from rotation.roster.words import Words


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """A member's terms in the planned weeks, and the share in hundredths of a term (with what was owed before)."""

    member: str
    name: str
    terms: int
    share: int

    @property
    def difference(self) -> int:
        """How much more than the share the member serves, in hundredths of a term; below 0: less."""
        return 100 * self.terms - self.share


def fairness(session: Session, district: District, roster: Roster) -> list[FairnessRow]:
    """Every member of the plan, by code."""
    words = Words.of(session, district.id, roster.start)
    terms = Counter(one.member for one in planned(roster, lines(session, roster)))
    shares = problem_of_roster(roster).shares
    return [FairnessRow(code, words.member(code), terms[code], share) for code, share in sorted(shares.items())]
