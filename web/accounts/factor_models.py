"""What a login shows beside its password: codes of an app, recovery codes, passkeys."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rotation.store import Base

__all__ = ["Passkey", "RecoveryCode", "SecondFactor"]


class SecondFactor(Base):
    """A login's second factor (TOTP). Its secret is made from `nonce` and the installation's own key.

    `last_step` is the step of 30 seconds whose code was taken last: no code counts twice. Without `confirmed_at`
    it is only being set up.
    """

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code that stands in for the second factor once; only its hash is known."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)


class Passkey(Base):
    """A passkey of a login: `credential` is its name among all passkeys, `name` the one that its owner gave it.

    Only its public key is known here. `sign_count` is how often it says that it was used (0: it does not count);
    `asked_at` when the question was asked that it answered last: no answer to that one or an older one counts.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    @property
    def mark(self) -> str:
        """By what its owner's pages name it."""
        return self.credential[:22]
