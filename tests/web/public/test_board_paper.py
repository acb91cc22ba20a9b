"""The board on paper: judged by its pixels, its sizes of type, and by what its page says."""

import builtins
import fcntl
import io
import re
import threading

import pypdfium2
import pytest
import zxingcpp
from pypdfium2 import raw

from rotation.board.papers import folder
from rotation.record import task_texts
from rotation.record.task_texts import Why
from rotation.record.tasks import Task
from rotation.store import writing
from tests.board import boards_made as made
from tests.board.boards_made import SECOND
from tests.record.life_made import COMMITTEE, NEXT
from tests.web.public.board_site import going_on, lived, lived_template, said
from web import papers

__all__ = ["lived", "lived_template"]

PDF = "/villages/v01/bulletin.pdf"
A3, A4 = (842, 1191), (595, 842)


@pytest.fixture
def client(lived):
    """Somebody from the public, reading Chinese."""
    return lived.test_client()


@pytest.fixture
def no_maker(monkeypatch):
    """Nothing can be made any more."""

    def refuse(*_pages):
        raise AssertionError

    monkeypatch.setattr(papers, "pdf_of", refuse)


def opened(answer):
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return pypdfium2.PdfDocument(io.BytesIO(answer.data))


def words(pdf):
    """All that stands on the sheets, without spaces."""
    return [re.sub(r"[\s\u00ad\ufffe]", "", page.get_textpage().get_text_range()) for page in pdf]


def type_sizes(page):
    """Of each Chinese character: the width of its type in points, and the character."""
    text = page.get_textpage()
    for number in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text, number))
        if "\u4e00" <= sign <= "\u9fff":
            left, _bottom, right, _top = text.get_charbox(number, loose=True)
            yield round(right - left), sign


def ink(picture, box):
    """The share of dark pixels in a box of a page's picture."""
    part = picture.crop(box)
    return sum(part.histogram()[:128]) / (part.width * part.height)


def test_a3_says_what_the_page_says_in_type_for_two_metres(client):
    answer = client.get(PDF)
    pdf = opened(answer)
    assert [round(one) for one in pdf[0].get_size()] == list(A3)
    all_words = "".join(words(pdf))
    assert f"第1张，共{len(pdf)}张" in words(pdf)[0]
    missing = [line for line in said(client.get("/villages/v01").text) if line not in all_words]
    assert missing == []
    sizes = dict(reversed([(sign, size) for size, sign in type_sizes(pdf[0])]))
    assert sizes["钱"] >= 48
    assert min(sizes[sign] for sign in made.TITLE + made.REPORT) >= 28
    assert min(size for size, _sign in type_sizes(pdf[0])) >= 20
    picture = pdf[0].render(scale=1).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(pdf[0].render(scale=2).to_pil())] == [
        "http://127.0.0.1:8000/villages/v01"
    ]
    assert ink(picture, (40, 35, 190, 85)) > 0.15  # the village's name; a box or nothing has less
    assert pdf[0].render(scale=0.5).to_pil().convert("HSV").getchannel("S").getextrema() == (0, 0)  # no colour
    root = re.search(r'class="board-root".*?<code>([0-9a-f ]+)</code>', client.get("/villages/v01").text)[1]
    assert re.fullmatch(r"([0-9a-f]{4} ){15}[0-9a-f]{4}", root)
    assert root.replace(" ", "") in words(pdf)[0]


def test_many_tasks_go_on_on_numbered_sheets_and_a_long_title_breaks_none(lived, client):
    with going_on(lived) as life:
        titles = [f"第{n}件{'很' * 36 if n % 7 == 0 else ''}" for n in range(58)]
        made.many(life, [*titles, "W" * 40], 7, NEXT)
        with writing(life.session) as session:
            made.bulletin.correct(session, life.village, SECOND, COMMITTEE, "多了", life.at(8))
    client.set_cookie("lang", "en")
    pdf = opened(client.get(f"{PDF}?size=a4"))
    assert {tuple(round(one) for one in page.get_size()) for page in pdf} == {A4}
    sheets = words(pdf)
    for number, sheet in enumerate(sheets, start=1):
        assert f"sheet{number}of{len(sheets)}" in sheet
    numbers = re.findall(r"2600\d{5}", "".join(sheets))
    assert len(set(numbers)) == 61
    assert "W" * 18 in "".join(sheets)
    for page in pdf:
        text = page.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        assert all(left >= -1 and right <= A4[0] + 1 for left, _bottom, right, _top in boxes)


def test_a_pdf_is_made_once_and_anew_when_something_was_withdrawn(lived, client):
    first = client.get(PDF)
    mark = first.headers["ETag"]
    assert client.get(PDF, headers={"If-None-Match": mark}).status_code == 304
    with going_on(lived) as life, pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "pdf_of", None)
        assert client.get(PDF).data == first.data
        lamp = life.session.get(Task, "260000019")
        texts = [one.commitment for one in task_texts.public_texts_of(life.session, lamp.number)]
        with writing(life.session) as session:
            task_texts.withdraw(session, lamp, COMMITTEE, texts, why=Why.PRIVATE, at=life.at(8))
    client.set_cookie("lang", "en")
    later = client.get(PDF, headers={"If-None-Match": mark})
    all_words = "".join(words(opened(later)))
    assert "260000019(withdrawn)" in all_words
    assert made.TITLE not in all_words
    assert made.SILENT not in all_words


def test_only_so_many_pdfs_are_kept(lived, client, monkeypatch):
    monkeypatch.setattr(papers, "MOST_KEPT", 2)
    monkeypatch.setattr(papers, "pdf_of", lambda *pages: pages[0].encode())
    for size in ("a3", "a4"):
        for week in ("2026-W02", "2026-W03"):
            assert client.get(f"{PDF}?size={size}&week={week}").status_code == 200
    assert len(list(folder(lived.extensions["settings"].instance).iterdir())) == 2


def test_what_is_for_one_persons_eyes_is_kept_by_nobody(lived, monkeypatch):
    monkeypatch.setattr(papers, "pdf_of", lambda *_pages: b"%PDF")

    def answered(pages):
        with lived.test_request_context(headers={"If-None-Match": "*"}):
            return papers.pdf_answer(pages, "calls.pdf", "/", papers.Eyes.OWN)

    at_once, apart = ["<p>13800000001"], ["<p>"] * (papers.WAITED_FOR + 1)
    waits = answered(apart)
    made_to_the_end()
    for answer in (answered(at_once), answered(apart)):
        assert (answer.data, answer.headers["Cache-Control"]) == (b"%PDF", "private, no-store")
        assert "ETag" not in answer.headers
    assert (waits.status_code, list(folder(lived.extensions["settings"].instance).glob("*.pdf"))) == (503, [])


def test_all_villages_of_a_week_are_one_pdf_each_with_its_own_count(lived, client):
    with going_on(lived) as life, writing(life.session) as session:
        made.bulletin.issue(session, life.other, SECOND, made.BY_ITSELF, life.at(7))
    client.set_cookie("lang", "en")
    sheets = words(opened(client.get("/districts/qixia/bulletins.pdf?week=2026-W03")))
    firsts = [number for number, sheet in enumerate(sheets) if "sheet1of" in sheet]
    assert firsts == [0, len(sheets) - 1]
    assert "Qianjia" in sheets[0]
    assert "村2" in sheets[-1]
    assert client.get("/districts/qixia/bulletins.pdf?week=2026-W09").status_code == 404


def made_to_the_end():
    for maker in threading.enumerate():
        if maker.name == papers.MAKER:
            maker.join()


def test_the_boards_of_a_large_district_are_made_while_nobody_waits(client, monkeypatch):
    monkeypatch.setattr(papers, "WAITED_FOR", 0)
    client.set_cookie("lang", "en")
    address = "/districts/qixia/bulletins.pdf?week=2026-W03"
    first = client.get(address)
    assert (first.status_code, first.headers["Refresh"]) == (503, "20")
    assert "this page looks again by itself." in first.text
    made_to_the_end()
    assert "Qianjia" in words(opened(client.get(address)))[0]


def test_what_is_being_made_is_not_begun_again(client, monkeypatch):
    going_on, begun = threading.Event(), []
    monkeypatch.setattr(papers, "WAITED_FOR", 0)
    monkeypatch.setattr(papers, "pdf_of", lambda *_pages: begun.append(going_on.wait()) or b"%PDF")
    try:
        answers = [client.get(PDF).status_code for _time in range(4)]
    finally:
        going_on.set()
    made_to_the_end()
    assert (answers, len(begun)) == ([503] * 4, 1)
    assert client.get(PDF).data == b"%PDF"


def test_what_another_process_is_making_is_not_begun_here(lived, client, no_maker, monkeypatch):
    monkeypatch.setattr(papers, "WAITED_FOR", 0)
    there = folder(lived.extensions["settings"].instance)
    there.mkdir()
    with (there / papers.TURN).open("wb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        answer = client.get(PDF)
    assert (answer.status_code, answer.headers["Refresh"]) == (503, "20")
    made_to_the_end()


def test_where_nothing_can_be_kept_no_long_one_is_begun(lived, client, no_maker, monkeypatch):
    monkeypatch.setattr(papers, "WAITED_FOR", 0)
    client.set_cookie("lang", "en")
    folder(lived.extensions["settings"].instance).write_bytes(b"")
    answer = client.get(PDF)
    assert (answer.status_code, answer.headers.get("Refresh")) == (503, None)
    assert "print the page from the browser" in answer.text


def test_who_waits_for_what_cannot_be_made_is_told_and_may_try_again(client, no_maker, monkeypatch):
    monkeypatch.setattr(papers, "WAITED_FOR", 0)
    looked = []
    for _time in range(3):
        looked.append(client.get(PDF).headers.get("Refresh"))
        made_to_the_end()
    assert looked == ["20", None, "20"]


def test_missing_system_packages_are_named_with_a_way_on(client, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    answer = client.get(PDF)
    assert answer.status_code == 503
    assert "libpango-1.0-0 libpangoft2-1.0-0" in answer.text
    assert 'href="/villages/v01?week=2026-W03"' in answer.text


def test_who_comes_while_others_wait_is_asked_to_come_again(client, no_maker):
    held = [papers._queue.acquire(blocking=False) for _n in range(papers.AT_MOST_WAIT)]
    try:
        answer = client.get(PDF)
    finally:
        for _one in held:
            papers._queue.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")


@pytest.mark.parametrize("size", ["a5", "", "a3;"])
def test_other_sizes_are_refused(client, no_maker, size):
    assert client.get(f"{PDF}?size={size}").status_code == 400
