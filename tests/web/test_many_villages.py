"""A page about a whole district asks the database as often for forty villages as for four."""

import pytest

from rotation.store import writing
from tests.web.everybody import field_fixture, furnish, planted, watch
from tests.web.grown import Grown, asked_by
from web.extensions import db, limiter

__all__ = ["field_fixture", "planted", "watch"]
FEW, MORE = 2, 36  # beside the two that are there
PAGES = {
    "public": (
        "/",
        "/districts/qixia",
        "/districts/qixia/tasks.json",
        "/search?q=w0",
        "/ledger/entries.json",
    ),
    "official": ("/field/", "/field/undecided", "/work/tasks?list=village", "/offline/plan"),
    "on duty": ("/field/undecided", "/work/tasks?list=village", "/counter/", "/slip-sheets/"),
    "troubleshooter": ("/work/tasks?list=pressing",),
    "committee": ("/committee/", "/field/undecided"),
    "township": ("/office/", "/field/undecided"),
    "planner": (
        "/planner/",
        "/planner/villages",
        "/planner/members",
        "/planner/offices",
        "/planner/diaries",
        "/planner/correspondence",
        "/planner/boards",
        "/planner/calls",
        "/slip-sheets/",
        "/work/tasks?list=all",
    ),
}


@pytest.fixture
def grown(planted, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", False)
    with planted.app.app_context():
        with writing(db.session()) as session:
            furnish(session, planted)
        db.session.remove()
    made = Grown(planted)
    made.grow(FEW)
    return made


def asked(planted):
    return {(who, one): said for who, of in PAGES.items() for one, said in asked_by(planted, who, of).items()}


def test_no_page_asks_more_often_where_there_are_more_villages(planted, grown):
    few = asked(planted)
    assert {page: status for page, (status, _) in few.items() if status not in {200, 302}} == {}
    grown.grow(MORE)
    many = asked(planted)
    more = {page: (len(few[page][1]), len(said)) for page, (_, said) in many.items() if len(said) > len(few[page][1])}
    assert more == {}
