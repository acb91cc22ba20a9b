"""The committee's rooms: what waits for it, and the counter where it writes down what villagers say."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role, set_home
from web.committee import boards, helpers, matters, releases, sayings, today  # noqa: F401 - each registers its views
from web.committee.counter import counter
from web.committee.room import room
from web.menu import set_menu

__all__ = ["init_app"]

MENU = [
    ("committee.today", _l("What waits")),
    ("counter.find", _l("Counter")),
    ("committee.releases", _l("To release")),
    ("committee.helpers", _l("Helpers")),
]


def init_app(app: Flask) -> None:
    """Open both rooms."""
    app.register_blueprint(room)
    app.register_blueprint(counter)
    set_home(app, Role.COMMITTEE, "committee.today")
    set_menu(app, Role.COMMITTEE, MENU)
    set_menu(app, Role.MEMBER, [("counter.find", _l("By word of mouth"))])
