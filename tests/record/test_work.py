"""Whose work a task is: the pressing ones of a zone in the order in which they are to be seen to."""

from sqlalchemy import select

from rotation.district.members import member
from rotation.district.villages import Zone
from rotation.record import acts, passing
from rotation.record.tasks import Urgency
from rotation.record.work import going_on_in, pressing_in
from rotation.store import writing
from tests.record.life_made import LEAD, NEXT, TEAMS


def test_pressing_tasks_come_by_urgency_then_deadline_then_distance(life_on_sqlite):
    life = life_on_sqlite
    with writing(life.session) as session:
        zone = session.scalar(select(Zone))
        floating = member(session, life.district.id, "m09")
        floating.lat, floating.lon = 32.10, 118.90
        life.village.lat, life.village.lon = 32.30, 118.90
        life.other.lat, life.other.lon = 32.11, 118.90

        def task(village, hand, urgency, *, days=0, pressing=True):
            made = {"category": "roads", "urgency": urgency, "pressing": pressing}
            return acts.open_task(session, life.settings, village, hand, at=life.at(days), **made).number

        far = task(life.village, LEAD, Urgency.SOON)
        near = task(life.other, NEXT, Urgency.SOON)
        later = task(life.other, NEXT, Urgency.SOON, days=1)
        urgent = task(life.village, LEAD, Urgency.URGENT, days=1)
        quiet = task(life.village, LEAD, Urgency.URGENT, pressing=False)
        assert [one.number for one in pressing_in(session, zone, floating)] == [urgent, near, far, later]
        zone.lat, zone.lon = 32.31, 118.90
        floating.lat = floating.lon = None
        assert [one.number for one in pressing_in(session, zone, floating)] == [urgent, far, near, later]
        acts.decline(session, session.get_one(acts.Task, quiet), LEAD, "不在本村", at=life.at(1))
        assert {one.number for one in going_on_in(session, [life.village.id])} == {far, urgent}


def test_a_pressing_task_where_no_troubleshooter_serves_stays_and_is_shown_to_the_planner(life_on_sqlite):
    life = life_on_sqlite
    pressing, _calm = life.task(pressing=True), life.task()
    assert passing.without_troubleshooter(life.session, life.district.id, at=life.at(0)) == []
    life.publish({key: team for key, team in TEAMS.items() if key[1] == life.village.code})
    assert passing.without_troubleshooter(life.session, life.district.id, at=life.at(0)) == [pressing]
    assert passing.pass_on(life.session, at=life.at(0)) == []
