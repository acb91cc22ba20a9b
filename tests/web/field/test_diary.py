"""The diary on the phone: the days of a term, written, amended, read by the team, and a paragraph for the board."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rotation.district.villages import Village
from rotation.record import acts
from rotation.store import writing
from tests.record.field_made import HANDS, MONDAY
from tests.web.field.conftest import TODAY, complain
from web.extensions import db

WEEK = "/field/villages/v01/weeks/2026-W02/diary"
DAY = f"/field/villages/v01/diary/{TODAY}"
WORDS = "上午听了三位村民。\n\n路灯已经报修。"


def test_a_day_is_written_and_stands_in_the_week(field, team):
    complain(team)
    page = team.get(WEEK)
    assert "not written yet" in page
    assert page.count("to come") == 4
    assert "Write it down in a sentence." in team.send(f"{DAY}/write", words="")
    page = team.send(f"{DAY}/write", words=WORDS, hearings=[TODAY])
    assert "The day is saved." in page
    assert "路灯已经报修。" in page
    assert "Mon 5 January" in page
    assert "written" in team.get(WEEK)
    assert "队员1" in team.get(WEEK)


def test_it_is_amended_for_48_hours_and_every_version_stays(field, team):
    team.send(f"{DAY}/write", words=WORDS)
    assert "路灯已经报修。" in team.get(f"{DAY}/write")
    page = team.send(f"{DAY}/write", words="改过的一天。")
    assert page.index("改过的一天。") < page.index("Version 1")
    field.watch.set(2, 9)
    late = field.come("m02")
    assert "Amend it" not in late.get(DAY)
    page = late.send(f"{DAY}/write", words="太晚了。")
    assert "48 hours" in page
    assert "太晚了。" in page


def test_a_day_that_is_missed_can_be_written_late(field):
    field.watch.set(1)
    lead = field.come("m02")
    assert "missing" in lead.get(WEEK)
    lead.send(f"{DAY}/write", words="昨天的事。")
    assert "written late" in lead.get(WEEK)


def test_one_paragraph_stands_on_the_board_until_it_is_taken_off(field, team):
    team.send(f"{DAY}/write", words=WORDS)
    page = team.post(f"{DAY}/board", paragraph="路灯已经报修。")
    assert "stands on the board" in page
    assert "Take it off the board" in page
    team.send(f"{DAY}/write", words=WORDS + "\n\n下午走访。")
    assert "Take it off the board" in team.get(DAY)
    assert "Nothing of this day stands on the board." in team.post(f"{DAY}/board")
    team.post(f"{DAY}/board", status=400, paragraph="别人的话")


def test_it_names_tasks_and_hearings_of_the_village(app, field, team):
    with app.app_context(), writing(db.session()) as session:
        village = session.scalar(select(Village).where(Village.code == "v01"))
        task = acts.open_task(
            session, app.extensions["settings"], village, HANDS["lead"], category="roads", at=field.watch()
        )
        number = task.number
    page = team.send(f"{DAY}/write", words=WORDS, tasks=[number])
    assert f"/work/tasks/{number}" in page
    assert "Choose only among those offered here." in team.send(f"{DAY}/write", words=WORDS, tasks=["260000026"])


@pytest.mark.parametrize(
    ("login", "status"), [("m01", 200), ("m04", 403), ("m07", 403), ("committee", 403), ("warden", 403)]
)
def test_only_the_team_reads_it(field, team, login, status):
    team.send(f"{DAY}/write", words=WORDS)
    someone = field.come(login)
    someone.get(f"{DAY}?of=m02", status=status)
    someone.get(WEEK, status=status)
    someone.post(f"{DAY}/board", status=404 if status == 200 else 403, paragraph="路灯已经报修。")
    if status != 200:
        someone.get(f"{DAY}/write", status=403)


def test_days_that_are_none_are_not_found(field, team):
    tomorrow = MONDAY + timedelta(1)
    for day in (tomorrow, "2026-13-01", "x"):
        team.get(f"/field/villages/v01/diary/{day}/write", status=404)
    team.get(DAY, status=404)
