"""Passkeys: what a phone, a computer or a small key shows beside the password, to this site and to no other."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from flask import current_app
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from rotation import store
from rotation.district.values import tidy
from rotation.errors import N_, InvalidInput, NotFound
from web.accounts.ceremonies import Question, credential_of
from web.accounts.factor_models import Passkey
from web.accounts.models import User

if TYPE_CHECKING:  # it takes its time to load, and most people have no passkey
    from webauthn.registration.verify_registration_response import VerifiedRegistration

__all__ = ["LONGEST_NAME", "add", "has_any", "new_name", "passkey", "passkeys", "redeem"]

LONGEST_NAME = 60
V = TypeVar("V")


def passkeys(session: Session, user: User) -> Sequence[Passkey]:
    """The passkeys of `user`, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all()


def has_any(session: Session, user: User) -> bool:
    """Whether `user` has a passkey."""
    return bool(session.scalar(select(func.count()).where(Passkey.user_id == user.id)))


def passkey(session: Session, user: User, mark: str) -> Passkey:
    """The passkey of `user` with this mark."""
    found = next((one for one in passkeys(session, user) if one.mark == mark), None)
    if found is None:
        raise NotFound(N_("This passkey has been removed already."))
    return found


def add(session: Session, user: User, name: str, question: Question | None, answer: str) -> Passkey:
    """Keep the passkey that `answer` has made; InvalidInput says why not."""
    name = new_name(session, user, name)
    made = _made(question, answer) if question else None
    if made is None:
        raise InvalidInput(N_("No passkey came about. Press the button once more."), field="name")
    credential = credential_of(made.credential_id)
    if session.scalar(select(func.count()).where(Passkey.credential == credential)):
        raise InvalidInput(N_("This passkey is in use already. Take another phone, computer or key."), field="name")
    row = Passkey(
        user_id=user.id,
        credential=credential,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        made_at=store.now(),
    )
    session.add(row)
    session.flush()
    return row


def redeem(session: Session, user: User, question: Question | None, answer: str) -> bool:
    """Whether `answer` shows a passkey of `user`. Each question is answered once, and a copy that lags is refused."""
    if question is None:
        return False
    for one in passkeys(session, user):
        count = _count_shown(question, answer, one)
        if count is not None:
            return _is_first_use(session, one, question, count)
    return False


def new_name(session: Session, user: User, typed: str) -> str:
    """What a new passkey of `user` is called; InvalidInput where it cannot be called so."""
    name = tidy(typed)
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(N_("Give the passkey a name of at most %(n)s characters."), field="name", n=LONGEST_NAME)
    if name in {one.name for one in passkeys(session, user)}:
        raise InvalidInput(N_("You have a passkey of this name already. Choose another name."), field="name")
    return name


def _made(question: Question, answer: str) -> "VerifiedRegistration | None":
    from webauthn import verify_registration_response

    return _judged(
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=question.challenge,
            expected_rp_id=question.place.host,
            expected_origin=question.place.origin,
        )
    )


def _count_shown(question: Question, answer: str, one: Passkey) -> int | None:
    """How often the passkey says that it was used; None where `answer` does not show it."""
    from webauthn import base64url_to_bytes, verify_authentication_response

    shown = _judged(
        lambda: verify_authentication_response(
            credential=answer,
            expected_challenge=question.challenge,
            expected_rp_id=question.place.host,
            expected_origin=question.place.origin,
            credential_public_key=one.public_key,
            credential_current_sign_count=one.sign_count,
        )
    )
    if shown is None or shown.credential_id != base64url_to_bytes(one.credential):
        return None
    return shown.new_sign_count


def _judged(judge: Callable[[], V]) -> V | None:
    try:
        return judge()
    except Exception as error:  # noqa: BLE001 - whatever a forged answer breaks in a parser: it is no right answer
        current_app.logger.info("a passkey was refused: %s", error)
        return None


def _is_first_use(session: Session, one: Passkey, question: Question, count: int) -> bool:
    newer = or_(Passkey.asked_at.is_(None), Passkey.asked_at < question.at)
    taken = (
        update(Passkey)
        .where(Passkey.id == one.id, Passkey.sign_count == one.sign_count, newer)
        .values(sign_count=count, asked_at=question.at, used_at=store.now())
        .returning(Passkey.id)
    )
    return session.scalar(taken) is not None
