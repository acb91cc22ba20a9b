"""What roles, states and outcomes are called, in the visitor's language."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts.cards import CardState
from web.accounts.models import LoginState, Means, Outcome
from web.accounts.roles import Role

__all__ = ["ROLES", "init_app"]

ROLES = {
    Role.PLANNER: _l("planner"),
    Role.ADMINISTRATOR: _l("administrator"),
    Role.MEMBER: _l("member"),
    Role.OFFICIAL: _l("inspector or village official"),
    Role.COMMITTEE: _l("village committee"),
    Role.TOWNSHIP: _l("township office"),
    Role.DISTRICT: _l("district office"),
}
CARD_STATES = {
    CardState.FRESH: _l("printed, not used yet"),
    CardState.TOO_LATE: _l("not used in time"),
    CardState.IN_USE: _l("in use"),
    CardState.MUST_WAIT: _l("waits after wrong PINs"),
    CardState.LOCKED: _l("locked after wrong PINs"),
    CardState.OFF: _l("switched off"),
}
MEANS = {
    Means.PASSWORD: _l("password"),
    Means.SECOND_FACTOR: _l("second factor"),
    Means.PASSKEY: _l("passkey"),
    Means.RECOVERY_CODE: _l("recovery code"),
    Means.CARD: _l("card"),
    Means.WORD: _l("one-time word"),
    Means.PIN: _l("PIN"),
}
LOGIN_STATES = {
    LoginState.OFF: _l("switched off"),
    LoginState.PASSING: _l("waits for the first login with its new password"),
    LoginState.TOO_LATE: _l("its new password was not used in time"),
    LoginState.IN_USE: _l("in use"),
}
OUTCOMES = {
    Outcome.IN: _l("logged in"),
    Outcome.ACCEPTED: _l("right, went on"),
    Outcome.SET_UP: _l("set up"),
    Outcome.REMOVED: _l("removed"),
    Outcome.WRONG: _l("wrong"),
    Outcome.MUST_WAIT: _l("refused, must wait"),
    Outcome.LOCKED: _l("refused, locked"),
    Outcome.SWITCHED_OFF: _l("refused, switched off"),
    Outcome.TOO_LATE: _l("refused, too late"),
}


def init_app(app: Flask) -> None:
    """Give templates the filters of this module."""
    app.jinja_env.filters["login_role"] = lambda name: ROLES[Role(name)]
    app.jinja_env.filters["login_state"] = lambda state: LOGIN_STATES[state]
    app.jinja_env.filters["card_state"] = lambda state: CARD_STATES[state]
    app.jinja_env.filters["login_means"] = lambda means: MEANS[means]
    app.jinja_env.filters["login_outcome"] = lambda outcome: OUTCOMES[outcome]
