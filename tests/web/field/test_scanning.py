"""A slip's square, scanned: who gives slips comes to the complaint's form, and everybody else to what became of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rotation.district.villages import Village
from rotation.record import slips
from rotation.record.lists import Complaint
from rotation.store import writing
from tests.web.field.conftest import HERE
from web.extensions import db


@pytest.fixture
def code(field):
    """The code of a slip that nobody has yet, printed for the team's village."""
    with field.app.app_context(), writing(db.session()) as session:
        home = session.scalar(select(Village).where(Village.code == "v01"))
        return slips.print_sheet(session, field.app.extensions["keys"].slips, home, 1).codes[0]


def scan(person, code):
    return person.client.get(f"/slips?code={code}").headers.get("Location")


def test_the_team_that_gives_it_needs_two_taps_and_one_sentence(team, rows, code):
    form = scan(team, code)
    assert form == f"{HERE}/hearing/complaint?slip={code}"
    assert f'value="{code}"' in team.get(form)
    team.send(form, category="lighting", urgency="normal", words="东头的路灯坏了", code=code)
    [said] = rows(Complaint)
    assert said.slip
    assert scan(team, code) is None


def test_the_committee_comes_to_its_counter(field, code):
    assert scan(field.come("committee"), code) == f"/counter/new?slip={code}"


def test_others_come_to_what_became_of_it_and_see_nothing_before_the_code_is_sent(field, code):
    for login in ("m08", "m07", "m04", "neighbours", "township", "inspector"):
        assert scan(field.come(login), code) is None, login
    answer = field.app.test_client().get(f"/slips?code={code}")
    assert (answer.status_code, code in answer.text) == (200, True)


def test_who_tries_many_codes_must_wait_from_wherever_and_nobody_else_must(field, team, rows, code):
    """By scanning or typing, at whichever form: all are counted together, and only those that are wrong."""
    settings = field.app.extensions["settings"]
    field.app.extensions["settings"] = replace(settings, voices=replace(settings.voices, codes=3))
    form, said = f"{HERE}/hearing/complaint", {"category": "lighting", "urgency": "normal", "words": "路灯坏了"}
    for _ in range(5):
        assert scan(team, code) is not None
    for wrong in ("000000000000", "000000000013"):
        assert scan(team, wrong) is None
    assert "not from a sheet" in team.send(form, code="000000000021", **said)
    assert scan(team, code) is None
    team.client.environ_base["REMOTE_ADDR"] = "203.0.113.5"
    assert "Too many codes were wrong" in team.send(form, code=code, **said)
    assert rows(Complaint) == []
    assert "Written down" in team.send(form, **said)
    assert scan(field.come("committee"), code) is not None


def test_a_code_that_is_none_leads_nowhere(team):
    for typed in ("1", "123456789012", "0123 4567 8906"):
        assert scan(team, typed) is None
