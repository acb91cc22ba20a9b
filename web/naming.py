"""What the field record's words are called on a page: states, urgency, levels, roles, categories, sums of money."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from rotation.district.offices import Level
from rotation.record.diary_overview import Kept
from rotation.record.kinds import KINDS
from rotation.record.roles import Role
from rotation.record.tasks import State, Urgency
from web.installation import settings
from web.language import chosen

__all__ = ["KEPT", "LEVELS", "ROLES", "STATES", "URGENCY", "category_name", "init_app", "yuan"]

STATES = {
    State.OPEN: _l("opened"),
    State.ASSIGNED: _l("given to the one responsible"),
    State.UNDER_WAY: _l("under way"),
    State.DONE: _l("done, to be confirmed"),
    State.CONFIRMED: _l("solved and confirmed"),
    State.REOPENED: _l("opened again"),
    State.DECLINED: _l("declined"),
    State.DUPLICATE: _l("joined to another task"),
    State.ESCALATED: _l("passed up to the next level"),
}
URGENCY = {Urgency.NORMAL: _l("normal"), Urgency.SOON: _l("soon"), Urgency.URGENT: _l("urgent")}
LEVELS = {Level.VILLAGE: _l("village"), Level.TOWNSHIP: _l("township"), Level.DISTRICT: _l("district")}
ROLES = {
    Role.SECRETARY: _l("the team"),
    Role.TROUBLESHOOTER: _l("the troubleshooter"),
    Role.OFFICIAL: _l("an official"),
    Role.COMMITTEE: _l("the village committee"),
    Role.TOWNSHIP: _l("the township's office"),
    Role.DISTRICT: _l("the district's office"),
    Role.PLANNER: _l("the planner"),
    Role.VILLAGER: _l("a villager"),
    Role.SYSTEM: _l("by itself"),
}

KEPT = {
    Kept.WRITTEN: _l("written"),
    Kept.LATE: _l("written late"),
    Kept.MISSING: _l("missing"),
    Kept.EXCUSED: _l("excused"),
    Kept.DAY_OFF: _l("day off"),
    Kept.TO_COME: _l("to come"),
}


def init_app(app: Flask) -> None:
    """Give templates the filters of this module."""
    words: dict[str, Mapping[Any, LazyString]] = {
        "state_name": STATES,
        "urgency_name": URGENCY,
        "level_name": LEVELS,
        "acting_name": ROLES,
        "kept_name": KEPT,
    }
    app.jinja_env.filters.update({name: known.__getitem__ for name, known in words.items()})
    for show in (category_name, kind_name, yuan):
        app.add_template_filter(show)


def category_name(code: str) -> str:
    """The name of a category as config.toml has it; the code where it is not there any more."""
    category = settings().categories.get(code)
    if category is None:
        return code
    return category.en if chosen() == "en" else category.zh


def kind_name(kind: str) -> str:
    """What a kind of entry of the ledger says has happened."""
    return gettext(KINDS[kind].said)


def yuan(fen: int) -> str:
    """A sum in yuan, with its fen where there are any: 1,200 · 1,200.50."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"
