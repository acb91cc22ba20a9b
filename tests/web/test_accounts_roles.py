"""What a login is for, whom it belongs to, and which rooms let it in."""

import pytest
from flask import Blueprint

from rotation.cli.accounts import ROLES
from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.villages import Village, district
from rotation.errors import InvalidInput
from rotation.store import writing
from tests.web.conftest import PASSWORD, come_in
from web import accounts
from web.accounts import Role, actor
from web.accounts.users import Belonging, add_user
from web.extensions import db

GUARDS = {
    "planners": accounts.planners_only,
    "members": accounts.members_only,
    "officials": accounts.officials_only,
    "committees": accounts.committees_only,
    "offices": accounts.offices_only,
}
LOGINS = {
    "planner": "planners",
    "member": "members",
    "inspector": "officials",
    "committee": "committees",
    "township": "offices",
    "department": "offices",
    "root": None,
}


@pytest.fixture
def people(app):
    """A login of each role in `qixia`."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia").id
        village = Village(district_id=home, code="v01", name="东村")
        session.add(village)
        session.flush()
        where = {
            level: Office(
                district_id=home,
                code=f"o-{level}",
                name=level,
                level=level,
                village_id=village.id if level is Level.VILLAGE else None,
            )
            for level in Level
        }
        one = Member(district_id=home, code="m001", name="Wang")
        session.add_all([*where.values(), one])
        add_user(session, "member", None, roles=[Role.MEMBER], belonging=Belonging(member=one))
        add_user(session, "inspector", None, roles=[Role.OFFICIAL], belonging=Belonging(villages=[village]))
        for name, role, level in (
            ("committee", Role.COMMITTEE, Level.VILLAGE),
            ("township", Role.TOWNSHIP, Level.TOWNSHIP),
            ("department", Role.DISTRICT, Level.DISTRICT),
        ):
            add_user(session, name, None, roles=[role], belonging=Belonging(office=where[level]))
        add_user(session, "root", None, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def rooms(app):
    """A room for each guard, whose page says who asks."""
    for name, guard in GUARDS.items():
        room = Blueprint(f"guarded-{name}", __name__, url_prefix=f"/{name}")
        room.before_request(guard)
        room.add_url_rule("/", "page", lambda: repr(actor()))
        app.register_blueprint(room)


def test_each_room_lets_in_its_own_and_nobody_else(app, client, people, rooms):
    for username, home in LOGINS.items():
        come_in(app, client, username)
        for name in GUARDS:
            expected = 200 if name == home else 403
            assert client.get(f"/{name}/").status_code == expected, (username, name)


def test_an_actor_says_whom_the_login_belongs_to(app, client, people, rooms):
    said = {
        "member": "name='Wang', district_id=1, member='m001', office=None, villages=()",
        "inspector": "member=None, office=None, villages=('v01',)",
        "committee": "member=None, office='o-village', villages=('v01',)",
        "township": "member=None, office='o-township', villages=()",
    }
    for username, whose in said.items():
        assert whose in come_in(app, client, username).get(f"/{LOGINS[username]}/").text.replace("&#39;", "'")


@pytest.mark.parametrize(("username", "row"), [("member", Member), ("township", Office)])
def test_who_has_left_is_out_at_once(app, client, people, rooms, username, row):
    come_in(app, client, username)
    with app.app_context(), writing(db.session()) as session:
        for one in session.query(row):
            one.active = False
    assert client.get(f"/{LOGINS[username]}/").status_code == 302


def test_a_login_without_a_password_is_opened_by_none(app, client, people):
    for password in ("", "None", PASSWORD):
        assert client.post("/login", data={"username": "member", "password": password}).status_code == 200


@pytest.mark.parametrize(
    ("role", "field"),
    [("member", "member"), ("official", "office"), ("committee", "office"), ("township", "office")],
)
def test_a_role_that_belongs_to_nobody_names_its_field(app, role, field):
    with app.app_context():
        with pytest.raises(InvalidInput) as refused:
            add_user(db.session(), "new", PASSWORD, roles=[role])
        assert refused.value.field == field


def test_an_office_of_another_level_is_refused(app, people):
    with app.app_context():
        office = db.session.query(Office).filter_by(level=Level.TOWNSHIP).one()
        with pytest.raises(InvalidInput, match="village's office"):
            add_user(db.session(), "new", PASSWORD, roles=["committee"], belonging=Belonging(office=office))


def test_the_shell_knows_every_role():
    assert tuple(Role) == ROLES


@pytest.mark.parametrize("role", [Role.PLANNER, Role.ADMINISTRATOR])
def test_a_login_that_a_card_opens_may_do_nothing_else(app, people, role):
    with app.app_context():
        one = db.session().query(Member).filter_by(code="m001").one()
        with pytest.raises(InvalidInput, match="card"):
            add_user(
                db.session(),
                "both",
                PASSWORD,
                roles=[Role.MEMBER, role],
                district=district(db.session(), "qixia"),
                belonging=Belonging(member=one),
            )
