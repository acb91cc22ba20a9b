"""Members with logins, a planner, and a published roster of some weeks to come."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from rotation.district.members import Member, members
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village
from rotation.district.weeks import this_week, today
from rotation.roster.planning import Asked, draft, problem_of
from rotation.roster.plans import default_plan
from rotation.roster.publishing import put_in_force
from rotation.roster.rosters import lines, published
from tests.roster.conftest import answered
from tests.web.conftest import come_in, furnishing
from web.accounts import Role
from web.accounts.users import Belonging, add_user
from web.extensions import db

WEEKS = 6


def furnish(session, settings):
    district = session.scalar(select(District))
    make_people(session, district)
    publish(session, district, settings)


def make_people(session, district):
    for n in (1, 2):
        session.add(
            Village(district_id=district.id, code=f"v0{n}", name=f"村{n}", name_en=f"V{n}", hearing_time="08:30")
        )
    for n in range(1, 11):
        session.add(
            Member(district_id=district.id, code=f"m{n:02}", name=f"队员{n}", phone=f"1380000{n:04}", skills=[])
        )
    session.flush()
    for member in members(session, district.id):
        session.add(Training(member_id=member.id, course=Course.BASIC, completed=date(2025, 1, 10)))
        if member.code <= "m05":
            session.add(Training(member_id=member.id, course=Course.LEAD, completed=date(2025, 1, 10)))
        add_user(session, member.code, None, roles=[Role.MEMBER], belonging=Belonging(member=member), name=member.name)


def publish(session, district, settings):
    plan = replace(default_plan(session, district, settings, today=today()), weeks=WEEKS, team_size=2)
    problem = problem_of(session, district, plan, settings, today=today())
    made = draft(session, district, Asked(plan, problem, None, "planner"), answered(problem))
    put_in_force(session, district, made, "planner", "")


class Place:
    """The site with its people: log somebody in, look at the roster."""

    def __init__(self, app):
        self.app = app

    def of(self, login):
        client = come_in(self.app, self.app.test_client(), login)
        client.set_cookie("lang", "en")
        return client

    def roster(self):
        with self.app.app_context():
            session = db.session()
            found = lines(session, published(session, session.scalar(select(District.id))))
            db.session.remove()
        return found

    def term(self, member=None):
        """The first term that lies ahead, of anybody or of one member."""
        return next(line for line in self.roster() if line.week > this_week() and member in (None, line.member))


@pytest.fixture(scope="session")
def instance_template(instance_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance of all web tests, with the people and their roster."""
    folder = tmp_path_factory.mktemp("peopled") / "instance"
    with furnishing(instance_template, folder) as (session, settings):
        furnish(session, settings)
    return folder


@pytest.fixture
def place(app):
    app.config["WTF_CSRF_ENABLED"] = False
    return Place(app)
