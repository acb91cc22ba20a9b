"""The sample's field record: played through everybody's doors, in order, varied, and nobody's real words."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation import demo
from rotation.board.bulletin import Bulletin
from rotation.board.spreadsheets import judging
from rotation.demo import matters, pictures, sentences
from rotation.demo.agenda import Agenda, after, moment
from rotation.demo.field import is_played
from rotation.district.members import members
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.record.diaries import DiaryDay
from rotation.record.handovers import HandoverNote
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint, Finding, Teller
from rotation.record.photos import made_anew
from rotation.record.sealing import Sealed
from rotation.record.tasks import State, Task
from rotation.record.verifying import verify
from rotation.roster.rosters import Line, Roster, Status, add_lines
from rotation.store import open_engine, writing

FIRST = Week(date(2026, 4, 20))
UNTIL = moment((FIRST + 1).sunday, 22)
TEAMS = {"v01": 0, "v02": 3, "z1": 6, "z2": 7}
SIZES = {"v01": 3, "v02": 3, "z1": 1, "z2": 1}


@pytest.fixture(scope="module")
def engine(tmp_path_factory, sqlite_template):
    path = tmp_path_factory.mktemp("demo") / "rotation.db"
    path.write_bytes(sqlite_template.read_bytes())
    made = open_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def played(engine, tmp_path_factory):
    """Two weeks in two villages, by teams who have been put there by hand."""
    from dataclasses import replace

    from rotation import settings as configuration
    from tests.conftest import ROOT

    loaded = configuration.load(ROOT / "config.toml")
    settings = replace(loaded, store=replace(loaded.store, instance=str(tmp_path_factory.mktemp("instance"))))
    with Session(engine) as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "this_week", lambda: FIRST)
        with writing(session):
            session.add(District(code="qixia", name="栖霞区", name_en="Qixia"))
        district = session.scalars(select(District)).one()
        first, _second = demo.stages(FIRST)
        demo.import_workbook(session, district, first, settings)
        publish(session, district)
        assert not is_played(session)
        demo.play(engine, district.id, settings, b"k" * 32, until=UNTIL, weeks=2)
        session.rollback()
        yield session


def publish(session, district):
    codes = [member.code for member in members(session, district.id)]
    with writing(session):
        made = Roster(district_id=district.id, number=1, version=1, start=FIRST, weeks=2, problem="{}")
        session.add(made)
        session.flush()
        lines = [
            Line(FIRST + week, place, codes[first + 8 * week + seat])
            for week in range(2)
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


def test_every_part_of_the_record_is_there(played):
    for kind in (Complaint, Finding, Task, DiaryDay, HandoverNote, Bulletin):
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
