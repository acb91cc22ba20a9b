"""The room of tasks: lists of what is to do, the page of each task, and every step that somebody may make."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role
from web.menu import set_menu
from web.tasks import lists, naming, page, photos, steps, voices  # noqa: F401 - they register their views
from web.tasks.room import photos as photographs
from web.tasks.room import room

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    naming.init_app(app)
    for pages in (room, photographs):
        app.register_blueprint(pages)
    for role in (Role.MEMBER, Role.OFFICIAL, Role.COMMITTEE, Role.TOWNSHIP, Role.DISTRICT, Role.PLANNER):
        set_menu(app, role, [("tasks.mine", _l("Tasks"))])
