"""Sheets of slips: who prints them for which village, and what is on the paper, judged by its pixels."""

import builtins
import re

import pypdfium2
import pytest
import zxingcpp

from rotation.record import slips
from rotation.record.slips import Slip
from tests.web.conftest import come_in
from tests.web.people_made import make_people
from web.extensions import db

PRINT = {"village": "v01", "pages": "2", "form": "pdf"}


@pytest.fixture
def printing(app, client):
    """A way to log in and ask for slips."""
    app.config["WTF_CSRF_ENABLED"] = False
    make_people(app)

    def ask(username, **more):
        return come_in(app, client, username).post("/slip-sheets/", data=PRINT | more)

    return ask


def codes_in(text):
    return [slips.parse(found) for found in re.findall(r"\d{4} \d{4} \d{4}", text)]


@pytest.fixture
def pages(printing):
    """A printed sheet, page by page."""
    answer = printing("committee")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    document = pypdfium2.PdfDocument(answer.data)
    yield list(document)
    document.close()


def test_each_slip_says_its_code_in_fours_on_stub_and_slip_and_square_and_in_ink(app, pages):
    for page in pages:
        picture = page.render(scale=3).to_pil()
        squares = [found.text for found in zxingcpp.read_barcodes(picture)]
        typed = codes_in(page.get_textpage().get_text_range())
        assert len(squares) == 8
        assert sorted(typed) == sorted(2 * [square.partition("/slips?code=")[2] for square in squares])
    with app.app_context():
        known = {row.mark: row for row in db.session.query(Slip)}
        marks = {slips.mark_of(app.extensions["keys"].slips, code) for code in typed}
        assert len(known) == 16
        assert marks <= known.keys()
    assert_a4_and_not_blank(pages)


def assert_a4_and_not_blank(pages):
    assert [round(side / 72 * 25.4) for side in pages[0].get_size()] == [210, 297]
    width, height = (round(side * 2) for side in pages[0].get_size())
    picture = pages[0].render(scale=2).to_pil().convert("L")
    name = picture.crop((int(width * 0.055), int(height * 0.04), int(width * 0.16), int(height * 0.075)))
    assert sum(name.histogram()[:128]) > 300


def test_the_codes_are_shown_only_once(app, client, printing):
    again = codes_in(printing("committee", form="page").get_data(as_text=True))
    assert len(set(again)) == 16
    assert codes_in(client.get("/slip-sheets/").get_data(as_text=True)) == []
    assert set(codes_in(printing("committee", form="page").get_data(as_text=True))).isdisjoint(again)


def test_without_its_libraries_the_page_says_what_is_missing_and_can_be_printed(printing, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    answer = printing("committee")
    said = answer.get_data(as_text=True)
    assert answer.mimetype == "text/html"
    assert "libpango-1.0-0" in said
    assert len(set(codes_in(said))) == 16


def test_the_committee_the_team_and_the_planner_print_for_their_villages(printing):
    for username in ("committee", "m01", "planner"):
        assert printing(username, form="page", pages="1").status_code == 200
        offered = "v02" in printing(username, pages="").get_data(as_text=True)
        assert offered == (username == "planner")
    refused = printing("committee", village="v02")
    assert refused.mimetype == "text/html"
    assert "Choose one of those offered here." in refused.get_data(as_text=True)


def test_who_serves_nowhere_prints_nothing(printing):
    said = printing("m02").get_data(as_text=True)
    assert "You serve in none this week or next." in said
    assert codes_in(said) == []


@pytest.mark.parametrize("username", ["township", "department", "inspector"])
def test_others_do_not_print(printing, username):
    assert printing(username).status_code == 403


@pytest.mark.parametrize("count", ["0", "11", "-1", "x", ""])
def test_a_count_that_cannot_be_is_refused(printing, count):
    answer = printing("committee", pages=count)
    assert answer.status_code == 200
    assert 'id="pages-error"' in answer.get_data(as_text=True)
