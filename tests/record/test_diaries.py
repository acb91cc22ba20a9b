"""The diary: a day's entry, amended for 48 hours, private to the team and the planner, and seen to be there."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from rotation.district.leave import take_leave
from rotation.district.members import member
from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record import acts, diaries, ledger
from rotation.record.diaries import DiaryVersion, Writing, read
from rotation.record.diary_overview import Kept, excuse, overview, take_excuse_back
from rotation.record.hearings import Meeting, open_hearing
from rotation.record.sealing import sealed
from rotation.store import writing
from tests.record.life_made import FIRST, PLANNER

WORDS = Writing("上午听了三位村民。\n\n路灯已经报修。\n\n下午走访。")


@pytest.fixture
def pen(session, field):
    """Writing, reading and overseeing, in short."""

    def write(what=WORDS, *, hand=field.hands.lead, day=0, at=None):
        with writing(session):
            when = field.monday + timedelta(day)
            return diaries.write(session, hand, field.v1, when, what, at or field.at(day, 20))

    def reading(hand=field.hands.lead, of="m02", day=0):
        return read(session, hand, of, field.monday + timedelta(day))

    def seen(hand=field.hands.planner, at=None, week=0):
        return overview(session, hand, field.district.id, Week.of(field.monday) + week, at or field.at(9))

    field.write, field.read, field.overview = write, reading, seen
    return field


def test_every_version_stays(pen):
    pen.write()
    pen.write(replace(WORDS, words="改过的一天。"), at=pen.at(2, 19))
    first, second = pen.read()
    assert (first.number, first.words) == (1, WORDS.words)
    assert (second.number, second.words) == (2, "改过的一天。")


def test_after_48_hours_an_entry_stays_as_it_is(pen):
    pen.write()
    with pytest.raises(Conflict, match="48 hours"):
        pen.write(at=pen.at(2, 20, 1))


@pytest.mark.parametrize(
    ("day", "at_day", "kind"), [(1, 0, InvalidInput), (0, 9, Conflict), (0, 8, None), (6, 8, None)]
)
def test_a_day_is_written_from_its_morning_until_two_days_after_the_term(pen, day, at_day, kind):
    if kind is None:
        assert pen.write(day=day, at=pen.at(at_day)).number == 1
    else:
        with pytest.raises(kind):
            pen.write(day=day, at=pen.at(at_day))


@pytest.mark.parametrize("who", ["next", "stranger", "troubleshooter", "official", "committee", "planner", "villager"])
def test_only_the_team_of_the_week_writes(pen, who):
    with pytest.raises(NotAllowed):
        pen.write(hand=getattr(pen.hands, who))


def test_a_diary_is_for_its_team_and_the_planner(session, pen):
    pen.write()
    for hand in (pen.hands.lead, pen.hands.partner, pen.hands.planner):
        assert pen.read(hand)[0].words == WORDS.words
        assert len(diaries.days_of(session, hand, pen.v1, Week.of(pen.monday))) == 1
    for who in ("next", "stranger", "troubleshooter", "official", "committee", "township", "other_planner", "villager"):
        with pytest.raises(NotAllowed):
            pen.read(getattr(pen.hands, who))
        with pytest.raises(NotAllowed):
            diaries.days_of(session, getattr(pen.hands, who), pen.v1, Week.of(pen.monday))


def test_an_author_reads_what_they_wrote_though_a_stand_in_serves_now(session, pen):
    from tests.record.field_made import TEAMS, publish

    pen.write()
    with writing(session):
        publish(session, pen.district, {**TEAMS, 0: {**TEAMS[0], "v01": ("m01", "m03", "m04")}}, version=2)
    assert pen.read(pen.hands.lead)[0].words == WORDS.words
    assert pen.read(pen.hands.next)[0].words == WORDS.words


def test_links_lead_to_hearings_and_tasks_that_there_are(session, pen):
    with writing(session):
        open_hearing(session, pen.hands.lead, pen.v1, pen.monday, Meeting(), pen.at(0))
        task = acts.open_task(session, pen.settings, pen.v1, pen.hands.lead, category="roads", at=pen.at(0))
    pen.write(replace(WORDS, hearings=(pen.monday,), tasks=(task.spoken,)))
    version = pen.read()[0]
    assert (version.hearings, version.tasks) == ((pen.monday,), (task.number,))
    for wrong, named in (({"hearings": (date(2026, 1, 6),)}, "hearings"), ({"tasks": ("260000999",)}, "number")):
        with pytest.raises(InvalidInput) as refused:
            pen.write(replace(WORDS, **wrong))
        assert refused.value.field == named
    with pytest.raises(InvalidInput):
        pen.write(replace(WORDS, tasks=("260 000 025",)))


def test_a_marked_paragraph_is_public_by_an_entry_and_nothing_else_is(session, pen):
    version = pen.write(replace(WORDS, board="路灯已经报修。"))
    rows = sealed(session, [version.words, version.board])
    assert (rows[version.words].is_released, rows[version.board].is_released) == (False, True)
    noted = ledger.entries(session)[-1]
    assert (noted.kind, noted.village, noted.values["text"]) == ("noted", "v01", version.board)


def test_a_mark_that_stays_is_the_same_and_one_that_goes_is_withdrawn(session, pen):
    first = pen.write(replace(WORDS, board="路灯已经报修。"))
    same = pen.write(replace(WORDS, words=f"{WORDS.words}\n\n补记。", board="路灯已经报修。"))
    assert same.board == first.board
    assert pen.write().board is None
    session.expire_all()
    assert sealed(session, [first.board])[first.board].content is None
    assert [entry.kind for entry in ledger.entries(session)] == ["noted", "erased"]


def test_only_a_paragraph_of_the_entry_can_be_marked(pen):
    with pytest.raises(InvalidInput, match="as it stands"):
        pen.write(replace(WORDS, board="别的话"))


def test_what_is_sent_twice_is_one_version(session, pen):
    said = replace(WORDS, sent_as="k1")
    assert pen.write(said).id == pen.write(said).id
    assert session.scalar(select(func.count()).select_from(DiaryVersion)) == 1
    with pytest.raises(Conflict, match="Reload"):
        pen.write(said, hand=pen.hands.partner)


@pytest.mark.parametrize("words", ["", " \n ", "记" * 10_001, "\x07"])
def test_what_is_no_entry_is_refused(pen, words):
    with pytest.raises(InvalidInput):
        pen.write(Writing(words))


def test_the_planner_sees_who_wrote_who_was_late_and_who_did_not(session, pen):
    pen.write(day=0)
    pen.write(day=1, at=pen.at(2, 0, 1))
    pen.write(day=5)
    with writing(session):
        excuse(session, pen.hands.planner, member(session, pen.district.id, "m02"), pen.monday + timedelta(2), "生病")
        take_leave(session, member(session, pen.district.id, "m01"), pen.monday, pen.monday + timedelta(6), "")
    first, second = pen.overview(at=pen.at(3, 12))
    assert (first.village, second.village) == ("v01", "v02")
    assert list(first.days) == ["m01", "m02", "m03"]
    lead = [kept.value for kept in first.days["m02"].values()]
    assert lead == ["written", "late", "excused", "to_come", "to_come", "written", "day_off"]
    assert set(first.days["m01"].values()) == {Kept.EXCUSED}
    assert first.counts == Counter(
        {Kept.EXCUSED: 8, Kept.WRITTEN: 2, Kept.LATE: 1, Kept.TO_COME: 4, Kept.MISSING: 3, Kept.DAY_OFF: 3}
    )


def test_an_excuse_can_be_taken_back(session, pen):
    row = member(session, pen.district.id, "m02")
    with writing(session):
        excuse(session, pen.hands.planner, row, pen.monday, "生病")
        excuse(session, pen.hands.planner, row, pen.monday, "出差")
    assert pen.overview()[0].days["m02"][pen.monday] is Kept.EXCUSED
    with writing(session):
        take_excuse_back(session, pen.hands.planner, row, pen.monday)
    assert pen.overview()[0].days["m02"][pen.monday] is Kept.MISSING
    with writing(session), pytest.raises(NotFound):
        take_excuse_back(session, pen.hands.planner, row, pen.monday)


@pytest.mark.parametrize("who", ["lead", "committee", "official", "villager", "township"])
def test_only_the_planner_oversees_and_excuses(session, pen, who):
    hand = getattr(pen.hands, who)
    with pytest.raises(NotAllowed):
        pen.overview(hand)
    with writing(session), pytest.raises(NotAllowed):
        excuse(session, hand, member(session, pen.district.id, "m02"), pen.monday, "生病")


def test_nothing_written_is_said_so(pen):
    with pytest.raises(NotFound):
        pen.read()


def test_who_serves_only_part_of_the_week_writes_of_these_days(life_on_sqlite):
    monday = FIRST.monday
    life_on_sqlite.publish({(0, "v01"): ("m01", "m07")}, days={"m07": (monday, monday + timedelta(1))})
    [team] = overview(life_on_sqlite.session, PLANNER, life_on_sqlite.district.id, FIRST, life_on_sqlite.at(7))
    assert {member: len(days) for member, days in team.days.items()} == {"m01": 7, "m07": 2}
