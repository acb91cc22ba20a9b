"""What goes out comes in again, exactly: whole districts made by chance, as workbook and as CSV."""

import io
from contextlib import contextmanager

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.board import spreadsheets
from rotation.board.spreadsheets.stored import stored
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.roster.rosters import Roster, Status, Term
from rotation.store import Base, open_engine, writing
from tests.board.districts_made import districts, store
from tests.board.sheets_made import Desk


@contextmanager
def fresh_desk(settings):
    engine = open_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        with writing(session):
            district = District(code="qixia", name="栖霞区")
            session.add(district)
        yield Desk(session, district, settings)
    engine.dispose()


def contents(desk):
    layout = spreadsheets.sheets_of(desk.settings.skills)
    held = stored(desk.session, desk.district, layout)
    return {key: [one.values for one in of_sheet.values()] for key, of_sheet in held.sheets.items()}


def changes(preview):
    """Everything that a preview would add or change, in short."""
    return [
        (row.label, field.column.key, field.old, field.new)
        for one in preview.sheets
        for row in (*one.added, *one.changed)
        for field in row.fields
    ]


relaxed = hypothesis_settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@relaxed
@given(districts())
def test_a_workbook_exported_changes_nothing_at_home_and_is_the_same_elsewhere(settings, made):
    with fresh_desk(settings) as home, fresh_desk(settings) as elsewhere:
        with writing(home.session):
            store(home.session, home.district, made)
        data = home.export()
        preview = home.preview(data)
        assert [str(error.problem) for error in preview.errors] == []
        assert changes(preview) == []
        elsewhere.take(data)
        assert contents(elsewhere) == contents(home)


@hypothesis_settings(parent=relaxed, max_examples=4)
@given(districts())
def test_csv_of_each_sheet_is_the_same_elsewhere_too(settings, made):
    with fresh_desk(settings) as home, fresh_desk(settings) as elsewhere:
        with writing(home.session):
            store(home.session, home.district, made)
        for key in spreadsheets.sheets_of(settings.skills):
            data = home.csv(key)
            assert changes(home.preview(data, f"{key}.csv")) == []
            elsewhere.take(data, f"{key}.csv")
        assert contents(elsewhere) == contents(home)


@hypothesis_settings(parent=relaxed, max_examples=4)
@given(districts())
def test_without_numbers_nobody_is_doubled(settings, made):
    with fresh_desk(settings) as desk:
        with writing(desk.session):
            store(desk.session, desk.district, made)
        book = openpyxl.load_workbook(io.BytesIO(desk.export()))
        for title in book.sheetnames:
            if title != "队员 members":
                del book[title]
        book["队员 members"].delete_cols(1)
        out = io.BytesIO()
        book.save(out)
        preview = desk.preview(out.getvalue())
        assert sum(len(one.added) for one in preview.sheets) == 0


@pytest.mark.parametrize(
    "key", ["members", "villages", "zones", "offices", "leave", "recusals", "apart", "training", "days", "past"]
)
def test_every_column_of_the_tables_stands_in_its_sheet(key, settings):
    sheet = spreadsheets.sheets_of(settings.skills)[key]
    kept_back = {"id", "district_id", "version", "by", "by_member"}  # who entered it: the file says nothing of it
    assert {column.key for column in sheet.columns} == set(sheet.model.__table__.columns.keys()) - kept_back


def test_the_published_roster_goes_out_as_grid_and_list_and_is_not_read(desk):
    desk.take(spreadsheets.example(desk.settings))
    week = Week.parse("2026-W03")
    with writing(desk.session):
        roster = Roster(
            district_id=desk.district.id,
            number=1,
            start=week,
            weeks=2,
            problem="{}",
        )
        roster.terms = [Term(week=week, place="v01", member=code) for code in ("m001", "m004", "m005")]
        roster.terms.append(Term(week=week + 1, place="z1", member="m006"))
        desk.session.add(roster)
        desk.session.flush()
        roster.version, roster.status = 1, Status.PUBLISHED
    data = desk.export()
    book = openpyxl.load_workbook(io.BytesIO(data))
    grid = list(book["轮值表 roster"].values)
    assert grid[0][2:] == ("v01 样例东村", "z1 样例片区")
    assert grid[1][2:] == ("林大山\n沈秋禾\n陶明月", None)
    assert len(list(book["轮值名单 roster list"].values)) == 5
    preview = desk.preview(data)
    assert (preview.notices, preview.changes_anything) == ((), False)
    assert desk.session.scalar(select(Roster.status)) == Status.PUBLISHED
