"""Who may do what: every address of the site, asked by the public, by a login without a district, by a neighbour."""

import pytest

from tests.web.conftest import PASSWORD, come_in
from tests.web.roster.browsing import START
from web.accounts.users import add_user

PUBLIC = {"/", "/districts/<code>", "/villages/<code>", "/healthz", "/robots.txt", "/login", "/logout"}
DOOR = {
    "/c/<secret>",
    "/card",
    "/card/pin",
    "/card/word",
    "/card/new-pin",
    "/login/code",
    "/login/own-password",
    "/login/second-factor",
}
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
}
CODES = {"members": "m001", "villages": "v01", "zones": "z1", "offices": "o1", "districts": "qixia"}


def filled(rule):
    """An address of that rule about what the district `qixia` has."""
    kind = next((part for part in rule.rule.split("/") if part in CODES), "members")
    values = MINE | {"code": CODES[kind], "other": "m002", "place": "v01"}
    return rule.build({name: str(values[name]) if name != "number" else 1 for name in rule.arguments})[1]


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


def test_the_public_has_its_pages_and_no_other(app, client, rules):
    app.config["WTF_CSRF_ENABLED"] = False
    assert {rule.rule for rule in rules if not rule.rule.startswith(("/planner/", "/me"))} == PUBLIC | DOOR
    for rule in rules:
        for method in methods(rule):
            answer = client.open(filled(rule), method=method)
            if rule.rule in PUBLIC | DOOR:
                assert answer.status_code in {200, 302}, rule
            elif method == "GET":
                assert answer.location.startswith("/login?next="), rule
            else:
                assert answer.status_code == 403, rule


def test_a_login_without_a_district_is_kept_out_of_the_planners_room(inside, log_in, rules):
    inside(lambda session: add_user(session, "boss", PASSWORD, roles=["administrator"]))
    boss = log_in("boss")
    for rule in rules:
        if rule.rule.startswith("/planner/"):
            for method in methods(rule):
                assert boss.open(filled(rule), method=method).status_code == 403, rule


def test_a_neighbour_finds_nothing_under_our_codes(log_in, rules):
    neighbour = log_in("neighbour")
    for rule in rules:
        if rule.rule.startswith("/planner/") and rule.arguments & {"code", "place", "username"}:
            for method in methods(rule):
                assert neighbour.open(filled(rule), method=method).status_code in {404, 409}, rule
