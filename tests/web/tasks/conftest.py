"""A village with a task on the site, and those who have to do with it."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from rotation.district.villages import Village
from rotation.record import acts, tasks
from rotation.record.ledger import of_task
from rotation.store import writing
from tests.record.field_made import HANDS
from tests.web.field.conftest import field, watch
from web.extensions import db

__all__ = ["field", "watch"]


@pytest.fixture
def work(app, field):
    """A task in v01 that m02, the lead of the week, answers for; `act` does what people do, `send` sends a form."""

    def act(deed, *given, hand="lead", **said):
        with app.app_context(), writing(db.session()) as session:
            return deed(session, tasks.task(session, made.number), HANDS[hand], *given, at=field.watch(), **said)

    def send(person, path, status=200, **values):
        page = field_of(person.get(f"{made.url}/{path}"), "seen")
        return person.post(f"{made.url}/{path}", status, seen=page, **values)

    def now():
        with app.app_context():
            found = tasks.task(db.session(), made.number)
            return SimpleNamespace(state=found.state, holder=found.holder_code, task=found)

    def kinds():
        with app.app_context():
            return [entry.kind for entry in of_task(db.session(), made.number)]

    with app.app_context(), writing(db.session()) as session:
        village = session.scalar(select(Village).where(Village.code == "v01"))
        settings = app.extensions["settings"]
        task = acts.open_task(session, settings, village, HANDS["lead"], category="lighting", at=field.watch())
        number = task.number
    made = SimpleNamespace(number=number, url=f"/work/tasks/{number}", act=act, send=send, now=now, kinds=kinds)
    made.come, made.watch, made.app = field.come, field.watch, app
    return made


def field_of(page, name):
    """What stands in a field of a page's form."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""
