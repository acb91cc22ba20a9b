"""The first page: what is to do today, where, with whom; between terms, what comes next."""

import re
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from rotation.district.members import Member
from rotation.district.villages import District
from rotation.roster.rosters import lines, published
from rotation.store import writing
from tests.web.feeds.published import publish
from tests.web.field.conftest import HERE, TODAY
from web.extensions import db


def test_a_secretary_sees_the_day_the_place_the_partners_and_the_next_term(field):
    page = field.come("m01").get("/field/")
    assert "You serve in 村v01 this week." in page
    assert "队员2" in page
    assert "队员8" not in page
    assert f'href="/field/villages/v01/{TODAY}/hearing"' in page
    assert "Troubleshooter of 东片" in page
    assert "Both lists open at 12:00" in page
    assert f'href="{HERE}/correspondence"' not in page


def test_who_stands_in_for_some_days_has_nothing_to_do_before_they_begin(field):
    days = (date(2026, 1, 7), date(2026, 1, 11))
    with field.app.app_context(), writing(db.session()) as session:
        here = session.get_one(District, 1)
        there = lines(session, published(session, here.id))
        changed = [replace(one, days=days) if (one.member, one.place) == ("m01", "v01") else one for one in there]
        publish(session, here, changed, field.watch())
    page = Markup(field.come("m01").get("/field/")).striptags()
    assert "You serve in 村v01 (Wed 7 January to Sun 11 January) this week." in page
    assert "To do" not in page
    field.watch.set(2)
    assert "To do" in field.come("m01").get("/field/")


def test_between_terms_what_is_next_is_shown(field):
    page = field.come("m04").get("/field/")
    assert "You do not serve this week." in page
    assert "12 January" in page
    assert "队员5" in page


@pytest.fixture
def reached(field):
    """Everybody has a telephone: that of m02 is 13902."""
    with field.app.app_context(), writing(db.session()) as session:
        for member in session.query(Member):
            member.phone = f"139{member.code[1:]}"
    return field


def called(person, path="/field/"):
    """Whom a page lets somebody call."""
    return set(re.findall(r'"tel:139(\d+)"', person.get(path)))


def test_partners_telephones_are_shown_from_a_week_before_the_term(reached):
    field = reached
    assert "tel:13902" in field.come("m01").get("/field/")
    assert "tel:13905" in field.come("m04").get("/field/")
    field.watch.set(-3)
    assert "tel:13905" not in field.come("m04").get("/field/")


def test_the_teams_before_and_after_can_be_called_until_a_week_after_the_term(reached):
    assert called(reached.come("m02")) == {"01", "03", "04", "05", "06"}
    assert called(reached.come("m04")) == {"01", "02", "03", "05", "06"}
    assert "Who serves before you:" in reached.come("m04").get("/field/")
    assert called(reached.come("m01")) == {"02", "03", "04", "05", "06", "07"}  # in the zone, after m07
    reached.watch.set(13, 20)
    assert called(reached.come("m04")) == {"01", "02", "03", "05", "06"}
    assert called(reached.come("m02")) == {"01", "03", "04", "05", "06"}
    reached.watch.set(14)
    assert called(reached.come("m04")) == {"05", "06"}
    reached.watch.set(21)
    assert called(reached.come("m04")) == set()


def test_the_villages_office_can_call_who_serves_there_around_now(reached):
    committee = reached.come("committee")
    assert called(committee, "/committee/") == {"01", "02", "03", "04", "05", "06", "07"}
    assert "Who serves here" in committee.get("/committee/")
    reached.watch.set(-1)
    assert called(reached.come("committee"), "/committee/") == {"01", "02", "03", "07"}
    reached.watch.set(14)
    assert called(reached.come("committee"), "/committee/") == {"01", "04", "05", "06"}


def test_a_troubleshooter_is_led_to_the_tasks_and_to_no_hearing(field):
    page = field.come("m07").get("/field/")
    assert "You are the troubleshooter of 东片 this week." in page
    assert "/hearing" not in page
    assert 'href="/work/tasks"' in page


def test_what_ended_last_week_can_be_finished_until_tuesday(field):
    field.watch.set(8)
    page = field.come("m02").get("/field/")
    assert "Last week, to be finished" in page
    week = Markup(field.come("m02").get("/field/villages/v01/weeks/2026-W02")).striptags()
    assert "until Tue 13 January" in week
    field.watch.set(9)
    assert "Last week, to be finished" not in field.come("m02").get("/field/")


def test_who_was_a_secretary_last_week_and_is_a_troubleshooter_now_still_finishes(field):
    field.watch.set(7)
    m01 = field.come("m01")
    assert "/field/villages/v01/weeks/2026-W02" in m01.get("/field/")
    assert "Hearing in 村v01" in m01.get(f"{HERE}/hearing")


def test_an_official_of_several_villages_chooses_first_and_one_of_a_single_village_need_not(field):
    page = field.come("inspector").get("/field/")
    assert "Which village?" in page
    assert page.count('href="/field/villages/') == 2
    answer = field.come("warden").client.get("/field/")
    assert answer.location == "/field/villages/v01"
    assert "Inspection" in field.come("warden").get("/field/villages/v01")
    field.come("warden").get("/field/villages/v02", status=403)


def test_days_to_come_and_weeks_of_others_are_not_found(field):
    m02 = field.come("m02")
    m02.get("/field/villages/v01/2026-01-06/hearing", status=404)
    m02.get("/field/villages/v01/monday/hearing", status=404)
    m02.get("/field/villages/v02/weeks/2026-W02", status=404)
    m02.get("/field/villages/v01/weeks/2026-W03", status=404)
    m02.get("/field/villages/v01/weeks/next", status=400)
    m02.get("/field/villages/nowhere/2026-01-05/hearing", status=404)


def test_only_those_who_hear_or_inspect_begin_here(field):
    field.come("township").get("/field/", status=403)
    assert field.app.test_client().get("/field/").location.startswith("/login")
    assert field.come("committee").client.get("/field/undecided").location == "/field/villages/v01/undecided"
