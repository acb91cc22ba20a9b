"""A village's week on the site: its people with their logins, the clock in the test's hand, and forms that are sent."""

import filecmp
import re
import shutil
import sys
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import store
from rotation.district.members import Member
from rotation.district.offices import office
from rotation.district.villages import District, village
from rotation.record import hearings, inspections
from rotation.store import open_engine, writing
from tests.record.field_made import HANDS, MONDAY, at, make_people, make_places, publish
from tests.web.conftest import come_in
from web.accounts import Role
from web.accounts.users import Belonging, add_user
from web.extensions import db

TODAY = str(MONDAY)
HERE = f"/field/villages/v01/{TODAY}"
OFFICES = {
    "inspector": (Role.OFFICIAL, "o-town"),
    "committee": (Role.COMMITTEE, "o-v01"),
    "neighbours": (Role.COMMITTEE, "o-v02"),
    "township": (Role.TOWNSHIP, "o-town"),
    "department": (Role.DISTRICT, "o-district"),
}


class Watch:
    """The time that every part of the programme goes by: it stands at Monday 08:00 until a test sets it."""

    def __init__(self):
        self.moment = at(0)

    def __call__(self):
        return self.moment

    def set(self, day, hour=8, minute=0):
        self.moment = at(day, hour, minute)


@pytest.fixture
def watch(monkeypatch):
    real, made = store.now, Watch()
    for name, module in list(sys.modules.items()):
        if name.startswith(("rotation.", "web.")) and getattr(module, "now", None) is real:
            monkeypatch.setattr(module, "now", made)
    return made


class Person:
    """Somebody who has logged in, with a browser that reads English."""

    def __init__(self, app, login):
        self.client = come_in(app, app.test_client(), login)
        self.client.set_cookie("lang", "en")

    def get(self, path, status=200):
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer.text

    def post(self, path, status=200, **values):
        answer = self.client.post(path, data=values, follow_redirects=True)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer.text

    def send(self, path, **values):
        """Fill the form of a page in, and send it with everything hidden in it."""
        page = self.get(path)
        return self.post(path, **(hidden(page) | values))


def hidden(page):
    """What a page's form carries unseen: the key under which it is stored once."""
    return {"sent_as": found[1]} if (found := re.search(r'name="sent_as" [^>]*value="([^"]+)"', page)) else {}


@pytest.fixture
def field(app, watch, instance_template):
    """Two villages from 2026-01-05 on, each role with a login; `come` lets somebody in."""
    app.config["WTF_CSRF_ENABLED"] = False
    kept = app.extensions["settings"].instance / "rotation.db"
    assert not kept.with_name("rotation.db-wal").exists(), "the field comes whole, before anything else is stored"
    assert filecmp.cmp(kept, instance_template / "rotation.db", shallow=False)
    with app.app_context():
        shutil.copy(_peopled(instance_template), kept)
    return SimpleNamespace(app=app, watch=watch, come=lambda login: Person(app, login))


def _peopled(template):
    """The database with villages, people and logins in it, made once: it takes three times as long as a site."""
    path = template.with_name(f"{template.name}-peopled.db")
    if not path.exists():
        shutil.copy(template / "rotation.db", path)
        engine = open_engine(f"sqlite:///{path}")
        with Session(engine) as session, writing(session):
            district = session.scalar(select(District))
            make_places(session, district)
            make_people(session, district)
            publish(session, district)
            _logins(session, district)
        engine.dispose()
    return path


def _logins(session, district):
    for login, (role, code) in OFFICES.items():
        add_user(session, login, None, roles=[role], belonging=Belonging(office=office(session, district.id, code)))
    named = [village(session, district.id, "v01")]
    add_user(session, "warden", None, roles=[Role.OFFICIAL], belonging=Belonging(villages=named))
    for member in session.scalars(select(Member)):
        add_user(session, member.code, None, roles=[Role.MEMBER], belonging=Belonging(member=member))


@pytest.fixture
def team(field):
    return field.come("m02")


@pytest.fixture
def inspector(field):
    return field.come("inspector")


def complain(person, words="东头的路灯坏了", day=TODAY, **said):
    said = {"category": "lighting", "urgency": "normal", "words": words, **said}
    return person.send(f"/field/villages/v01/{day}/hearing/complaint", **said)


def find(person, words="路灯损坏三盏", day=TODAY, **said):
    said = {"category": "lighting", "urgency": "normal", "words": words, **said}
    return person.send(f"/field/villages/v01/{day}/inspection/finding", **said)


def write_down(field, said=(), found=()):
    """What was heard and found on Monday, written down by the record itself: quicker than by forms. Their codes."""
    settings, hands = field.app.extensions["settings"], HANDS
    with field.app.app_context():
        with writing(db.session()) as session:
            home = village(session, 1, "v01")
            hearing = hearings.open_hearing(session, hands["lead"], home, MONDAY, hearings.Meeting(), at(0))
            inspection = inspections.open_inspection(session, hands["official"], home, MONDAY, at(0))
            heard = [hearings.Heard(words, "lighting") for words in said]
            seen = [inspections.Found(words, "lighting") for words in found]
            ours = [hearings.hear(session, settings, hands["lead"], hearing, one, at(0)).code for one in heard]
            theirs = [inspections.find(session, settings, hands["official"], inspection, o, at(0)).code for o in seen]
            hearings.close_hearing(session, hands["lead"], hearing, at(0))
            inspections.close_inspection(session, hands["official"], inspection, at(0))
        db.session.remove()
    return ours, theirs


def close_both(team, inspector):
    """Both sides have written down everything: the lists open."""
    team.post(f"{HERE}/hearing/close")
    inspector.post(f"{HERE}/inspection/close")


@pytest.fixture
def rows(field):
    """Look into the database: rows(kind) are all of a kind."""

    def all_of(kind):
        with field.app.app_context():
            found = list(db.session.scalars(select(kind)))
            db.session.expunge_all()
            db.session.remove()
        return found

    return all_of
