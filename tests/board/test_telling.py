"""What people are told of a term that falls free."""

from datetime import datetime

from rotation.board import telling
from rotation.board.telling import Post
from rotation.district.villages import Village
from rotation.district.weeks import CHINA, Week
from rotation.notices import of_person
from rotation.roster.openings import Ask, Opening
from rotation.roster.rosters import Line
from rotation.store import writing
from tests.web.feeds.published import publish

MONDAY, WEDNESDAY = (datetime(2026, 1, day, 12, tzinfo=CHINA) for day in (5, 7))


def test_whoever_is_asked_in_the_running_week_is_asked_for_the_days_that_are_left(session, district, settings):
    opening = Opening(id=1, week=Week.of(MONDAY.date()), place="v01", member="m01", first_day=None, until=WEDNESDAY)
    asks = [Ask(opening_id=1, member=member, round=1, asked_at=at) for member, at in (("a", MONDAY), ("b", WEDNESDAY))]
    with writing(session):
        session.add(Village(district_id=district.id, code="v01", name="村1"))
        session.flush()
        telling.asked(Post.of(session, settings, district), opening, asks)
    first, later = (of_person(session, district.id, member)[0].body for member in ("a", "b"))
    assert "1月5日" in first
    assert "1月5日" not in later.split("。")[0]
    assert "1月7日" in later.split("。")[0]


def test_whoever_is_asked_for_a_part_is_told_its_last_day_too(session, district, settings):
    week = Week.of(MONDAY.date())
    _monday, tuesday, wednesday, *_ = week.days()
    opening = Opening(id=1, week=week, place="v01", member="m01", first_day=tuesday, until=MONDAY)
    with writing(session):
        session.add(Village(district_id=district.id, code="v01", name="村1"))
        parts = (Line(week, "v01", "m01", (week.monday, tuesday)), Line(week, "v01", "m02", (wednesday, week.sunday)))
        publish(session, district, parts, MONDAY)
        ask = Ask(opening_id=1, member="a", round=1, asked_at=MONDAY)
        telling.asked(Post.of(session, settings, district), opening, [ask])
    body = of_person(session, district.id, "a")[0].body
    assert body.count("1月6日") == 2  # from Tuesday to Tuesday
    assert "1月7日" not in body
