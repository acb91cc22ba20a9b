"""The one who asks: what the rooms of the site may know of a login, and who may come in."""

import time
from dataclasses import dataclass
from datetime import timedelta

from flask import abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from rotation.district.villages import District
from rotation.errors import N_, NotFound
from web.accounts.models import PLANNER, User
from web.errors import LoginEnded, wants_json
from web.extensions import db

__all__ = ["Actor", "actor", "current_district", "planners_only"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who has logged in: what for, under which login, by which name, for which district (its key)."""

    roles: frozenset[str]
    code: str
    name: str
    district_id: int | None

    @property
    def is_planner(self) -> bool:
        """Whether this is a planner of some district."""
        return PLANNER in self.roles and self.district_id is not None


def actor() -> Actor | None:
    """Who asks; None for the public, and where a login has run out."""
    user = current_user._get_current_object()  # noqa: SLF001 - werkzeug's way to what stands behind the proxy
    if not isinstance(user, User):
        return None
    if _has_run_out():
        logout_user()
        return None
    roles = frozenset(role.name for role in user.roles)
    return Actor(roles, user.username, user.name or user.username, user.district_id)


def current_district() -> District:
    """The district of the planner who asks."""
    asking = actor()
    found = db.session.get(District, asking.district_id) if asking and asking.district_id else None
    if found is None:
        raise NotFound(N_("This login belongs to no district."))
    return found


def planners_only() -> Response | None:
    """For a room's before_request: planners come in, others are asked to log in; what they typed is shown to them."""
    asking = actor()
    if asking is None and request.method in {"GET", "HEAD"} and not wants_json():
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    if asking is None:
        raise LoginEnded
    if not asking.is_planner:
        abort(403)
    return None


def _has_run_out() -> bool:
    lifetime: timedelta = current_app.permanent_session_lifetime
    began: float = session.get("fs_paa", 0)
    return time.time() > began + lifetime.total_seconds()
