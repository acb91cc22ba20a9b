"""Members' cards: printed, used for the first time, opened by their PIN, switched off."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask_security.utils import hash_password
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from rotation import store
from rotation.district.members import Member
from rotation.sections import Login
from web.accounts.card_rows import new_secret
from web.accounts.hashing import fits
from web.accounts.models import Card, OpenLogin, User, Word
from web.accounts.opening import card_carried, end_all
from web.accounts.pins import check_pin
from web.accounts.roles import Role
from web.accounts.users import Belonging, add_user
from web.installation import settings

__all__ = ["CardState", "Printed", "charge_pin", "latest_card", "print_card", "set_pin", "state_of", "switch_off"]


class CardState(StrEnum):
    """What can be done with a card."""

    FRESH = "fresh"
    TOO_LATE = "too-late"
    IN_USE = "in-use"
    MUST_WAIT = "must-wait"
    LOCKED = "locked"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Printed:
    """A card whose secret is known for as long as it is being printed."""

    member: Member
    secret: bytes


def print_card(session: Session, member: Member) -> Printed:
    """A new card for `member`; the one before is switched off, and its phones are logged out."""
    user = _login_of(session, member)
    before = latest_card(session, user)
    if before is not None:
        switch_off(session, before)
    now = store.now()
    secret = new_secret()
    limit = timedelta(days=_limits().first_use_days)
    session.add(Card(user_id=user.id, secret=_hashed(secret), made_at=now, use_by=now + limit))
    session.flush()
    return Printed(member, secret)


def switch_off(session: Session, card: Card) -> None:
    """A card is lost: it opens nothing from now on, and the phones that came in by it are logged out."""
    if card.off_at is None:
        card.off_at = store.now()
    session.execute(delete(Word).where(Word.card_id == card.id))
    session.execute(delete(OpenLogin).where(OpenLogin.card_id == card.id))


def latest_card(session: Session, user: User) -> Card | None:
    """The card that was printed last for a login."""
    return session.scalar(select(Card).where(Card.user_id == user.id).order_by(Card.id.desc()).limit(1))


def card_of(session: Session, secret: bytes) -> Card | None:
    """The card with this secret, whatever its state."""
    return session.scalar(select(Card).where(Card.secret == _hashed(secret)))


def carried(session: Session) -> Card | None:
    """The card whose secret this browser has shown, if it can still be used."""
    key = card_carried()
    found = session.get(Card, key) if key is not None else None
    return found if found is not None and state_of(found) not in (CardState.OFF, CardState.TOO_LATE) else None


def state_of(card: Card) -> CardState:
    """What can be done with `card` now."""
    limits, now = _limits(), store.now()
    if card.off_at is not None or not card.user.active or not card.user.belongs_still:
        return CardState.OFF
    if card.used_at is None:
        return CardState.FRESH if now < card.use_by else CardState.TOO_LATE
    if card.failures >= limits.pin_tries_in_all:
        return CardState.LOCKED
    return CardState.MUST_WAIT if _waits(card, limits) else CardState.IN_USE


def charge_pin(session: Session, card: Card) -> bool:
    """Count one try at the PIN of `card`; False where it must wait or is locked, which is not counted.

    Belongs in a unit of work of its own that is committed before the PIN is looked at.
    """
    limits = _limits()
    rested = Card.failed_at <= store.now() - timedelta(minutes=limits.wait_minutes)
    may = or_(Card.failures == 0, Card.failures % limits.pin_tries != 0, rested)
    charged = session.execute(
        update(Card)
        .where(and_(Card.id == card.id, Card.off_at.is_(None), Card.failures < limits.pin_tries_in_all, may))
        .values(failures=Card.failures + 1, failed_at=store.now())
        .returning(Card.failures)
    )
    return charged.first() is not None


def is_pin(card: Card, typed: str) -> bool:
    """Whether `typed` is the PIN of `card`."""
    return fits(typed, card.pin)


def forgive(card: Card) -> None:
    """Forget the wrong PINs: this one was right."""
    card.failures, card.failed_at = 0, None


def set_pin(session: Session, card: Card, pin: str) -> None:
    """Give `card` a PIN; InvalidInput where it is too easily guessed. Phones that were logged in are logged out."""
    check_pin(pin, card.user.member.phone if card.user.member else "")
    card.pin = hash_password(pin)
    card.pin_at = store.now()
    card.used_at = card.used_at or card.pin_at
    forgive(card)
    end_all(session, card.user)


def _login_of(session: Session, member: Member) -> User:
    found = session.scalar(select(User).where(User.member_id == member.id))
    if found is not None:
        return found
    taken = set(session.scalars(select(User.username).where(User.username.startswith(member.code))))
    free = member.code if member.code not in taken else f"{member.code}.{secrets.token_hex(4)}"
    return add_user(session, free, None, roles=[Role.MEMBER], belonging=Belonging(member=member))


def _waits(card: Card, limits: Login) -> bool:
    if not card.failures or card.failures % limits.pin_tries or card.failed_at is None:
        return False
    return card.failed_at > store.now() - timedelta(minutes=limits.wait_minutes)


def _limits() -> Login:
    return settings().login


def _hashed(secret: bytes) -> str:
    return hashlib.sha256(secret).hexdigest()
