"""Keeping logins: adding them, their passwords, finding one by its password. Hashing wants an application context."""

import secrets
from collections.abc import Collection

from flask_security.utils import hash_password, verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from web.accounts.models import ADMINISTRATOR, PLANNER, User, UserRole
from web.extensions import security

__all__ = ["ROLES", "add_user", "set_password", "spelling", "user", "users", "with_password"]

ROLES = (PLANNER, ADMINISTRATOR)
SHORTEST_PASSWORD = 10
LONGEST_USERNAME = 80


def spelling(username: str) -> str:
    """The one way in which a login is written: no spaces around it, lower case."""
    return username.strip().lower()


def add_user(
    session: Session,
    username: str,
    password: str,
    *,
    roles: Collection[str] = (PLANNER,),
    district: District | None = None,
    name: str = "",
) -> User:
    """A new login; a planner's needs a district. Raises InvalidInput (with the field) or Conflict."""
    username = spelling(username)
    _check_new(session, username, roles, district)
    made = User(
        username=username,
        name=name,
        password=_hashed(password),
        fs_uniquifier=secrets.token_hex(),
        district_id=district.id if district else None,
        roles=[_role(session, role) for role in sorted(set(roles))],
    )
    session.add(made)
    session.flush()
    return made


def set_password(session: Session, username: str, password: str) -> User:
    """Give a login another password; every session that it has open ends."""
    found = user(session, username)
    found.password = _hashed(password)
    found.fs_uniquifier = secrets.token_hex()
    return found


def user(session: Session, username: str) -> User:
    """The login of that name."""
    found = session.scalar(select(User).where(User.username == spelling(username)))
    if found is None:
        raise NotFound(N_("There is no login “%(username)s”."), username=username)
    return found


def users(session: Session) -> list[User]:
    """All logins by name."""
    return list(session.scalars(select(User).order_by(User.username)))


def with_password(session: Session, username: str, password: str) -> User | None:
    """The login of that name, if it is active and this is its password; as slow for one that there is not."""
    found = session.scalar(select(User).where(User.username == username))
    typed = security.password_util.normalize(password)
    if found is None:
        hash_password(typed)
        return None
    return found if verify_password(typed, found.password) and found.active else None


def _check_new(session: Session, username: str, roles: Collection[str], district: District | None) -> None:
    if not username or len(username) > LONGEST_USERNAME or any(letter.isspace() for letter in username):
        raise InvalidInput(N_("A login has 1 to 80 characters and no spaces."), field="username")
    for role in roles:
        if role not in ROLES:
            raise InvalidInput(
                N_("There is no role “%(role)s”; use planner or administrator."), field="roles", role=role
            )
    if PLANNER in roles and district is None:
        raise InvalidInput(N_("A planner needs a district."), field="district")
    if session.scalar(select(User.id).where(User.username == username)):
        raise Conflict(N_("There is a login “%(username)s” already."), username=username)


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
