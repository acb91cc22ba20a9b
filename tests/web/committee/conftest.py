"""A committee's day: a task in its village, another one next door, and ways to do something to them."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from rotation.district.villages import Village
from rotation.record import acts, task_texts
from rotation.record.roles import Hand, Role
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.web.conftest import come_in
from tests.web.people_made import make_people
from web.extensions import db

LEAD = Hand(Role.SECRETARY, "m01", member="m01")
COMMITTEE = Hand(Role.COMMITTEE, "committee", office="o-v01")
NEIGHBOURS = Hand(Role.COMMITTEE, "neighbours", office="o-v02")
VILLAGER = Speaker(Hand(Role.VILLAGER))


@pytest.fixture
def here(app, client):
    """`task` (of v01, held by the team) and `other` (of v02, held by its committee), by their numbers."""
    app.config["WTF_CSRF_ENABLED"] = False
    make_people(app)

    def do(what, *arguments, **more):
        with app.app_context(), writing(db.session()) as session:
            return what(session, *arguments, **more)

    def begin(session, village, hand, title):
        where = session.scalar(select(Village).where(Village.code == village))
        task = acts.open_task(session, app.extensions["settings"], where, hand, category="lighting")
        task_texts.write(session, task, hand, title=title)
        return task.number

    def come(username):
        return come_in(app, client, username)

    numbers = {"task": do(begin, "v01", COMMITTEE, "村口路灯不亮"), "other": do(begin, "v02", NEIGHBOURS, "老桥护栏")}
    return SimpleNamespace(app=app, settings=app.extensions["settings"], do=do, come=come, **numbers)
