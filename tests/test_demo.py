"""The sample: the same from the same seed, whole, invented, and published as a planner would have."""

from datetime import date
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import demo
from rotation.board import spreadsheets
from rotation.board.spreadsheets import judging
from rotation.demo import names
from rotation.district.members import Member
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.roster.capacity import capacity
from rotation.roster.planning import problem_of
from rotation.roster.plans import default_plan

BEGINS = Week(date(2026, 4, 20))


@pytest.fixture(autouse=True)
def programme_under_way(monkeypatch):
    """Its first weeks have passed, whatever this machine's clock says."""
    monkeypatch.setattr(judging, "this_week", lambda: BEGINS)


@pytest.fixture(scope="module")
def books():
    """The two workbooks, as read."""
    from rotation import settings as configuration
    from tests.conftest import ROOT

    settings = configuration.load(ROOT / "config.toml")
    return [spreadsheets.read(demo.workbook(BEGINS, number, settings), "x.xlsx", settings) for number in (1, 2)]


def rows(book, sheet):
    return [dict(row.values) for one in book.sheets if one.sheet.key == sheet for row in one.rows]


def test_the_two_stages_have_the_programmes_size_and_follow_one_another(books):
    first, second = demo.stages(BEGINS)
    assert second.start - first.start == 26
    sizes = [[len(rows(book, sheet)) for sheet in ("members", "villages", "zones")] for book in books]
    assert sizes == [[39, 4, 2], [104, 12, 3]]


def test_the_workbooks_have_no_wrong_cell(books):
    assert [(book.errors, book.notices) for book in books] == [((), ()), ((), ())]


def test_the_second_workbook_holds_the_first(books):
    first, second = ({row["code"]: row for row in rows(book, "members")} for book in books)
    assert {code: second[code] for code in first} == first


def test_the_same_seed_gives_the_same_people():
    assert names.people(Random(1), 50) == names.people(Random(1), 50)
    assert len(set(names.people(Random(1), 104))) == 104


def test_no_telephone_number_can_be_anybodys(books):
    assert all(row["phone"].startswith("12") and len(row["phone"]) == 11 for row in rows(books[1], "members"))


def test_the_first_stage_can_fill_its_seats(session, district, settings):
    first, _second = demo.stages(BEGINS)
    demo.import_workbook(session, district, first, settings)
    day = date(2026, 4, 1)
    plan = default_plan(session, district, settings, today=day).starting(first.start)
    found = capacity(problem_of(session, district, plan, settings, today=day))
    assert found.fillable_at_most >= 0.98 * found.seats


def test_importing_a_stage_twice_changes_nothing(session, district, settings):
    first, _second = demo.stages(BEGINS)
    assert demo.import_workbook(session, district, first, settings).changes_anything
    assert not demo.import_workbook(session, district, first, settings).changes_anything


def test_the_programme_began_so_that_this_week_is_in_its_second_part(session, district):
    today = date(2026, 11, 22)
    begins = demo.first_week(session, district, today)
    first, second = demo.stages_left(session, district, today)
    assert first.start == begins
    assert second.start <= Week.of(today) < second.start + 26


def test_everybody_of_the_sample_is_stored(session, district, settings):
    for stage in demo.stages(BEGINS):
        demo.import_workbook(session, district, stage, settings)
    assert len(list(session.scalars(select(Member)))) == 104
    assert isinstance(session, Session)
    assert session.get(District, district.id)
