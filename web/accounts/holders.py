"""Members and their cards, as the planner looks them through."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from rotation import store
from rotation.district.members import Member, member, members
from web.accounts.cards import CardState, state_of
from web.accounts.models import Card, OpenLogin, User

__all__ = ["Holder", "holder", "holders"]


@dataclass(frozen=True, slots=True)
class Holder:
    """A member, the card that was printed last, what can be done with it, and in how many browsers it is open."""

    member: Member
    card: Card | None
    state: CardState | None
    phones: int

    @property
    def wants_one(self) -> bool:
        """Whether the member has no card that can be used."""
        return self.state in {None, CardState.OFF, CardState.TOO_LATE}


def holders(session: Session, district_id: int) -> list[Holder]:
    """All members who are with the programme."""
    return _held(session, members(session, district_id))


def holder(session: Session, district_id: int, code: str) -> Holder:
    """The member of that code."""
    return _held(session, [member(session, district_id, code)])[0]


def _held(session: Session, rows: Sequence[Member]) -> list[Holder]:
    query = select(Card).join(User).where(User.member_id.in_([row.id for row in rows])).order_by(Card.id)
    latest = {
        card.user.member_id: card
        for card in session.scalars(query.options(joinedload(Card.user).joinedload(User.member)))
    }
    phones = _phones(session)
    return [
        Holder(row, card, state_of(card) if card else None, phones[card.user_id] if card else 0)
        for row in rows
        for card in (latest.get(row.id),)
    ]


def _phones(session: Session) -> Counter[int]:
    query = select(OpenLogin.user_id, func.count()).where(OpenLogin.ends_at > store.now()).group_by(OpenLogin.user_id)
    return Counter({user_id: count for user_id, count in session.execute(query)})  # noqa: C416 - rows are no pairs to mypy
