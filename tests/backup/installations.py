"""What an installation that is backed up holds, and how two of them are compared."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select

from rotation.district.members import Member
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village
from rotation.district.weeks import CalendarDay, DayKind, Week
from rotation.roster.rosters import Roster, RosterEdit, Status, Term
from rotation.store import Base

PHOTO = "a" * 64 + ".jpg"


def fill(session):
    district = District(code="qixia", name="栖霞区 ' \" \\ \u2028")
    session.add(district)
    session.flush()
    member = Member(district_id=district.id, code="m001", name="王建国", lat=32.1, lon=118.9, skills=["roads"])
    village = Village(district_id=district.id, code="v01", name="柳塘村", wants={"*": ["道路"]}, population=3700)
    session.add_all([member, village, CalendarDay(district_id=district.id, day=date(2026, 1, 1), kind=DayKind.HOLIDAY)])
    session.flush()
    session.add(Training(member_id=member.id, course=Course.BASIC, completed=date(2025, 9, 1)))
    # the older roster takes up the newer one: rows that refer forwards must come back too
    second = Roster(id=2, district_id=district.id, number=2, start=Week(date(2026, 1, 5)), weeks=1, problem="{}")
    session.add(second)
    session.flush()
    first = Roster(id=1, district_id=district.id, number=1, start=second.start, weeks=1, problem="{}", base_id=2)
    first.terms = [Term(week=Week(date(2026, 1, 5)), place="v01", member="m001", pinned=True)]
    session.add(first)
    session.flush()
    session.add(RosterEdit(roster_id=1, by="li", what="published", detail={"seats": [1, 2.5, None, True, "村"]}))
    first.status, first.published_at = Status.PUBLISHED, datetime(2026, 1, 1, 12, 30, 15, 250, tzinfo=UTC)


def rows(engine):
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)))) for name, table in Base.metadata.tables.items()
        }


def emptied(settings, url):
    """The same installation elsewhere, with nothing in it."""
    elsewhere = settings.instance.parent / "elsewhere"
    elsewhere.mkdir()
    return replace(settings, store=replace(settings.store, instance=str(elsewhere), url=url))


def leftovers(settings):
    known = {"rotation.db", "photos", "secrets.json", "rotation.db-wal", "rotation.db-shm"}
    return sorted(path.name for path in settings.instance.iterdir() if path.name not in known)
