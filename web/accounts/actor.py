"""The one who asks: what the rooms of the site may know of a login, and who may come in."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from rotation.district.villages import District, Village
from rotation.errors import N_, NotFound
from web.accounts import opening
from web.accounts.models import User
from web.accounts.roles import Role
from web.errors import LoginEnded, wants_json
from web.extensions import db

__all__ = [
    "Actor",
    "Role",
    "actor",
    "admit",
    "committees_only",
    "current_district",
    "members_only",
    "offices_only",
    "officials_only",
    "planners_only",
    "user_here",
    "wants_login",
]

Guard = Callable[[], Response | None]
_guards: set[Guard] = set()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who has logged in: what for, under which login, by which name, for which district (its key).

    `member` and `office` are the codes of whom the login belongs to; `villages` those that an official sees to
    (a committee's own village too).
    """

    roles: frozenset[str]
    code: str
    name: str
    district_id: int | None
    member: str | None = None
    office: str | None = None
    villages: tuple[str, ...] = ()

    @property
    def is_planner(self) -> bool:
        """Whether this is a planner of some district."""
        return Role.PLANNER in self.roles and self.district_id is not None

    def may_be(self, *roles: Role) -> bool:
        """Whether the login is for one of `roles`."""
        return not self.roles.isdisjoint(roles)


def actor() -> Actor | None:
    """Who asks; None for the public, and where a login has ended."""
    user = user_here()
    return _actor_of(user) if user else None


def user_here() -> User | None:
    """The row behind the one who asks."""
    user = current_user._get_current_object()  # noqa: SLF001 - werkzeug's way to what stands behind the proxy
    if not isinstance(user, User):
        return None
    if not user.active or not user.belongs_still or opening.current(user) is None:
        logout_user()  # type: ignore[no-untyped-call]  # Flask-Login's
        return None
    return user


def current_district() -> District:
    """The district of the one who asks."""
    asking = actor()
    found = db.session.get(District, asking.district_id) if asking and asking.district_id else None
    if found is None:
        raise NotFound(N_("This login belongs to no district."))
    return found


def admit(*roles: Role) -> Guard:
    """For a room's before_request: those with one of `roles` come in, others are asked to log in."""

    def guard() -> Response | None:
        asking = actor()
        if asking is None and request.method in {"GET", "HEAD"} and not wants_json():
            return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
        if asking is None:
            raise LoginEnded
        if not asking.may_be(*roles):
            abort(403)
        return None

    _guards.add(guard)
    return guard


def wants_login() -> bool:
    """Whether the room that is asked for lets in those only who have logged in."""
    return not _guards.isdisjoint(current_app.before_request_funcs.get(request.blueprint, ()))


planners_only = admit(Role.PLANNER)
members_only = admit(Role.MEMBER)
officials_only = admit(Role.OFFICIAL)
committees_only = admit(Role.COMMITTEE)
offices_only = admit(Role.TOWNSHIP, Role.DISTRICT)


def _actor_of(user: User) -> Actor:
    return Actor(
        frozenset(role.name for role in user.roles),
        user.username,
        user.name or (user.member.name if user.member else user.username),
        user.district_id,
        user.member.code if user.member else None,
        user.office.code if user.office else None,
        _villages(user) if user.office or user.is_a(Role.OFFICIAL) else (),
    )


def _villages(user: User) -> tuple[str, ...]:
    codes = {village.code for village in user.villages}
    if user.office is not None and user.office.village_id is not None:
        codes.add(db.session.get_one(Village, user.office.village_id).code)
    return tuple(sorted(codes))
