"""The lived week for whoever reads and speaks without a login: the tasks' numbers, and forms that are sent."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from rotation.record.tasks import Task
from rotation.store import writing
from tests.web.public.board_site import going_on, lived, lived_template
from web.extensions import db, limiter

__all__ = ["going_on", "lived", "lived_template", "site"]


@pytest.fixture
def site(lived):
    """The site with its tasks' numbers (`lamp`: told of, `quiet`: nothing released) and a reader; no tokens needed."""
    lived.config["WTF_CSRF_ENABLED"] = False
    limiter.reset()
    with lived.app_context():
        lamp, quiet = db.session.scalars(select(Task.number).order_by(Task.number))
        db.session.remove()
    return SimpleNamespace(app=lived, lamp=lamp, quiet=quiet, reader=reader(lived))


def reader(app):
    """A browser that reads English."""
    made = app.test_client()
    made.set_cookie("lang", "en")
    return made


def do(site, act, *given, **said):
    """Something that happens meanwhile: `act` with a session and what is given."""
    with going_on(site.app) as life, writing(life.session) as session:
        return act(session, *given, **said)


def task_in(session, number):
    return session.get_one(Task, number)


def sent(client, path, **values):
    """Open a form, fill it in and send it."""
    key = re.search(r'name="sent_as"[^>]*value="([\w-]+)"', client.get(path).text)[1]
    return client.post(path, data={"sent_as": key, **values})
