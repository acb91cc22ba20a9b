"""Keeping logins: adding them, their passwords, finding one by its password. Hashing wants an application context."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.villages import District, Village
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from web.accounts.hashing import fits
from web.accounts.models import User, UserRole
from web.accounts.opening import end_all
from web.accounts.roles import LEVELS, Role
from web.extensions import security

__all__ = [
    "Belonging",
    "add_user",
    "end_logins",
    "known",
    "passing_password",
    "set_active",
    "set_password",
    "spelling",
    "unchanged",
    "user",
    "users",
    "with_password",
]

_CLEAR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST_PASSWORD = 10
LONGEST_USERNAME = 80


def spelling(username: str) -> str:
    """The one way in which a login is written: no spaces around it, lower case."""
    return username.strip().lower()


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whom a login belongs to: a member, or an office; an official may belong to villages instead."""

    member: Member | None = None
    office: Office | None = None
    villages: Sequence[Village] = ()

    @property
    def district_id(self) -> int | None:
        """The district that all of them are in."""
        return next((row.district_id for row in (self.member, self.office, *self.villages) if row), None)


NOBODY = Belonging()


def add_user(  # noqa: PLR0913 - what a login is made of
    session: Session,
    username: str,
    password: str | None,
    *,
    roles: Collection[str] = (Role.PLANNER,),
    district: District | None = None,
    name: str = "",
    belonging: Belonging = NOBODY,
) -> User:
    """A new login; without a password only a card opens it. Raises InvalidInput (with the field) or Conflict."""
    username = spelling(username)
    _check_name(session, username)
    _check_roles(roles, district, belonging)
    made = User(
        username=username,
        name=name,
        password=None if password is None else _hashed(password),
        fs_uniquifier=secrets.token_hex(),
        district_id=district.id if district else belonging.district_id,
        member=belonging.member,
        office=belonging.office,
        villages=list(belonging.villages),
        roles=[_role(session, role) for role in sorted(set(roles))],
    )
    session.add(made)
    session.flush()
    return made


def set_password(session: Session, username: str, password: str, *, until: datetime | None = None) -> User:
    """Give a login another password, for good or for one login `until` then; wherever it is open, it ends."""
    found = user(session, username)
    found.password = _hashed(password)
    found.passing_until = until
    end_logins(session, found)
    return found


def set_active(session: Session, found: User, *, active: bool) -> None:
    """Switch a login off, which ends it wherever it is open, or on again."""
    found.active = active
    end_logins(session, found)


def end_logins(session: Session, found: User) -> None:
    """End a login wherever it is open."""
    found.fs_uniquifier = secrets.token_hex()
    end_all(session, found)


def passing_password() -> str:
    """A password to be said or written once: twelve signs in threes, none of which looks like another."""
    signs = "".join(secrets.choice(_CLEAR_SIGNS) for _ in range(12))
    return "-".join(signs[at : at + 3] for at in range(0, 12, 3))


def user(session: Session, username: str) -> User:
    """The login of that name."""
    found = known(session, username)
    if found is None:
        raise NotFound(N_("There is no login “%(username)s”."), username=username)
    return found


def unchanged(session: Session, key: int, mark: str) -> User | None:
    """The login with this key, held until the unit of work ends; None where its `fs_uniquifier` is another than `mark`.

    So nobody comes in, or changes a password, by one that was replaced after it was looked at.
    """
    found = session.get(User, key, with_for_update=True)
    return found if found is not None and found.fs_uniquifier == mark else None


def known(session: Session, username: str) -> User | None:
    """The login of that name, if there is one."""
    return session.scalar(select(User).where(User.username == spelling(username)))


def users(session: Session) -> list[User]:
    """All logins by name."""
    return list(session.scalars(select(User).order_by(User.username)))


def with_password(session: Session, username: str, password: str) -> User | None:
    """The login of that name, if it is active and this is its password; as slow for one that there is not."""
    found = session.scalar(select(User).where(User.username == username))
    typed = security.password_util.normalize(password)
    right = fits(typed, found.password if found else None)
    return found if found and right and found.active and found.belongs_still else None


def _check_name(session: Session, username: str) -> None:
    if (
        not username
        or len(username) > LONGEST_USERNAME
        or any(letter.isspace() or letter == "/" for letter in username)
    ):
        raise InvalidInput(N_("A login has 1 to 80 characters, no spaces and no slash."), field="username")
    if session.scalar(select(User.id).where(User.username == username)):
        raise Conflict(N_("There is a login “%(username)s” already."), username=username)


def _check_roles(roles: Collection[str], district: District | None, belonging: Belonging) -> None:
    for role in roles:
        if role not in list(Role):
            raise InvalidInput(
                N_("There is no role “%(role)s”; use one of these: %(roles)s."),
                field="roles",
                role=role,
                roles=tuple(Role),
            )
        _check_belonging(Role(role), district, belonging)
    if belonging.member is not None and set(roles) != {Role.MEMBER}:
        raise InvalidInput(
            N_("A member's login opens by a card, so it may do nothing else; make another login for other work."),
            field="member",
        )


def _check_belonging(role: Role, district: District | None, belonging: Belonging) -> None:
    if role is Role.PLANNER and district is None:
        raise InvalidInput(N_("A planner needs a district."), field="district")
    if role is Role.MEMBER and belonging.member is None:
        raise InvalidInput(N_("Say which member this login belongs to."), field="member")
    if role is Role.OFFICIAL and belonging.office is None and not belonging.villages:
        raise InvalidInput(N_("Say which office or villages this official belongs to."), field="office")
    level = LEVELS.get(role)
    if level and (belonging.office is None or belonging.office.level is not level):
        raise InvalidInput(_WANTED_OFFICE[level], field="office")


_WANTED_OFFICE = {
    Level.VILLAGE: N_("Say which village's office this login belongs to."),
    Level.TOWNSHIP: N_("Say which township office this login belongs to."),
    Level.DISTRICT: N_("Say which district office this login belongs to."),
}


def _hashed(password: str) -> str:
    typed = security.password_util.normalize(password)
    if len(typed) < SHORTEST_PASSWORD:
        raise InvalidInput(N_("A password needs at least %(n)s characters."), field="password", n=SHORTEST_PASSWORD)
    return hash_password(typed)


def _role(session: Session, name: str) -> UserRole:
    found = session.scalar(select(UserRole).where(UserRole.name == name))
    if found is None:
        found = UserRole(name=name)
        session.add(found)
    return found
