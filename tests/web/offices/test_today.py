"""What waits for an office: what is passed up to it, the overdue first, and the money that it is asked for."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from rotation.district.villages import Village
from rotation.record import acts, money, task_texts
from rotation.record.roles import Hand, Role
from rotation.store import now, writing
from tests.web.conftest import come_in
from tests.web.people_made import make_people
from web.extensions import db

COMMITTEE = Hand(Role.COMMITTEE, "neighbours", office="o-v02")
TOWNSHIP = Hand(Role.TOWNSHIP, "township", office="o-town")
DEPARTMENT = Hand(Role.DISTRICT, "department", office="o-dist")


@pytest.fixture
def here(app, client):
    """Ways to begin a task in v02, to do something to it, and to read a page."""
    app.config["WTF_CSRF_ENABLED"] = False
    make_people(app)
    settings = app.extensions["settings"]

    def do(title, *deeds, days_ago=0):
        at = now() - timedelta(days=days_ago)
        with app.app_context(), writing(db.session()) as session:
            village = session.scalar(select(Village).where(Village.code == "v02"))
            task = acts.open_task(session, settings, village, COMMITTEE, category="roads", at=at)
            task_texts.write(session, task, COMMITTEE, title=title, at=at)
            for deed, hand, *given in deeds:
                deed(session, task, hand, *given, at=at)
            return task.number

    def escalate(session, task, hand, at):
        acts.escalate(session, settings, task, hand, reason="村里没有权限", at=at)

    def read(username, path="/office/"):
        return come_in(app, client, username).get(path).get_data(as_text=True)

    return SimpleNamespace(app=app, client=client, do=do, read=read, up=(escalate, COMMITTEE))


def ask(fen):
    return (money.ask, COMMITTEE, fen, "买水泥")


def test_nothing_waits_at_first(here):
    said = here.read("township")
    assert "Nothing else is to do." in said
    assert "No money is asked for." in said


def test_what_was_passed_up_waits_the_overdue_first(here):
    here.do("新上报的路", here.up)
    old = here.do("早上报的路", here.up, days_ago=60)
    said = here.read("township")
    assert said.index("早上报的路") < said.index("Overdue since") < said.index("新上报的路")
    assert f"/work/tasks/{old}" in said
    assert said.count("passed up to you, not begun yet") == 2
    assert "上报的路" not in here.read("department")


def test_money_is_asked_of_every_office_above_the_asker(here):
    here.do("修桥", ask(120_000_00))
    for username in ("township", "department"):
        said = here.read(username)
        assert "修桥" in said
        assert "120,000 yuan wait for an answer" in said


def test_what_the_township_asks_for_waits_for_the_district_only(here):
    here.do("修桥", here.up, (money.ask, TOWNSHIP, 50_00, "街道没钱"))
    assert "50 yuan wait" in here.read("department")
    assert "50 yuan wait" not in here.read("township")


def test_what_was_answered_stands_with_its_reason(here):
    here.do("修桥", ask(1000_00), (money.grant, TOWNSHIP, 400_00, "先拨一部分"), (money.refuse, TOWNSHIP, "今年没有了"))
    said = here.read("township")
    assert "No money is asked for." in said
    for words in ("400 yuan granted", "先拨一部分", "600 yuan refused", "今年没有了"):
        assert words in said
    assert "先拨一部分" not in here.read("department")


def test_what_is_done_waits_for_a_word(here):
    up = (here.up, (acts.begin, TOWNSHIP), (acts.finish, TOWNSHIP, "修好了"))
    here.do("修好的路", *up)
    assert "Done, waiting for" in here.read("township")


def test_more_spent_than_granted_is_flagged(here):
    here.do("超支的路", here.up, (money.spend, TOWNSHIP, 100, "水泥"))
    assert "more spent than granted" in here.read("township")


def test_an_official_of_an_office_sees_its_tasks_but_no_money(here):
    here.do("上报的路", here.up)
    said = here.read("inspector")
    assert "上报的路" in said
    assert "Money asked for" not in said


def test_the_room_is_for_offices(here):
    for username in ("committee", "m01", "planner"):
        assert come_in(here.app, here.client, username).get("/office/").status_code == 403
    for username in ("township", "department"):
        assert come_in(here.app, here.client, username).get("/login").headers["Location"] == "/office/"
