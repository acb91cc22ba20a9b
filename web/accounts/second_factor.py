"""The second factor: codes by time as RFC 6238 has them (30 seconds, six digits, SHA-1), recovery codes, passkeys."""

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from urllib.parse import quote, urlencode

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from rotation import store
from web.accounts import passkeys
from web.accounts.factor_models import Passkey, RecoveryCode, SecondFactor
from web.accounts.keyed import derived, keyed
from web.accounts.models import Means, User
from web.accounts.pins import digits

__all__ = [
    "address",
    "codes_left",
    "confirm",
    "first_codes",
    "has_app",
    "has_one",
    "new_codes",
    "redeem",
    "remove",
    "remove_app",
    "remove_passkey",
    "secret_of",
    "started",
]

STEP_SECONDS = 30
_LATE_STEPS = 1  # a clock may be wrong, and typing takes its time
_SECRET_BYTES = 20
_CODES = 10
_CODE_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def started(session: Session, user: User) -> SecondFactor:
    """The second factor that `user` has or is setting up; begun where there is none."""
    found = session.get(SecondFactor, user.id)
    if found is None:
        found = SecondFactor(user_id=user.id, nonce=secrets.token_hex())
        session.add(found)
        session.flush()
    return found


def has_one(session: Session, user: User) -> bool:
    """Whether `user` must show something beside the password: a code or a passkey."""
    return has_app(session, user) or passkeys.has_any(session, user)


def has_app(session: Session, user: User) -> bool:
    """Whether an app shows codes for `user`."""
    found = session.get(SecondFactor, user.id)
    return found is not None and found.confirmed_at is not None


def remove(session: Session, user: User) -> None:
    """Do without any second factor from now on."""
    for kind in (SecondFactor, Passkey, RecoveryCode):
        session.execute(delete(kind).where(kind.user_id == user.id))


def remove_app(session: Session, user: User) -> None:
    """Do without the app; where there is no passkey either, the password alone is enough."""
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    _forget_codes_without_use(session, user)


def remove_passkey(session: Session, user: User, mark: str) -> None:
    """Do without a passkey; where nothing else is left, the password alone is enough."""
    session.delete(passkeys.passkey(session, user, mark))
    session.flush()
    _forget_codes_without_use(session, user)


def secret_of(factor: SecondFactor) -> str:
    """The secret as an app takes it when it is typed."""
    return b32encode(_secret(factor)).decode()


def address(factor: SecondFactor, user: User, issuer: str) -> str:
    """The secret as an app takes it from a QR code."""
    asked = urlencode({"secret": secret_of(factor), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(user.username)}?{asked}"


def confirm(session: Session, user: User, typed: str) -> list[str] | None:
    """Take the second factor that is being set up into use, if `typed` is its code: then there are recovery codes."""
    factor = started(session, user)
    if factor.confirmed_at is not None or not _takes(session, factor, digits(typed)):
        return None
    factor.confirmed_at = store.now()
    return new_codes(session, user)


def first_codes(session: Session, user: User) -> list[str]:
    """Recovery codes for one who has none yet; none for others, who have written theirs down."""
    return [] if codes_left(session, user) else new_codes(session, user)


def redeem(session: Session, user: User, typed: str) -> Means | None:
    """By what `typed` lets `user` in: a code of now, each only once, or a recovery code; None where it does not."""
    factor = session.get(SecondFactor, user.id)
    if factor is not None and factor.confirmed_at is not None and _takes(session, factor, digits(typed)):
        return Means.SECOND_FACTOR
    used = delete(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.code == _kept(user, typed))
    return Means.RECOVERY_CODE if session.scalar(used.returning(RecoveryCode.code)) else None


def new_codes(session: Session, user: User) -> list[str]:
    """Ten recovery codes, to be written down; those before count no longer."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    made = ["-".join("".join(secrets.choice(_CODE_SIGNS) for _ in range(5)) for _ in range(2)) for _ in range(_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code=_kept(user, code)) for code in made)
    return made


def codes_left(session: Session, user: User) -> int:
    """How many recovery codes have not been used."""
    return session.scalar(select(func.count()).where(RecoveryCode.user_id == user.id)) or 0


def code_at(factor: SecondFactor, step: int) -> str:
    """The code of one step of time."""
    digest = hmac.digest(_secret(factor), step.to_bytes(8, "big"), hashlib.sha1)
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def _forget_codes_without_use(session: Session, user: User) -> None:
    if not has_one(session, user):
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _takes(session: Session, factor: SecondFactor, typed: str) -> bool:
    now = int(store.now().timestamp()) // STEP_SECONDS
    for step in range(now - _LATE_STEPS, now + _LATE_STEPS + 1):
        if hmac.compare_digest(code_at(factor, step).encode(), typed.encode()):
            row = (SecondFactor.user_id == factor.user_id, SecondFactor.last_step < step)
            taken = update(SecondFactor).where(*row).values(last_step=step).returning(SecondFactor.user_id)
            return session.scalar(taken) is not None
    return False


def _secret(factor: SecondFactor) -> bytes:
    return derived("second-factor", f"{factor.user_id}:{factor.nonce}")[:_SECRET_BYTES]


def _kept(user: User, code: str) -> str:
    return keyed("recovery-code", f"{user.id}:{re.sub(r'[^a-z0-9]', '', code.lower())}")
