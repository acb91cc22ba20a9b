"""The planner's room is for this district's planners; tests/web/test_who_may.py has everybody and every address."""

import pytest

from rotation.district.members import member
from rotation.district.offices import Level, Office
from rotation.district.villages import district, village
from tests.web.conftest import come_in
from tests.web.roster.browsing import START
from web.accounts.roles import LEVELS, Role
from web.accounts.users import NOBODY, Belonging, add_user

STATIC = "/static/<path:filename>"
MINE = {
    "number": 1,
    "week": START,
    "first": "2026-01-05",
    "last": "2026-01-06",
    "day": "2026-01-05",
    "sheet": "members",
    "username": "planner",
    "secret": "none",
    "began": "none",
    "token": "none",
    "deed": "end",
}
CODES = {"members": "m001", "villages": "v01", "zones": "z1", "offices": "o1", "districts": "qixia"}


def filled(rule):
    """An address of that rule about what the district `qixia` has."""
    kind = next((part for part in rule.rule.split("/") if part in CODES), "members")
    values = MINE | {"code": CODES[kind], "other": "m002", "place": "v01"}
    return rule.build({name: str(values[name]) if name != "number" else 1 for name in rule.arguments})[1]


def belonging(session, role):
    """Whom a login of this role belongs to in the planner's own district."""
    home = district(session, "qixia").id
    if role is Role.ADMINISTRATOR:
        return NOBODY
    if role is Role.MEMBER:
        return Belonging(member=member(session, home, "m001"))
    if role is Role.OFFICIAL:
        return Belonging(villages=[village(session, home, "v01")])
    where = village(session, home, "v01").id if LEVELS[role] is Level.VILLAGE else None
    made = Office(district_id=home, code="o-here", name="here", level=LEVELS[role], village_id=where)
    session.add(made)
    return Belonging(office=made)


@pytest.fixture
def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule != STATIC]


@pytest.fixture
def log_in(app, client):
    """Ask under the login of somebody."""
    app.config["WTF_CSRF_ENABLED"] = False

    return lambda username: come_in(app, client, username)


def methods(rule):
    return sorted(rule.methods & {"GET", "POST"})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_whoever_is_no_planner_is_kept_out_of_the_planners_room(role, inside, log_in, rules):
    inside(lambda session: add_user(session, "other", None, roles=[role], belonging=belonging(session, role)))
    other = log_in("other")
    for rule in rules:
        if rule.rule.startswith("/planner/"):
            for method in methods(rule):
                assert other.open(filled(rule), method=method).status_code == 403, rule


def test_a_neighbour_finds_nothing_under_our_codes(log_in, rules):
    neighbour = log_in("neighbour")
    for rule in rules:
        if rule.rule.startswith("/planner/") and rule.arguments & {"code", "place", "username"}:
            for method in methods(rule):
                assert neighbour.open(filled(rule), method=method).status_code in {404, 409}, rule
