"""What the field's own words are called on a page: obstacles, outcomes, how soon; and how a page shows an hour."""

from datetime import datetime

from flask import Flask
from flask_babel import lazy_gettext as _l

from rotation.district.weeks import CHINA
from rotation.record import numbers
from rotation.record.items import Outcome
from rotation.record.lists import Obstacle
from web.said import HOW_SOON

__all__ = ["OBSTACLES", "OUTCOMES", "init_app"]

OBSTACLES = {
    Obstacle.MONEY: _l("money"),
    Obstacle.POWERS: _l("powers"),
    Obstacle.PEOPLE: _l("people"),
    Obstacle.TIME: _l("time"),
}
OUTCOMES = {
    Outcome.TASK: _l("became a task"),
    Outcome.JOINED: _l("joined to a task"),
    Outcome.ANSWERED: _l("answered on the spot"),
    Outcome.SET_ASIDE: _l("set aside"),
}


def init_app(app: Flask) -> None:
    """Give templates the filters of this module."""
    app.jinja_env.filters.update(
        obstacle_name=lambda one: OBSTACLES[Obstacle(one)],
        outcome_name=OUTCOMES.__getitem__,
        how_soon=HOW_SOON.__getitem__,
        in_threes=numbers.spoken,
        clock=clock,
    )


def clock(moment: datetime) -> str:
    """The hour in China: 08:30."""
    return f"{moment.astimezone(CHINA):%H:%M}"
