"""The pages of spreadsheets: download, upload, preview, import."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from rotation.board import spreadsheets, uploads
from rotation.board.uploads import Upload
from rotation.district import keeping
from rotation.district.members import Member, MemberFacts, member, members
from rotation.district.villages import District, district, known
from rotation.store import writing
from web.accounts.users import add_user
from web.extensions import db


@pytest.fixture
def example(app):
    """The filled example."""
    return spreadsheets.example(app.extensions["settings"])


@pytest.fixture
def stored(app):
    """The members of the planner's district by code, inactive ones too."""

    def look_up():
        with app.app_context():
            rows = members(db.session, district(db.session, "qixia").id, inactive=True)
            return {row.code: row for row in rows}

    return look_up


@pytest.fixture
def waiting(app):
    """How many files wait."""

    def count():
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(Upload))

    return count


def page(response):
    return " ".join(response.get_data(as_text=True).split())


def upload(client, data, name="book.xlsx"):
    form = {"file": (BytesIO(data), name)}
    return client.post("/planner/import", data=form, content_type="multipart/form-data", follow_redirects=True)


def apply(client, shown, **answers):
    digest = re.search(r'name="digest" value="(\w+)"', page(shown))[1]
    return client.post(
        "/planner/import/preview", data={"digest": digest, "step": "import"} | answers, follow_redirects=True
    )


def changed(data, change):
    book = load_workbook(BytesIO(data))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(book, name):
    return next(one for one in book if one.title.endswith(name))


def column(rows, name):
    return next(cell.column for cell in rows[1] if str(cell.value).endswith(name))


def test_an_import_is_shown_then_done_and_the_file_forgotten(planner, example, stored, waiting):
    shown = upload(planner, example)
    assert "What the file would change" in page(shown)
    assert stored() == {}
    assert waiting() == 1
    done = page(apply(planner, shown))
    assert "book.xlsx is imported." in done
    assert "members: 6 added" in done
    assert len(stored()) == 6
    assert waiting() == 0


def test_a_preview_sums_up_the_sheets_and_speaks_one_language(planner, example):
    planner.set_cookie("lang", "zh_Hans")
    shown = page(upload(planner, example))
    assert re.search(r'href="#sheet-\d">队员</a>：新增6项', shown)
    assert "电话 <ins>" in shown
    assert "phone" not in shown


def test_importing_the_same_file_twice_changes_nothing(planner, example, stored):
    apply(planner, upload(planner, example))
    again = page(upload(planner, example))
    assert "Importing it changes nothing." in again
    assert "Import all of this" not in again


def test_what_is_exported_can_be_imported(planner, example):
    apply(planner, upload(planner, example))
    export = planner.get("/planner/export/workbook")
    assert "attachment; filename=qixia-" in export.headers["Content-Disposition"]
    assert "Importing it changes nothing." in page(upload(planner, export.data))
    sheet_alone = planner.get("/planner/export/members.csv").data
    assert "Importing it changes nothing." in page(upload(planner, sheet_alone, "members.csv"))


@pytest.mark.parametrize("path", ["template", "example", "workbook"])
def test_workbooks_can_be_downloaded(planner, path):
    answer = planner.get(f"/planner/export/{path}")
    assert answer.status_code == 200
    assert load_workbook(BytesIO(answer.data)).sheetnames


def test_there_is_no_sheet_of_another_name(planner):
    assert planner.get("/planner/export/nonsense.csv").status_code == 404


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ\x90\x00", "book.xlsx"), (b"", "book.xlsx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls")],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(planner, waiting, data, name):
    answer = page(upload(planner, data, name))
    assert "There is a problem" in answer
    assert "govuk-error-message" in answer
    assert waiting() == 0


def test_no_file_is_asked_for(planner):
    assert "Choose a file first." in page(planner.post("/planner/import", data={}))


def test_wrong_cells_are_named_and_nothing_can_be_imported(planner, example, stored):
    def spoil(book):
        rows = sheet(book, "members")
        rows.cell(3, column(rows, "latitude")).value = "north"

    shown = upload(planner, changed(example, spoil))
    assert "1 cell is wrong" in page(shown)
    assert re.search(r'<th scope="row">[A-Z]+3</th>', page(shown))
    assert "Import all of this" not in page(shown)
    assert "<h3>Added</h3>" not in page(shown)
    assert 'href="/planner/import#file">Choose the mended file' in page(shown)
    assert "Nothing was imported" in page(apply(planner, shown))
    assert stored() == {}


def test_rows_that_are_gone_are_made_inactive_only_if_ticked(planner, example, stored):
    apply(planner, upload(planner, example))
    shorter = changed(example, lambda book: sheet(book, "members").delete_rows(7, 1))
    left = page(apply(planner, upload(planner, shorter)))
    assert all(row.active for row in stored().values()), left
    shown = upload(planner, shorter)
    gone = re.search(r'name="gone" value="([^"]+)"', page(shown))[1]
    assert "members: 1 taken out" in page(apply(planner, shown, gone=gone))
    assert [row.code for row in stored().values() if not row.active] == ["m006"]


def test_a_list_of_newcomers_removes_nobody_and_says_so(planner, example, stored):
    apply(planner, upload(planner, example))
    shown = upload(planner, "姓名 name,电话 phone\r\n新一,13900000001\r\n".encode("utf-8-sig"), "members.csv")
    assert "6 more are stored and are not in this file: they stay as they are." in page(shown)
    assert re.search(r'<details class="govuk-details">\s*<summary[^>]*><span[^>]*>Should some of them', page(shown))
    assert "checked" not in page(shown)
    apply(planner, shown)
    assert [row.active for row in stored().values()] == [True] * 7


def test_an_unclear_row_is_asked_about(app, planner, example, stored):
    apply(planner, upload(planner, example))
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        first = member(session, here.id, "m001")
        facts = known(session, here.id, [])
        keeping.add(
            session, Member(district_id=here.id, code="m077"), MemberFacts(name=first.name, phone="13800000077"), facts
        )
        name, phone = first.name, first.phone
    text = f"姓名 name,电话 phone,备注\r\n{name},,\r\n".encode("utf-8-sig")
    shown = upload(planner, text, "members.csv")
    assert "Who is meant?" in page(shown)
    assert "say first who is meant" in page(apply(planner, shown))
    question = re.search(r'name="(answer-[^"]+)" value="m077"', page(shown))[1]
    look = planner.post("/planner/import/preview", data={"step": "look", question: "m077"})
    assert 'value="m077" checked' in page(look)
    assert "Import" in page(apply(planner, look, **{question: "m077"}))
    assert stored()["m001"].phone == phone


def test_what_changed_since_the_preview_is_shown_anew(app, planner, example, stored):
    shown = upload(planner, example)
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        keeping.add(
            session, Member(district_id=here.id, code="m001"), MemberFacts(name="先到"), known(session, here.id, [])
        )
    answer = page(apply(planner, shown))
    assert "has changed since the preview" in answer
    assert list(stored()) == ["m001"]


def test_a_file_waits_for_its_owner_alone(app, planner, example, waiting):
    with app.app_context(), writing(db.session()) as session:
        add_user(session, "second", "another horse battery", district=district(session, "qixia"), name="Wu")
        other = District(code="jiangning", name="江宁区")
        session.add(other)
    upload(planner, example)
    assert "waits to be imported" in page(planner.get("/planner/import"))
    second = app.test_client()
    second.set_cookie("lang", "en")
    second.post("/login", data={"username": "second", "password": "another horse battery"})
    assert "waits to be imported" not in page(second.get("/planner/import"))
    assert "There is no file waiting" in page(second.get("/planner/import/preview", follow_redirects=True))
    second.post("/planner/import/discard")
    assert waiting() == 1


def test_a_file_can_be_thrown_away(planner, example, stored, waiting):
    upload(planner, example)
    assert "nothing was imported" in page(planner.post("/planner/import/discard", follow_redirects=True))
    assert (waiting(), stored()) == (0, {})


def test_an_import_sent_twice_is_done_once(planner, example):
    shown = upload(planner, example)
    apply(planner, shown)
    assert "There is no file waiting" in page(apply(planner, shown))


def test_a_day_later_the_file_is_gone(app, planner, example):
    upload(planner, example)
    with app.app_context(), writing(db.session()) as session:
        session.scalars(select(Upload)).one().at -= uploads.KEPT_FOR
    assert "There is no file waiting" in page(planner.get("/planner/import/preview", follow_redirects=True))
