"""The other way round: where one member could help, among the terms that have fallen free and the seats left empty."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster.in_force import in_force
from rotation.roster.openings import Opening, live
from rotation.roster.standing_in import effects
from rotation.settings import Settings
from solver import Costs, Sentence, openings_for

MOST = 30


@dataclass(frozen=True, slots=True)
class Help:
    """A seat that a member could take; `opening` where somebody is looked for, None where it was never filled."""

    week: Week
    place: str
    opening: Opening | None
    costs: Costs
    effects: tuple[Sentence, ...]


def best_for(session: Session, district: District, member: str, settings: Settings, *, today: date) -> list[Help]:
    """The seats of the weeks to come that a member could take, the best first for the whole roster.

    Conflict where the member does not serve, or nothing is published.
    """
    at = in_force(session, district, settings, Week.of(today) + 1, today=today)
    if member not in at.problem.member_of:
        raise Conflict(N_("%(member)s does not serve any more."), member=at.words.member(member))
    free = {(row.week, row.member): row for row in live(session, district)}
    standing = [term for term in at.terms if (at.start + term.week, term.member) not in free]
    looked_for = {(row.week, row.place): row for row in free.values()}
    found = []
    for option in openings_for(at.problem, standing, member).options[:MOST]:
        term = option.moves[0].term
        week = at.start + term.week
        said = tuple(effects(option.difference))
        found.append(Help(week, term.place, looked_for.get((week, term.place)), option.difference.costs, said))
    return found
