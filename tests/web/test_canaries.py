"""Nothing private is on any public page: what was planted in private fields is looked for wherever anyone may look.

The walk takes in every page, board, PDF, feed, calendar, table and file of data, and the pages that refuse.
"""

import itertools
import re
from urllib.parse import quote

import pypdfium2
import pytest

from tests.record.field_made import MONDAY
from tests.web.planted import field_fixture, planted, watch
from web.extensions import limiter

__all__ = ["field_fixture", "planted", "watch"]
ELSEWHERE = {"static"}  # files that are the same everywhere
WRONG = "0" * 20
PART = re.compile(r"<(?:([^<>]*):)?(\w+)>")


@pytest.fixture
def values(planted, monkeypatch):
    """What stands in the parts of an address, by their names; in those that are not named here, a bit of everything."""
    monkeypatch.setattr(limiter, "enabled", False)
    tasks = [planted.task, planted.other, "260999999"]
    return {
        "": [*planted.items[:1], planted.task, "v01", "m02", "2026-W02", "1"],
        "code": ["v01", "v02", "z1", "qixia", "m02", "o-v01"],
        "day": [str(MONDAY)],
        "first": [str(MONDAY)],
        "item": planted.items[:1] + planted.items[-1:],
        "last": [str(MONDAY)],
        "name": list(planted.photos.values()),
        "number": [*tasks, "1"],
        "secret": [WRONG],
        "token": [WRONG],
        "typed": [*tasks, "no-number"],
        "village": ["v01"],
        "week": ["2026-W02", "2026-W03"],
    }


QUERIES = {
    "public.search": ("q=PUB000PUB", "q=路", "state=done", "village=v01", "category=lighting"),
    "public.district_search": ("q=PUB000PUB", "state=done"),
    "public.village": ("week=2026-W02", "week=2026-W03", "week=2026-W03&issue=1"),
    "public.bulletin_pdf": ("week=2026-W03&issue=1", "week=2026-W02", "size=a5"),
    "public.bulletins_pdf": ("week=2026-W03",),
    "public.consistency": ("first=1&second=9", "first=9&second=1"),
}
KINDS = {"html", "pdf", "atom+xml", "json", "jsonl", "csv", "calendar", "plain", "javascript", "jpeg"}


def addresses(app, values):
    """Every address that can be asked for, from the map of the site itself."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ELSEWHERE:
            continue
        parts = PART.findall(rule.rule)
        for chosen in itertools.product(*(_choices(kind, name, values) for kind, name in parts)):
            address = PART.sub("%s", rule.rule) % chosen
            yield rule.endpoint, address
            yield from ((rule.endpoint, f"{address}?{query}") for query in QUERIES.get(rule.endpoint, ()))
    yield "error", "/no-such-page"


def _choices(kind, name, values):
    """What stands in a part of an address: a number, one of the only words for it, or what is known of its name."""
    if kind.startswith("any("):
        return [kind[4:].split(",")[0].strip(")")]
    return ["1", "12"] if kind.startswith("int") else values.get(name, values[""])


def read(answer):
    """What can be read in an answer, whatever its kind: headers, the text of a page, the words of a PDF."""
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers)
    if answer.mimetype == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.data)
        return headers + "".join(page.get_textpage().get_text_bounded() for page in pages)
    return headers + answer.data.decode("utf-8", "replace")


def walk(planted, values, language):
    """Ask for everything as somebody without a login; what was answered, by address."""
    reader = planted.app.test_client()
    reader.set_cookie("lang", language)
    for endpoint, address in addresses(planted.app, values):
        if language != "en" and endpoint in {"public.bulletin_pdf", "public.bulletins_pdf"}:
            continue  # a board on paper is in Chinese whoever asks
        answer = reader.get(address)
        assert answer.status_code != 500, address
        yield address, answer, read(answer)


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_nothing_private_is_on_any_page_that_anyone_can_open(planted, values, language):
    shown, flown, kinds, refused = {}, [], set(), set()
    for address, answer, text in walk(planted, values, language):
        said = text.replace(address, "").replace(quote(address, safe=""), "")  # what was asked for may be said again
        flown += [f"{where} at {address}" for where in planted.canaries.flown(said)]
        if answer.status_code == 200:
            shown[address] = {canary for canary in planted.canaries.shown if canary in text}
            kinds.add(answer.mimetype.split("/")[1])
        else:
            refused.add(answer.status_code)
    assert flown == []
    seen = set().union(*shown.values())
    assert {planted.canaries.shown[canary] for canary in planted.canaries.shown.keys() - seen} == set()
    assert kinds == KINDS - ({"pdf"} if language != "en" else set())
    assert refused >= {302, 400, 404}
    if "pdf" in kinds:
        on_board = shown["/villages/v01"]
        assert len(on_board) > 8
        assert on_board == shown["/villages/v01/bulletin.pdf"] == shown["/districts/qixia/bulletins.pdf?week=2026-W03"]


def test_a_photo_is_for_everybody_once_it_is_released(planted):
    reader = planted.app.test_client()
    assert reader.get(f"/photos/{planted.photos['released']}.jpg").mimetype == "image/jpeg"
    assert reader.get(f"/photos/{planted.photos['kept']}.jpg").mimetype != "image/jpeg"


def test_a_refused_form_shows_nothing_but_what_was_typed(planted):
    reader = planted.app.test_client()
    for what in ("me-too", "question", "offer", "verdict"):
        answer = reader.post(f"/tasks/{planted.task}/{what}", data={"words": "", "code": "1"})
        assert planted.canaries.flown(read(answer)) == [], what
    for path in ("/slips", "/login", "/card"):
        assert planted.canaries.flown(read(reader.post(path, data={"code": "1"}))) == [], path


def test_the_canaries_are_where_they_may_be(planted):
    """Else the walk could find nothing because nothing was planted."""
    inside = {
        "m04": ("field/items/{0}", ["a complaint's words"]),
        "committee": ("field/items/{0}/contact", ["a teller's name", "a teller's telephone"]),
        "planner": ("planner/members/m02/edit", ["a member's home", "a member's name"]),
        "m05": ("work/tasks/{1}", ["a summary that was not released"]),
    }
    for login, (path, fields) in inside.items():
        text = planted.come(login).get("/" + path.format(planted.items[0], planted.task))
        assert set(fields) <= set(planted.canaries.flown(text)), (login, path)
