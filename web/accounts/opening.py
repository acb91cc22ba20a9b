"""Logins that are open: begun, looked at, ended. What a browser holds counts only as long as its row is there."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import g, request
from flask import session as cookie
from flask_login import login_user
from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from rotation import store
from rotation.store import writing
from web.accounts.models import Card, OpenLogin, User
from web.accounts.whence import device
from web.extensions import db
from web.installation import settings

__all__ = ["begin", "card_carried", "carry", "current", "end", "end_all", "end_this", "forget_card", "open_logins"]

CARD = "card"
_TOKEN = "login"  # noqa: S105 - where it stands in the cookie
_FOUND = "rotation.open_login"
_SEEN_EVERY = timedelta(hours=6)


def begin(session: Session, user: User, card: Card | None = None) -> str:
    """Open a login in the database; the token that its browser must show. For 12 hours, or 90 days by a card."""
    lifetime = timedelta(days=settings().login.card_days) if card else timedelta(hours=settings().login.hours)
    now = store.now()
    token = secrets.token_urlsafe()
    session.execute(delete(OpenLogin).where(OpenLogin.ends_at <= now))
    session.add(
        OpenLogin(
            token=_hashed(token),
            user_id=user.id,
            card_id=card.id if card else None,
            device=device(),
            began_at=now,
            seen_at=now,
            ends_at=now + lifetime,
        )
    )
    return token


def carry(user: User, token: str, card_id: int | None = None) -> None:
    """Have the browser carry the login from now on; nothing that it carried before goes with it."""
    cookie.clear()
    g.pop("csrf_token", None)  # that of the session before
    cookie.permanent = True
    login_user(user)  # type: ignore[no-untyped-call]  # Flask-Login's
    cookie[_TOKEN] = token
    if card_id is not None:
        cookie[CARD] = card_id


def card_carried() -> int | None:
    """The key of the card whose secret this browser has shown, whether or not its login is still open."""
    found = cookie.get(CARD)
    return found if isinstance(found, int) else None


def carry_card(card: Card) -> None:
    """Have the browser remember that it has shown the secret of `card`."""
    cookie.permanent = True
    cookie[CARD] = card.id


def forget_card() -> None:
    """Have the browser forget its card: somebody else wants to come in."""
    cookie.pop(CARD, None)


def current(user: User) -> OpenLogin | None:
    """The open login of `user` that this browser carries; None where it has ended, or its card is switched off.

    A card that is switched off in the moment in which its PIN is typed leaves a row behind, which opens nothing.
    """
    token = cookie.get(_TOKEN)
    if not isinstance(token, str):
        return None
    now = store.now()
    found = _found(_hashed(token))
    if found is None or found.user_id != user.id or found.ends_at <= now:
        return None
    if found.seen_at <= now - _SEEN_EVERY:
        _note_seen(found.id)
    return found


def _found(hashed: str) -> OpenLogin | None:
    """The row of a token. However often a page asks who asks, it is looked up once, until something is written."""
    known: OpenLogin | None = request.environ.get(_FOUND)
    if known is not None and not inspect(known).expired and known.token == hashed:
        return known
    query = select(OpenLogin).outerjoin(Card, Card.id == OpenLogin.card_id).where(Card.off_at.is_(None))
    found = request.environ[_FOUND] = db.session.scalar(query.where(OpenLogin.token == hashed))
    return found


def open_logins(session: Session, user: User) -> Sequence[OpenLogin]:
    """The browsers in which `user` is logged in, the latest first."""
    query = select(OpenLogin).where(OpenLogin.user_id == user.id, OpenLogin.ends_at > store.now())
    return session.scalars(query.order_by(OpenLogin.began_at.desc(), OpenLogin.id.desc())).all()


def end(session: Session, user: User, began: str) -> bool:
    """End the open login of `user` that is known by the head of its token's hash; False where there is none."""
    found = next((one for one in open_logins(session, user) if one.token.startswith(began)), None)
    if found is not None and began:
        session.delete(found)
    return found is not None


def end_this(session: Session) -> None:
    """End the login that this browser carries."""
    token = cookie.get(_TOKEN)
    if isinstance(token, str):
        session.execute(delete(OpenLogin).where(OpenLogin.token == _hashed(token)))


def end_all(session: Session, user: User) -> None:
    """End every login of `user`."""
    session.execute(delete(OpenLogin).where(OpenLogin.user_id == user.id))


def _note_seen(key: int) -> None:
    """In a unit of work of its own, since the request has one."""
    with Session(db.engine) as apart, writing(apart) as session:
        row = session.get(OpenLogin, key)
        if row is not None:
            row.seen_at = store.now()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
