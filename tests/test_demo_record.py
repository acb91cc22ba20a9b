"""The sample's field record: played through everybody's doors, in order, varied, and nobody's real words."""

import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation import demo
from rotation import settings as configuration
from rotation.board.bulletin import Bulletin
from rotation.board.spreadsheets import judging
from rotation.demo import matters, pictures, sentences
from rotation.demo.agenda import Agenda, after, moment
from rotation.demo.field import is_played
from rotation.district.members import members
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.record.diaries import DiaryDay
from rotation.record.duty import week_of
from rotation.record.handovers import HandoverNote
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint, Finding, Teller
from rotation.record.photos import made_anew
from rotation.record.receiving import Receiver
from rotation.record.sealing import Sealed
from rotation.record.tasks import State, Task
from rotation.record.verifying import verify
from rotation.roster.rosters import Line, Roster, Status, add_lines
from rotation.store import open_engine, writing
from tests.conftest import ROOT

FIRST = Week(date(2026, 4, 20))
UNTIL = moment((FIRST + 1).sunday, 22)
DAYS = (  # and of how many weeks
    (moment(date(2026, 4, 27), 6), 2),  # a Monday before anybody hears
    (moment(date(2026, 10, 4), 12), 1),  # the Sunday of the National Day's week
    (moment(date(2027, 1, 1), 20), 1),  # a holiday in the week of the New Year, which belongs to the old one
)
TEAMS = {"v01": 0, "v02": 3, "z1": 6, "z2": 7}
SIZES = {"v01": 3, "v02": 3, "z1": 1, "z2": 1}


@pytest.fixture(scope="module")
def play(tmp_path_factory, sqlite_template):
    """Plays so many weeks in two villages up to a moment, by teams who have been put there by hand."""
    opened = ExitStack()

    def play_until(until, weeks):
        folder = tmp_path_factory.mktemp("demo")
        shutil.copy(sqlite_template, folder / "rotation.db")
        engine = open_engine(f"sqlite:///{folder / 'rotation.db'}")
        opened.callback(engine.dispose)
        loaded = configuration.load(ROOT / "config.toml")
        settings = replace(loaded, store=replace(loaded.store, instance=str(folder)))
        session = opened.enter_context(Session(engine))
        district = founded(session, settings, week_of(until) + (1 - weeks), weeks)
        assert not is_played(session)
        demo.play(engine, district.id, settings, b"k" * 32, until=until, weeks=weeks)
        session.rollback()
        return session

    with opened:
        yield play_until


@pytest.fixture(scope="module")
def played(play):
    return play(UNTIL, 2)


def founded(session, settings, first, weeks):
    """A district with the people of the sample's first stage, and who serves in its first weeks."""
    with writing(session):
        session.add(District(code="qixia", name="栖霞区", name_en="Qixia"))
    district = session.scalars(select(District)).one()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "this_week", lambda: first)
        stage, _second = demo.stages(first)
        demo.import_workbook(session, district, stage, settings)
    publish(session, district, first, weeks)
    return district


def publish(session, district, start, weeks):
    codes = [member.code for member in members(session, district.id)]
    with writing(session):
        made = Roster(district_id=district.id, number=1, version=1, start=start, weeks=weeks, problem="{}")
        session.add(made)
        session.flush()
        lines = [
            Line(start + week, place, codes[first + 8 * week + seat])
            for week in range(weeks)
            for place, first in TEAMS.items()
            for seat in range(SIZES[place])
        ]
        add_lines(session, made, lines)
        made.status = Status.PUBLISHED


def test_the_ledger_verifies_and_runs_in_the_order_of_time(played):
    assert verify(played).faults == []
    moments = list(played.scalars(select(Entry.at).order_by(Entry.number)))
    assert all(before <= later for before, later in pairwise(moments))
    assert moments[-1] <= UNTIL


@pytest.mark.parametrize(("until", "weeks"), DAYS, ids=[f"{until:%a-%d-%b}" for until, _ in DAYS])
def test_it_can_be_played_up_to_any_moment_of_any_week(play, until, weeks):
    session = play(until, weeks)
    assert verify(session).faults == []
    assert session.scalars(select(Entry.at).order_by(Entry.number.desc())).first() <= until
    assert session.scalar(select(func.count()).select_from(DiaryDay))


def test_every_part_of_the_record_is_there(played):
    for kind in (Complaint, Finding, Task, DiaryDay, HandoverNote, Bulletin, Receiver):
        assert played.scalar(select(func.count()).select_from(kind)), kind
    kinds = set(played.scalars(select(Entry.kind).distinct()))
    assert {"opened", "linked", "written", "released", "begun", "finished", "passed", "handed", "signed"} <= kinds
    assert played.scalar(select(func.count()).where(Task.state == State.UNDER_WAY))
    assert is_played(played)


def test_hardly_two_complaints_have_the_same_words(played):
    query = select(Sealed.content).join(Complaint, Complaint.words == Sealed.commitment)
    words = list(played.scalars(query))
    assert len(set(words)) >= 0.95 * len(words)
    random = Random(7)
    many = [sentences.said(random, matters.matter(random)) for _ in range(1000)]
    assert len(set(many)) > 900


def test_no_telephone_number_of_a_teller_can_be_anybodys(played):
    phones = list(played.scalars(select(Teller.phone)))
    assert phones
    assert all(phone.startswith("12") for phone in phones)


def test_every_kind_of_trouble_is_of_a_category_and_can_be_drawn(settings):
    for kind in matters.kinds():
        assert kind.category in settings.categories
        assert len(f"{'零' * 12}{kind.title}") <= 40
    for kind in {kind.picture for kind in matters.kinds()}:
        before, done = (pictures.photo(kind, Random(1), mended=mended) for mended in (False, True))
        assert before != done
        assert made_anew(before).startswith(b"\xff\xd8")


def test_an_agenda_does_everything_in_order_until_then():
    agenda, done = Agenda(), []
    noon = moment(FIRST.monday, 12)
    agenda.put(noon + timedelta(hours=2), done.append)
    agenda.put(noon, lambda at: agenda.put(at + timedelta(hours=1), done.append))
    agenda.put(noon + timedelta(days=1), done.append)
    agenda.play(noon + timedelta(hours=3))
    assert done == [noon + timedelta(hours=1), noon + timedelta(hours=2)]


def test_nobody_works_at_the_weekend():
    friday = moment(FIRST.monday + timedelta(days=4), 16)
    assert {after(Random(n), friday, 1 + n % 2).isoweekday() for n in range(10)} == {1}
