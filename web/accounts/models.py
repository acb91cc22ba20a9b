"""Logins and what each may do. They know Flask-Security, so they live here and not with the programme."""

from datetime import datetime
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.villages import Village
from rotation.store import Base, now
from web.accounts.roles import Role

__all__ = ["LoginTries", "User", "UserRole"]

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
    it answers for, an official also the villages that are inspected. `password` is none where a card is used.
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
    roles: Mapped[list[Any]] = relationship(UserRole, secondary=user_role, lazy="selectin", order_by=UserRole.name)
    member: Mapped[Member | None] = relationship()
    office: Mapped[Office | None] = relationship()
    villages: Mapped[list[Village]] = relationship(secondary=user_village, order_by=Village.code)

    def is_a(self, role: Role) -> bool:
        """Whether this login is for `role`."""
        return any(held.name == role for held in self.roles)

    @property
    def belongs_still(self) -> bool:
        """Whether the member or the office behind this login is still with the programme."""
        return all(behind is None or behind.active for behind in (self.member, self.office))


class LoginTries(Base):
    """Wrong passwords in a row for one login, known here by the hash of its name (people type passwords there)."""

    __tablename__ = "login_tries"

    login: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
