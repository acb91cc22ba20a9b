"""Trades: with whom a member could swap a term without breaking a rule, and the version of the roster that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict, NotAllowed
from rotation.roster.amending import Amendment, amendment
from rotation.roster.editing import exchange
from rotation.roster.explained import refusal_in_words
from rotation.roster.in_force import InForce, in_force
from rotation.roster.standing_in import effects
from rotation.roster.swaps import Swap, require_to_come
from rotation.settings import Settings
from solver import Costs, Difference, Option, Refusal, Sentence, swap, swaps

MOST_TRADES = 12  # of each kind


@dataclass(frozen=True, slots=True)
class Trade:
    """A swap that breaks no rule: with whom, for which term, and what it does to the whole roster."""

    other: str
    week: Week
    place: str
    costs: Costs
    effects: tuple[Sentence, ...]


def trades(
    session: Session, district: District, member: str, week: Week, settings: Settings, *, today: date
) -> list[Trade]:
    """With whom a member could trade the term of a week: for a term of another week, then for another place in it.

    Of either, so many of the best for the whole roster. Who cannot come in that week has use for the first only,
    and these change more, so that none of them would be left where the best of all are shown.
    """
    require_to_come(week, today)
    at = in_force(session, district, settings, Week.of(today) + 1, today=today)
    at.line(week, member)
    _require_known(at, member)
    options = swaps(at.problem, at.terms, member, at.number(week), len(at.terms))
    found = [trade for option in options if (trade := _trade(at, option, member))]
    elsewhen, elsewhere = [one for one in found if one.week != week], [one for one in found if one.week == week]
    return [*elsewhen[:MOST_TRADES], *elsewhere[:MOST_TRADES]]


def _trade(at: InForce, option: Option, member: str) -> Trade | None:
    theirs = next(move for move in option.moves if move.term.member != member)
    if theirs.left is None:
        return None
    said = (*effects(option.difference), *_way(option.difference))
    week = at.start + theirs.left.week
    return Trade(theirs.term.member, week, theirs.left.place, option.difference.costs, said)


def _way(difference: Difference) -> Iterator[Sentence]:
    if points := difference.wishes.travel:
        yield Sentence(N_("a longer way for both together") if points > 0 else N_("a shorter way for both together"))


def traded(session: Session, district: District, row: Swap, settings: Settings, *, today: date) -> Amendment:
    """The next version of the roster with the swap. NotAllowed, with the reason, where it would break a rule.

    No lock is held while this is worked out.
    """
    at = in_force(session, district, settings, Week.of(today) + 1, today=today)
    mine, theirs = at.line(row.week, row.member), at.line(row.other_week, row.other)
    _require_known(at, row.member, row.other)
    found = swap(at.problem, at.terms, (row.member, at.number(row.week)), (row.other, at.number(row.other_week)))
    if isinstance(found, Refusal):
        raise NotAllowed(
            N_("The swap would break a rule by now: %(member)s %(reason)s."),
            member=at.words.member(found.term.member),
            reason=refusal_in_words(found, at.words),
        )
    return amendment(session, district, at, exchange(mine, theirs), settings)


def _require_known(at: InForce, *members: str) -> None:
    for member in members:
        if member not in at.problem.member_of:
            raise Conflict(N_("%(member)s does not serve any more."), member=at.words.member(member))
