"""Logins and what each may do. They know Flask-Security, so they live here and not with the programme."""

from datetime import datetime
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rotation.store import Base, now

PLANNER = "planner"
ADMINISTRATOR = "administrator"

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("role_id", ForeignKey("user_account_role.id"), primary_key=True),
)


class UserRole(Base, RoleMixin):
    """What a login may do: `planner` or `administrator`."""

    __tablename__ = "user_account_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class User(Base, UserMixin):
    """A person who logs in. `username` is kept in lower case; a planner belongs to one district.

    `fs_uniquifier` stands in the session: a new one ends every session of this login.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(default="")
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    roles: Mapped[list[Any]] = relationship(UserRole, secondary=user_role, lazy="selectin", order_by=UserRole.name)


class LoginTries(Base):
    """Wrong passwords in a row for one login, known here by the hash of its name (people type passwords there)."""

    __tablename__ = "login_tries"

    login: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
