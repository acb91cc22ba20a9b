"""What is said and who said it lies outside the ledger, behind commitments.

A commitment is SHA-256 over the byte 2, 32 random bytes (the salt) and the content in UTF-8: nobody can guess the
content from it, and nobody can put another content in its place. Erasing deletes content and salt; the
commitment in the ledger stays, and names nothing any more. A photo's content is the name of its file.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.errors import N_, InvalidInput
from rotation.store import Base, choice

SALT_BYTES = 32
MOST_AT_ONCE = 500


class Secret(StrEnum):
    """What kind of thing is sealed."""

    TEXT = "text"
    PHOTO = "photo"
    ACCOUNT = "account"
    NAME = "name"


class Sealed(Base):
    """A content behind its commitment; released for the public at some moment, or erased by an entry."""

    __tablename__ = "sealed"
    __table_args__ = (
        CheckConstraint("(content IS NULL) = (salt IS NULL)", name="whole"),
        CheckConstraint("content IS NOT NULL OR withdrawn_entry IS NOT NULL", name="accounted"),
        Index(
            "ix_sealed_account",
            "content",
            sqlite_where=text("kind = 'account'"),
            postgresql_where=text("kind = 'account'"),
        ),
        Index(
            "ix_sealed_photo",
            "content",
            sqlite_where=text("kind = 'photo'"),
            postgresql_where=text("kind = 'photo'"),
        ),
    )

    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[Secret] = mapped_column(choice(Secret))
    salt: Mapped[bytes | None]
    content: Mapped[str | None] = mapped_column(Text)
    released_at: Mapped[datetime | None]
    withdrawn_entry: Mapped[int | None]

    @property
    def is_released(self) -> bool:
        """Whether the public may read it."""
        return self.released_at is not None


def commitment_of(salt: bytes, content: str) -> str:
    """The commitment to a content under a salt, in hexadecimal."""
    return hashlib.sha256(b"\x02" + salt + content.encode()).hexdigest()


def seal(session: Session, content: str, kind: Secret | str) -> str:
    """Keep a content and return its commitment; two of the same content have nothing in common."""
    _refuse_unwritable(content)
    salt = secrets.token_bytes(SALT_BYTES)
    commitment = commitment_of(salt, content)
    session.add(Sealed(commitment=commitment, kind=Secret(kind), salt=salt, content=content))
    return commitment


def _refuse_unwritable(content: str) -> None:
    if "\x00" in content or any("\ud800" <= sign <= "\udfff" for sign in content):
        raise InvalidInput(N_("This holds a sign that cannot be stored; type it again."), field="text")


def opened(session: Session, commitment: str) -> str | None:
    """The content behind a commitment; None where it was erased."""
    return session.get_one(Sealed, commitment).content


def sealed(session: Session, commitments: Collection[str]) -> dict[str, Sealed]:
    """What is behind many commitments, by commitment."""
    known = sorted(set(commitments))
    found: dict[str, Sealed] = {}
    for first in range(0, len(known), MOST_AT_ONCE):
        some = known[first : first + MOST_AT_ONCE]
        found.update(
            (row.commitment, row) for row in session.scalars(select(Sealed).where(Sealed.commitment.in_(some)))
        )
    return found


def of_account(session: Session, account: str) -> list[str]:
    """Every commitment to this account, in order."""
    query = select(Sealed.commitment).where(Sealed.kind == Secret.ACCOUNT, Sealed.content == account)
    return list(session.scalars(query.order_by(Sealed.commitment)))


def set_released(session: Session, commitments: Iterable[str], at: datetime) -> None:
    """Let the public read these from now on; the caller writes the entry that says so."""
    change = update(Sealed).where(Sealed.commitment.in_(list(commitments)), Sealed.released_at.is_(None))
    session.execute(change.values(released_at=at))


def erase(session: Session, commitments: Iterable[str], entry: int) -> None:
    """Delete content and salt of these; `entry` is the number of the one that says so."""
    change = update(Sealed).where(Sealed.commitment.in_(list(commitments)), Sealed.withdrawn_entry.is_(None))
    session.execute(change.values(content=None, salt=None, withdrawn_entry=entry))
