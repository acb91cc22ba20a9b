import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from rotation.district.leave import Leave
from rotation.district.members import member
from rotation.errors import Conflict
from rotation.roster.changes import compare, count_notices, foreseen, notices_of
from rotation.roster.editing import Editor, discard, put, save
from rotation.roster.publishing import Signature, publish, review
from rotation.roster.rosters import Line, Roster, Status, edits_of, lines, published
from rotation.roster.updating import between, bring_up_to_date, came_between
from rotation.store import missing_triggers, writing
from solver import Assignment
from tests.roster.conftest import NEXT, TODAY

TERMS = [Assignment(n, "v01", code) for n, code in enumerate(("m01", "m02", "m03"))]


def ill(session, office, code, week):
    with writing(session):
        someone = member(session, office.district.id, code)
        session.add(Leave(member_id=someone.id, first_day=week.monday, last_day=week.monday))


def test_publishing_freezes_a_version_and_supersedes_the_one_before(session, office):
    first = office.publish(office.drafted())
    second = office.publish(office.drafted())
    session.refresh(first)
    assert (first.status, first.version) == (Status.SUPERSEDED, 1)
    assert (second.status, second.version, second.published_by, second.note) == (
        Status.PUBLISHED, 2, "planner", "note",
    )  # fmt: skip
    assert published(session, office.district.id) == second
    assert edits_of(session, second)[-1].what == "published"


def test_what_is_published_is_never_edited(session, office):
    roster = office.publish(office.drafted())
    with pytest.raises(Conflict, match="no draft any more"), writing(session):
        save(session, office.district, roster.number, put(NEXT, "v01", "m01"), office.settings, Editor("p", TODAY, 0))
    with pytest.raises(Conflict, match="no draft any more"), writing(session):
        discard(session, office.district, roster.number)
    with pytest.raises(Conflict, match="no draft any more"):
        office.publish(roster)


def test_a_draft_of_an_older_version_is_brought_up_to_date_first(session, office):
    first, second = office.drafted(terms=TERMS), office.drafted(terms=[Assignment(0, "v02", "m09")])
    office.publish(second)
    assert "bring it up to date" in str(review(session, office.district, first, office.settings, today=TODAY).refusal)
    with pytest.raises(Conflict, match="bring it up to date"):
        office.publish(first)
    assert between(session, first) == [second]
    assert [one.places for one in came_between(session, first, today=TODAY)] == [(None, "v02")]
    with writing(session):
        done = bring_up_to_date(session, office.district, first.number, office.settings, by="p", today=TODAY)
    assert lines(session, done.roster) == lines(session, first)
    assert done.roster.baseline_until == NEXT + 3
    assert done.roster.costs["changes"] == 4
    assert done.roster.bounds == dict.fromkeys(done.roster.bounds, 0)
    assert office.publish(done.roster).version == 2


def test_of_two_who_publish_at_once_one_is_told_that_the_other_was_first(session, engine, office):
    numbers = [office.drafted(terms=TERMS).number for _ in range(2)]
    ready = Barrier(2)

    def put_in_force(number):
        with Session(engine) as own:
            ready.wait()
            try:
                with writing(own):
                    editor = Editor("p", TODAY, 0)
                    return publish(own, office.district, number, office.settings, editor, Signature()).version
            except Conflict as error:
                return str(error)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(put_in_force, numbers))
    assert 1 in done
    assert any("made before version 1 was published" in str(one) for one in done)
    session.rollback()
    assert published(session, office.district.id).number == numbers[done.index(1)]


def test_whoever_locks_district_and_roster_begins_with_the_district(session, engine, office):
    """Two who lock them in different orders would wait for each other for ever."""
    locked = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection, _cursor, statement, *_rest):
        if statement.endswith("FOR UPDATE"):
            locked.append(re.search(r"FROM (\w+)", statement)[1])

    old = office.drafted(terms=TERMS)
    office.publish(office.drafted())
    assert locked[-2:] == (["district", "roster"] if engine.dialect.name == "postgresql" else [])
    locked.clear()
    with writing(session):
        bring_up_to_date(session, office.district, old.number, office.settings, by="p", today=TODAY)
    assert locked[:2] == (["district", "roster"] if engine.dialect.name == "postgresql" else [])


def test_a_draft_whose_first_week_has_begun_keeps_that_week_as_published(session, office):
    office.publish(office.drafted(terms=[Assignment(0, "v01", "m04"), Assignment(1, "v01", "m05")]))
    late = office.drafted(office.plan(start=NEXT), terms=[Assignment(0, "v02", "m09"), Assignment(1, "v01", "m04")])
    in_its_week = TODAY + timedelta(weeks=1)
    with pytest.raises(Conflict, match="has begun"):
        office.publish(late, in_its_week)
    with writing(session):
        done = bring_up_to_date(session, office.district, late.number, office.settings, by="p", today=in_its_week)
    assert done.roster.start == NEXT + 1
    assert lines(session, done.roster) == [Line(NEXT, "v01", "m04")]
    assert [str(one) for one in done.dropped] == [
        "队员4 has too little rest between the weeks of Mon 12 January and Mon 19 January"
    ]
    with pytest.raises(Conflict, match="is up to date"), writing(session):
        bring_up_to_date(session, office.district, done.roster.number, office.settings, by="p", today=in_its_week)


def test_a_draft_whose_weeks_have_all_begun_is_too_late(session, office):
    roster = office.drafted(terms=TERMS)
    late = TODAY + timedelta(weeks=9)
    with pytest.raises(Conflict, match="make a new plan"), writing(session):
        bring_up_to_date(session, office.district, roster.number, office.settings, by="p", today=late)


def test_leave_entered_meanwhile_is_a_warning_that_must_be_seen(session, office):
    roster = office.drafted(terms=TERMS)
    ill(session, office, "m01", NEXT)
    found = review(session, office.district, roster, office.settings, today=TODAY)
    assert [str(one) for one in found.warnings] == ["队员1 is away in the week of Mon 12 January"]
    assert found.facts_changed
    editor = Editor("p", TODAY, 0)
    with pytest.raises(Conflict, match="have not seen"), writing(session):
        publish(session, office.district, roster.number, office.settings, editor, Signature())
    ill(session, office, "m02", NEXT + 1)
    with pytest.raises(Conflict, match="have not seen"), writing(session):
        publish(session, office.district, roster.number, office.settings, editor, Signature(seen=found.digest))
    assert office.publish(roster).status is Status.PUBLISHED


def test_a_shorter_roster_says_which_weeks_it_leaves_without_anybody(session, office):
    office.publish(office.drafted(asked=office.plan(weeks=8), terms=[Assignment(7, "v01", "m01")]))
    shorter = office.drafted(asked=office.plan(weeks=2), terms=[])
    (warning,) = review(session, office.district, shorter, office.settings, today=TODAY).warnings
    assert "1 published terms would fall away" in str(warning)
    editor = Editor("planner", TODAY, shorter.edits)
    with pytest.raises(Conflict, match="not seen"), writing(session):
        publish(session, office.district, shorter.number, office.settings, editor, Signature())
    assert office.publish(shorter).status == Status.PUBLISHED


def test_a_draft_edited_meanwhile_is_not_published_unseen(session, office):
    roster = office.drafted(terms=TERMS)
    with writing(session):
        save(session, office.district, roster.number, put(NEXT, "v02", "m07"), office.settings, Editor("p", TODAY, 0))
    with pytest.raises(Conflict, match="Somebody has changed"), writing(session):
        publish(session, office.district, roster.number, office.settings, Editor("q", TODAY, 0), Signature())


def test_notices_are_the_members_and_weeks_that_differ_from_what_was_published(session, office):
    office.publish(office.drafted(terms=TERMS))
    other = [Assignment(0, "v02", "m02"), Assignment(1, "v01", "m03")]
    after = office.drafted(terms=other)
    told = notices_of(session, office.district, after, today=TODAY)
    assert [(one.week, one.member, one.before, one.after) for one in told] == [
        (NEXT + 1, "m02", "v01", "v02"),
        (NEXT + 2, "m03", "v01", "v01"),
    ][:1]
    assert count_notices(session, office.district, after, today=TODAY) == len(told)
    empty = office.drafted(terms=[])
    told = notices_of(session, office.district, empty, today=TODAY)
    assert count_notices(session, office.district, empty, today=TODAY) == len(told) == len(TERMS) - 1  # one is kept


def test_a_plan_foresees_what_cannot_stay(session, office):
    office.publish(office.drafted(terms=TERMS))
    ill(session, office, "m02", NEXT + 1)
    plan = office.plan(baseline_until=NEXT + 1)
    found = foreseen(session, office.district, plan, office.problem(plan))
    assert found.bound == found.lost == (Line(NEXT + 1, "v01", "m02"),)
    assert found.free == (Line(NEXT + 2, "v01", "m03"),)


def test_drafts_are_compared_by_who_serves_elsewhere(session, office):
    one = office.drafted(terms=TERMS)
    other = office.drafted(terms=[TERMS[0], Assignment(1, "v03", "m02")])
    found = compare(session, [one, other])
    assert [(d.member, d.places) for d in found.differences] == [("m02", ("v01", "v03")), ("m03", ("v01", None))]
    assert found.by_member == {"m02": 1, "m03": 1}


def refused(session, statement, **values):
    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(text(statement), values)
    session.rollback()


def test_the_database_itself_refuses_to_touch_what_is_published(session, office):
    roster, spare = office.publish(office.drafted(terms=TERMS)), office.drafted(terms=[])
    ids = {"of": roster.id, "spare": spare.id}
    refused(session, "UPDATE term SET member = 'm09' WHERE roster_id = :of AND member = 'm01'", **ids)
    refused(session, "DELETE FROM term WHERE roster_id = :of", **ids)
    refused(
        session,
        "INSERT INTO term (roster_id, week, place, member, pinned) VALUES (:of, '2026-02-02', 'v01', 'm09', false)",
        **ids,
    )
    refused(session, "UPDATE term SET roster_id = :spare WHERE roster_id = :of", **ids)
    refused(session, "UPDATE roster SET note = 'x' WHERE id = :of", **ids)
    refused(session, "UPDATE roster SET status = 'draft' WHERE id = :of", **ids)
    refused(session, "UPDATE roster SET status = 'superseded', note = 'x' WHERE id = :of", **ids)
    refused(session, "DELETE FROM roster WHERE id = :of", **ids)
    if session.get_bind().dialect.name == "sqlite":
        refused(session, "UPDATE OR REPLACE roster SET number = 1 WHERE id = :spare", **ids)
    session.execute(text("UPDATE roster SET status = 'superseded' WHERE id = :of"), ids)
    refused(session, "UPDATE roster SET status = 'published' WHERE id = :of", **ids)


def test_a_district_has_one_published_roster(session, office):
    office.publish(office.drafted(terms=TERMS))
    other = office.drafted(terms=[])
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE roster SET status = 'published' WHERE id = :id"), {"id": other.id})
    session.rollback()


def test_a_missing_trigger_is_missed(engine):
    with engine.begin() as connection:
        assert missing_triggers(connection) == []
        on = " ON term" if engine.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER term_update_frozen{on}")
        assert missing_triggers(connection) == ["term_update_frozen"]


def test_every_column_of_a_roster_is_frozen():
    from rotation.triggers import ROSTER_COLUMNS

    assert {*ROSTER_COLUMNS, "status"} == {column.name for column in Roster.__table__.columns}
