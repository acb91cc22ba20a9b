"""What a roster costs, tier by tier and down to where each cost sits, and how much of it is proven."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.rosters import Roster, lines
from solver import CHECKED, SOLVER, Where, details, where_costs_sit

TIERS = ("vacancies", "changes", "unfairness", "wishes")


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One tier: what it costs, and what is proven that no roster can cost less (given the tiers before it)."""

    tier: str
    cost: int
    bound: int
    word: str
    """Whose word the bound is: CHECKED, where it was counted again without the solver, or SOLVER."""

    @property
    def proven(self) -> bool:
        """Whether no roster can be better in this tier."""
        return self.cost == self.bound

    @property
    def checked(self) -> bool:
        """Whether the bound was counted again from its certificate; else it is the solver's word."""
        return self.word == CHECKED

    @property
    def gap(self) -> float:
        """How much of the cost is not proven to be needed, from 0 to 1."""
        return 1 - self.bound / self.cost if self.cost else 0.0


@dataclass(frozen=True, slots=True)
class PlacedCharge:
    """One thing that costs, and where, as far as it has a place and a week; `cost` is the tier's or wish's name."""

    cost: str
    count: int
    points: int
    week: Week | None
    place: str | None
    members: tuple[str, ...]
    about: str


def certificate(roster: Roster) -> tuple[CertificateRow, ...]:
    """The four tiers of a roster."""
    return tuple(
        CertificateRow(tier, roster.costs[tier], roster.bounds[tier], roster.proofs.get(tier, SOLVER)) for tier in TIERS
    )


def charges(session: Session, roster: Roster) -> Iterator[PlacedCharge]:
    """Where each cost of the planned weeks sits."""
    for charge in details(problem_of_roster(roster), planned(roster, lines(session, roster))):
        yield PlacedCharge(
            charge.cost,
            charge.count,
            charge.points,
            None if charge.week is None else roster.start + charge.week,
            charge.place or None,
            charge.members,
            charge.about,
        )


def where_they_sit(session: Session, roster: Roster) -> Where:
    """The points of each cost of the planned weeks by member, by place and by week (counted from the plan's start)."""
    return where_costs_sit(problem_of_roster(roster), planned(roster, lines(session, roster)))
