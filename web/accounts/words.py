"""One-time words: six digits that a planner says in person or by phone, with which a card's PIN is set, once."""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from rotation import store
from web.accounts.keyed import keyed
from web.accounts.models import Card, Word
from web.installation import settings

__all__ = ["give", "redeem"]

_WORDS = 10**6
_TRIES = 5


def give(session: Session, card: Card) -> tuple[str, datetime]:
    """A new word for `card`, and until when it is good; the one before counts no longer.

    For the first use it is good as long as the card may be used first; for a forgotten PIN ten minutes. Others that are
    too old are forgotten on the way.
    """
    word = f"{secrets.randbelow(_WORDS):06d}"
    until = card.use_by if card.used_at is None else store.now() + timedelta(minutes=settings().login.code_minutes)
    session.execute(delete(Word).where(or_(Word.card_id == card.id, Word.until <= store.now())))
    session.add(Word(card_id=card.id, word=_kept(card.id, word), until=until))
    return word, until


def redeem(session: Session, card: Card, typed: str) -> bool:
    """Whether `typed` is the word that was said for `card`; right or after five tries it is used up.

    Belongs in a unit of work of its own: the try is charged with it.
    """
    charged = session.execute(
        update(Word)
        .where(Word.card_id == card.id, Word.tries < _TRIES, Word.until > store.now())
        .values(tries=Word.tries + 1)
        .returning(Word.word)
    ).scalar()
    right = charged is not None and hmac.compare_digest(charged, _kept(card.id, typed))
    if right:
        session.execute(delete(Word).where(Word.card_id == card.id))
    return right


def _kept(card_id: int, word: str) -> str:
    return keyed("word", f"{card_id}:{word}")
