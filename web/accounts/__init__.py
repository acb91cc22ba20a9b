"""Who is at the door: logins, passwords and sessions. The other rooms know an Actor only."""

from flask import Flask
from flask_security import SQLAlchemyUserDatastore

from web.accounts import (  # noqa: F401 - they register pages
    card_keys,
    card_views,
    factor_views,
    labels,
    login_keys,
    me_views,
    passkey_views,
    views,
)
from web.accounts.actor import (
    Actor,
    Role,
    actor,
    admit,
    committees_only,
    current_district,
    members_only,
    offices_only,
    officials_only,
    planners_only,
)
from web.accounts.homes import first_page, set_home
from web.accounts.keys_room import keys
from web.accounts.models import User, UserRole
from web.accounts.room import room
from web.extensions import db, security

__all__ = [
    "Actor",
    "Role",
    "actor",
    "admit",
    "committees_only",
    "current_district",
    "first_page",
    "init_app",
    "members_only",
    "offices_only",
    "officials_only",
    "planners_only",
    "set_home",
]


def init_app(app: Flask) -> None:
    """Take passwords and sessions from Flask-Security; the pages are ours."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"username": {"case_insensitive": False}}],
        SECURITY_JOIN_USER_ROLES=False,  # the model says how roles are loaded
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    security.init_app(app, SQLAlchemyUserDatastore(db, User, UserRole), register_blueprint=False)
    app.login_manager.request_loader(None)  # type: ignore[attr-defined]  # no login comes in a body or a header
    for pages in (room, keys):
        app.register_blueprint(pages)
    labels.init_app(app)
    app.jinja_env.globals["actor"] = actor
