"""Who is at the door: logins, passwords and sessions. The other rooms know an Actor only."""

from flask import Flask
from flask_security import SQLAlchemyUserDatastore

from web.accounts import views
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
from web.accounts.models import User, UserRole
from web.extensions import db, security

__all__ = [
    "Actor",
    "Role",
    "actor",
    "admit",
    "committees_only",
    "current_district",
    "init_app",
    "members_only",
    "offices_only",
    "officials_only",
    "planners_only",
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
    app.register_blueprint(views.room)
    app.jinja_env.globals["actor"] = actor
