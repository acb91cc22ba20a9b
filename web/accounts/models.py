"""Logins and what each may do. They know Flask-Security, so they live here and not with the programme."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rotation import store
from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.villages import Village
from rotation.store import Base, choice, now
from web.accounts.factor_models import Passkey, RecoveryCode, SecondFactor
from web.accounts.roles import Role

__all__ = [
    "Card",
    "LoginRecord",
    "LoginState",
    "LoginTries",
    "Means",
    "OpenLogin",
    "Outcome",
    "Passkey",
    "RecoveryCode",
    "SecondFactor",
    "User",
    "UserRole",
    "Word",
]


class Means(StrEnum):
    """By what somebody wanted to come in, or what was done with a login."""

    PASSWORD = "password"  # noqa: S105 - a name
    SECOND_FACTOR = "second-factor"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery-code"
    CARD = "card"
    WORD = "word"
    PIN = "pin"


class Outcome(StrEnum):
    """What came of it."""

    IN = "in"
    ACCEPTED = "accepted"
    SET_UP = "set-up"
    REMOVED = "removed"
    WRONG = "wrong"
    MUST_WAIT = "must-wait"
    LOCKED = "locked"
    SWITCHED_OFF = "switched-off"
    TOO_LATE = "too-late"


class LoginState(StrEnum):
    """Whether a login can be used, and by which password."""

    OFF = "off"
    PASSING = "passing"
    TOO_LATE = "too-late"
    IN_USE = "in-use"


user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("role_id", ForeignKey("user_account_role.id"), primary_key=True),
)
user_village = Table(
    "user_village",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("village_id", ForeignKey("village.id"), primary_key=True),
)


class UserRole(Base, RoleMixin):
    """What a login may do: the name of a `Role`."""

    __tablename__ = "user_account_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class User(Base, UserMixin):
    """A person who logs in. `username` is kept in lower case; all but administrators belong to one district.

    A member's login is the member's own and the only one; an official, a committee or an office has the office
    it answers for, an official also the villages that are inspected. `password` is none where a card is used;
    one that somebody else has chosen is passing: good for one login until `passing_until`, which asks for another.
    `fs_uniquifier` stands in the session: a new one ends every session of this login.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(default="")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), unique=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    passing_until: Mapped[datetime | None]
    roles: Mapped[list[Any]] = relationship(UserRole, secondary=user_role, lazy="selectin", order_by=UserRole.name)
    member: Mapped[Member | None] = relationship()
    office: Mapped[Office | None] = relationship()
    villages: Mapped[list[Village]] = relationship(secondary=user_village, order_by=Village.code)

    def is_a(self, role: Role) -> bool:
        """Whether this login is for `role`."""
        return any(held.name == role for held in self.roles)

    @property
    def state(self) -> LoginState:
        """Whether the login can be used as it is."""
        if not self.active:
            return LoginState.OFF
        if self.passing_until is None:
            return LoginState.IN_USE
        return LoginState.PASSING if store.now() < self.passing_until else LoginState.TOO_LATE

    @property
    def belongs_still(self) -> bool:
        """Whether the member or the office behind this login is still with the programme."""
        return all(behind is None or behind.active for behind in (self.member, self.office))


class OpenLogin(Base):
    """A browser that is logged in, known by the hash of the token in its cookie; where there is no row, it is not."""

    __tablename__ = "open_login"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("login_card.id"), index=True)
    device: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Card(Base):
    """A member's printed card. Of its secret only the hash is known; without the secret the PIN opens nothing.

    A card without a PIN has not been used yet and can be until `use_by`; `used_at` is when it first was, `pin_at`
    when its PIN was set. `failures` are wrong PINs in a row.
    """

    __tablename__ = "login_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    pin: Mapped[str | None]
    made_at: Mapped[datetime]
    use_by: Mapped[datetime]
    used_at: Mapped[datetime | None]
    pin_at: Mapped[datetime | None]
    off_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class Word(Base):
    """A one-time word that a planner has said for a card: with it, and once, a PIN is set. Only its hash is known."""

    __tablename__ = "login_word"

    card_id: Mapped[int] = mapped_column(ForeignKey("login_card.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class LoginRecord(Base):
    """A login or a refusal: when, whose, by what, with which outcome, from what kind of device and roughly where.

    `login` is empty where nobody is known by what was typed (people type passwords there).
    """

    __tablename__ = "login_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    login: Mapped[str] = mapped_column(String(80))
    means: Mapped[Means] = mapped_column(choice(Means))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    device: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(60))


class LoginTries(Base):
    """Wrong tries in a row at one thing, known here by the hash of its name (people type passwords for logins)."""

    __tablename__ = "login_tries"

    login: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
