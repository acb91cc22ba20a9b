import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week, this_week
from rotation.roster.rosters import Roster
from rotation.store import do_some, for_each, open_engine, reading, writing


def test_a_unit_of_work_is_kept_whole_or_not_at_all(session, district):
    def stumble():
        with writing(session):
            session.add(District(code="other", name="另区"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    assert session.scalars(select(District.code)).all() == ["qixia"]


def test_one_for_which_it_fails_hinders_no_other(session):
    """All that failed is named in the end, and nothing of it is kept."""

    def add(code):
        with writing(session):
            session.add(District(code=code, name=code))
            session.flush()
            return 1 // (code != "b")

    with pytest.raises(ExceptionGroup) as failed:
        for_each(session, ["a", "b", "c"], add)
    assert [type(one) for one in failed.value.exceptions] == [ZeroDivisionError]
    assert sorted(row.code for row in session.query(District)) == ["a", "c"]
    assert for_each(session, ["d", "e"], add) == 2


def test_some_are_done_at_a_time_and_what_fails_is_named_once_nothing_else_is_left(session):
    def add(code):
        session.add(District(code=code, name=code))
        session.flush()
        return code if 1 // (code != "b") else None

    def piece():
        with writing(session):
            there = set(session.scalars(select(District.code)))
            return do_some(session, [code for code in "abcd" if code not in there], add, 2)

    assert [piece(), piece()] == [["a", "c"], ["d"]]
    with pytest.raises(ExceptionGroup) as failed:
        piece()
    assert [type(one) for one in failed.value.exceptions] == [ZeroDivisionError]
    assert sorted(session.scalars(select(District.code))) == ["a", "c", "d"]


def test_reading_keeps_nothing(engine, district):
    with reading(engine) as session:
        session.add(District(code="other", name="另区"))
        session.flush()
    with reading(engine) as session:
        assert session.scalars(select(District.code)).all() == ["qixia"]


def test_two_writers_that_read_first_both_get_through(engine, district):
    """Each reads the name, then adds a letter: none is lost, none fails with 'database is locked'."""
    start = threading.Barrier(2)

    def add_letters():
        with Session(engine) as session:
            session.scalar(select(District.name))
            start.wait(timeout=10)
            for _ in range(10):
                with writing(session):
                    row = session.scalars(select(District).with_for_update()).one()
                    row.name += "x"

    writers = [threading.Thread(target=add_letters) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with reading(engine) as session:
        assert session.scalar(select(District.name)) == "栖霞区" + "x" * 20


def test_a_moment_comes_back_in_utc_whatever_zone_it_went_in(session, district):
    there = datetime(2026, 1, 5, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    with writing(session):
        made = Roster(district_id=district.id, number=1, start=this_week(), weeks=1, problem="{}", made_at=there)
        session.add(made)
    session.expire_all()
    assert session.scalars(select(Roster.made_at)).one() == datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    assert isinstance(session.scalars(select(Roster.start)).one(), Week)


def test_a_naive_moment_is_refused(session, district):
    naive = datetime(2026, 1, 5)  # noqa: DTZ001 - the point of the test
    session.add(Roster(district_id=district.id, number=1, start=this_week(), weeks=1, problem="{}", made_at=naive))
    with pytest.raises(StatementError, match="naive"):
        session.flush()


def test_sqlite_is_opened_in_wal_with_full_synchronisation_and_foreign_keys(sqlite_url):
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    engine.dispose()
    assert said == ["wal", 2, 1]


def test_whoever_looks_sees_one_moment(engine, district):
    with reading(engine) as looking:
        assert looking.scalar(select(District.name)) == "栖霞区"
        with Session(engine) as other, writing(other):
            other.scalars(select(District)).one().name = "别的"
        looking.expire_all()
        assert looking.scalar(select(District.name)) == "栖霞区"
    with reading(engine) as looking:
        assert looking.scalar(select(District.name)) == "别的"
