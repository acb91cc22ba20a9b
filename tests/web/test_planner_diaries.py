"""The planner's overview of diaries and handovers, team by team: what is missing, excused, unsigned, and alone."""

import pytest
from sqlalchemy import select

from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.record import acts, diaries, handovers
from rotation.record.diaries import Writing
from rotation.record.handovers import Note, Promise
from rotation.store import writing
from tests.record.field_made import HANDS, MONDAY
from tests.web.field.conftest import field, watch
from web.extensions import db

__all__ = ["field", "watch"]
WEEK = "/planner/diaries?week=2026-W02"
DAY = f"/planner/diaries/m03/{MONDAY}"


@pytest.fixture
def written(app, field):
    """The lead has written Monday's diary and the handover's note; it is the Tuesday of the next week."""
    with app.app_context(), writing(db.session()) as session:
        village = session.scalar(select(Village).where(Village.code == "v01"))
        diaries.write(session, HANDS["lead"], village, MONDAY, Writing("上午听了三位村民。"), field.watch())
        note = Note("话。", (Promise("修好路灯"),))
        handovers.write(session, HANDS["lead"], village, Week.of(MONDAY), note, field.watch())
    field.watch.set(8)
    return field.come("planner")


def test_who_wrote_and_who_did_not_stands_team_by_team(written):
    page = written.get(WEEK)
    assert "队员2, Mon 5 January" in page
    assert "missing: " in page
    assert "written: 1" in page
    assert "上午听了三位村民。" in written.get(f"/planner/diaries/m02/{MONDAY}")
    assert "队员4" in written.get("/planner/diaries")


def test_a_day_is_excused_and_the_excuse_taken_back(written):
    assert "Nothing was written" in written.get(DAY)
    assert "The day is excused." in written.post(DAY, reason="住院")
    assert "队员3, Mon 5 January: excused" in written.get(WEEK)
    assert "This day is excused." in written.get(DAY)
    assert "Take the excuse of 队员3 back?" in written.get(f"{DAY}/write-again")
    assert "not excused any more" in written.post(f"{DAY}/write-again")
    written.post(f"{DAY}/write-again", status=404)
    assert "shorten it" in written.post(DAY, reason="很" * 500)


def test_an_unsigned_handover_is_flagged_and_read(written):
    page = written.get("/planner/diaries")
    assert "not signed" in page
    page = written.get("/planner/handovers/v01/2026-W02")
    assert "修好路灯" in page
    assert "Not signed: ask the team" in page
    written.get("/planner/handovers/v99/2026-W02", status=404)


def test_the_first_page_says_what_is_unsigned_and_what_is_overdue(field):
    with field.app.app_context(), writing(db.session()) as session:
        village = session.scalar(select(Village).where(Village.code == "v01"))
        acts.open_task(session, field.app.extensions["settings"], village, HANDS["lead"], category="roads")
    said = field.come("planner").get("/planner/")
    assert "not been signed" not in said
    assert "overdue" not in said
    field.watch.set(7)
    assert "1 handover has not been signed by the team that has come." in field.come("planner").get("/planner/")
    field.watch.set(15)
    assert "1 task is overdue." in field.come("planner").get("/planner/")


def test_places_without_a_team_or_a_lead_are_named_and_pressing_tasks_without_a_troubleshooter(written, field):
    with field.app.app_context(), writing(db.session()) as session:
        village = session.scalar(select(Village).where(Village.code == "v01"))
        settings = field.app.extensions["settings"]
        task = acts.open_task(session, settings, village, HANDS["committee"], category="roads", pressing=True)
        number = task.spoken
    page = written.get("/planner/diaries")
    assert "without a team" in page
    assert "waits for the next team" in page
    assert "zones without a troubleshooter" not in page
    field.watch.set(15)
    page = field.come("planner").get("/planner/diaries")
    assert number in page[page.index("Pressing tasks in zones without a troubleshooter") :]


@pytest.mark.parametrize("path", [WEEK, DAY, f"{DAY}/write-again", "/planner/handovers/v01/2026-W02"])
def test_only_the_planner_sees_it(field, path):
    field.come("m02").get(path, status=403)
    field.come("committee").get(path, status=403)


@pytest.mark.parametrize("path", ["/planner/diaries/m03/x", "/planner/diaries/m99/2026-01-05"])
def test_days_and_members_that_are_none_are_not_found(written, path):
    written.get(path, status=404)
