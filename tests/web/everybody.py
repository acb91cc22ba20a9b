"""Somebody of each role before the same site, and what happens when each of them asks for the same address."""

from dataclasses import replace
from datetime import timedelta

import pytest
from jinja2 import Template
from sqlalchemy import select
from sqlalchemy.orm import Session

import solver
from rotation.district.members import Member, Recusal
from rotation.district.villages import District, village
from rotation.district.weeks import DayKind
from rotation.district.working_days import put_day
from rotation.record import diaries, hearings, inspections
from rotation.record.hearings import Heard, Meeting
from rotation.record.roles import Hand, Role
from rotation.roster.planning import Asked, draft, problem_of
from rotation.roster.plans import default_plan
from rotation.roster.rosters import Status, lines, published
from rotation.store import writing
from tests.record.field_made import HANDS, MONDAY, at
from tests.web.conftest import come_in
from tests.web.planted import field_fixture, planted, watch
from tests.web.roster.drafting import seated
from web import accounts
from web.accounts.users import add_user
from web.extensions import db

__all__ = ["PEOPLE", "everybody", "field_fixture", "furnish", "planted", "watch"]
DAY = timedelta(days=1)
TODAY = MONDAY + 8 * DAY
LEAD = Hand(Role.SECRETARY, "login-m05", member="m05")
PEOPLE = {  # who asks: the login; None has none
    "public": None,
    "on duty": "m05",
    "off duty": "m08",
    "troubleshooter": "m01",
    "official": "inspector",
    "committee": "committee",
    "neighbours": "neighbours",
    "township": "township",
    "department": "department",
    "planner": "planner",
    "administrator": "root",
    "stranger": "stranger",
}


@pytest.fixture
def everybody(planted, monkeypatch):
    """`ask(who, method, address, field=…)` says whether somebody is let in; whatever they do is undone at once."""
    app = planted.app
    with app.app_context():
        with writing(db.session()) as session:
            furnish(session, planted)
        db.session.remove()
    cookies = {
        who: come_in(app, app.test_client(), login).get_cookie("session") for who, login in PEOPLE.items() if login
    }

    def ask(who, method, address, **form):
        client = app.test_client()
        client.set_cookie("lang", "en")
        if who in cookies:
            client.set_cookie("session", cookies[who].value)
        answer = client.open(address, method=method, data=form if method == "POST" else None)
        assert answer.status_code != 500, (who, method, address)
        return is_let_in(answer)

    monkeypatch.setattr(Session, "commit", Session.rollback)
    monkeypatch.setattr(Template, "render", lambda *_values, **_more: "")  # who is let in is decided before
    app.config |= {"PROPAGATE_EXCEPTIONS": False, "RATELIMIT_ENABLED": False}
    planted.ask = ask
    return planted


def is_let_in(answer):
    """Neither sent to the door, nor refused, nor told that there is no such thing; a fault in a form is no refusal."""
    to_the_door = answer.status_code == 302 and answer.headers["Location"].startswith(("/login", "/card"))
    return not to_the_door and answer.status_code not in {401, 403, 404}


def furnish(session, planted):
    """A planner of elsewhere, an administrator, and something for each planner's page to be about."""
    settings = planted.app.extensions["settings"]
    elsewhere = District(code="elsewhere", name="别处")
    session.add(elsewhere)
    session.flush()
    add_user(session, "stranger", None, roles=[accounts.Role.PLANNER], district=elsewhere)
    add_user(session, "root", None, roles=[accounts.Role.ADMINISTRATOR])
    home = session.scalars(select(District).where(District.code == "qixia")).one()
    member = session.scalars(select(Member).where(Member.code == "m02")).one()
    session.add(Recusal(member_id=member.id, place="v01", reason=""))
    _solve(session, home, settings)
    put_day(session, home.id, TODAY, DayKind.WORKDAY, "补班")
    where = village(session, home.id, "v01")
    hearing = hearings.open_hearing(session, LEAD, where, TODAY, Meeting(), at(8))
    inspections.open_inspection(session, HANDS["official"], where, TODAY, at(8))
    diaries.write(session, LEAD, where, TODAY, diaries.Writing("今天"), at(8))
    planted.item = hearings.hear(session, settings, LEAD, hearing, Heard("路灯坏了", "lighting"), at(8)).code


def _solve(session, home, settings):
    """The roster in force (the second, with the first one's terms) answers a problem; the third is a draft."""
    known = published(session, home.id)
    first, then = known.start, known.end
    plans = [replace(default_plan(session, home, settings, today=TODAY), weeks=2, start=week) for week in (first, then)]
    asked = [problem_of(session, home, plan, settings, today=plan.start.monday - DAY) for plan in plans]
    terms = tuple(solver.Assignment(line.week - first, line.place, line.member) for line in lines(session, known))
    judged = solver.audit(asked[0], terms)
    answer = solver.Solution(terms, judged.costs, solver.Costs(), judged.wishes)
    made = draft(session, home, Asked(plans[0], asked[0], None, "planner"), answer)
    known.status = Status.SUPERSEDED
    session.flush()
    made.version, made.status = 2, Status.PUBLISHED
    session.flush()
    draft(session, home, Asked(plans[1], asked[1], made, "planner"), seated(asked[1]))
