"""Who may: every address of the site, by every method, asked for by somebody of every role.

The table lies beside (who_may.txt): a line for each address and method with those who are let in. What is not let in
is sent to the door, refused, or told that there is no such thing; so is somebody who asks for what is another's. A
line without anybody: nobody in this week has what it is about. A new address fails until it has its line.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.field_made import MONDAY
from tests.web.everybody import PEOPLE, TODAY, everybody, field_fixture, planted, watch

__all__ = ["everybody", "field_fixture", "planted", "watch"]
TABLE = Path(__file__).with_name("who_may.txt")
PART = re.compile(r"<(?:([^<>]*):)?(\w+)>")
CODES = {  # what a code is of, by the word before it in the address
    "members": "m02",
    "cards": "m02",
    "calls": "m02",
    "terms": "m02",
    "offices": "o-v01",
    "zones": "z1",
    "districts": "qixia",
}
THERE = {"first": str(MONDAY), "last": str(MONDAY + timedelta(1)), "village": "v01", "place": "v01", "member": "m02"}
NOWHERE = {"secret": "0" * 20, "token": "0" * 20, "began": "none"}
WEEKS = {"field.handover_sign": "2026-W02"}
DAYS = {"planner.diary_of": str(MONDAY), "planner.excuse_end": str(MONDAY)}
FORMS = {  # what has to be said before anybody is refused
    "field.answer": {"accept": "1-1"},
    "field.link": {"item": "c-1", "link": "f-1"},
    "planner.pins_saved": {"week": "2026-W03", "edits": "0"},
    "planner.change_saved": {"week": "2026-W03", "place": "v01", "member": "m02", "do": "put", "edits": "0"},
    "planner.opening_assign": {"member": "m08"},
}


class Addresses:
    """An address for each rule of the site's map, about what is there in the planted week."""

    def __init__(self, site):
        self.site = site
        known = {"item": site.item, "name": site.photos["kept"], "number": site.task, "typed": site.task}
        self.values = {**THERE, **NOWHERE, **known, "other": "m03", "username": "m02", "sheet": "members"}

    def of(self, rule):
        """The address of a rule; a sheet of paper is asked for in a size that there is not, which costs nothing."""
        built, before = "", ""
        for piece in re.split(r"(<[^<>]+>)", rule.rule):
            built += self._part(rule.endpoint, before, piece) if piece.startswith("<") else piece
            before = piece.strip("/").rsplit("/", 1)[-1] or before
        return f"{built}?size=A7" if built.endswith(".pdf") else built

    def _part(self, endpoint, before, piece):
        kind, name = PART.fullmatch(piece).groups()
        if (kind or "").startswith("any("):
            return kind[4:].split(",")[0].strip(")")
        if name == "entry":
            return str(self.site.entries[before])
        if (kind or "").startswith("int"):
            return "2"
        if name == "week":
            return WEEKS.get(endpoint, "2026-W03")
        if name == "day":
            return DAYS.get(endpoint, str(TODAY))
        return CODES.get(before, "v01") if name == "code" else self.values.get(name, "1")


def steps(app):
    """Every rule with each of its methods."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "static":
                yield rule, method


def named(rule, method):
    return f"{method} {rule.rule}"


@pytest.fixture
def table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in lines)


def test_every_address_has_its_line_and_no_line_is_left_over(app, table):
    assert {named(rule, method) for rule, method in steps(app)} ^ table.keys() == set()


def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(everybody, table):
    addresses = Addresses(everybody)
    found = {}
    for rule, method in steps(everybody.app):
        address, form = addresses.of(rule), FORMS.get(rule.endpoint, {})
        found[named(rule, method)] = ", ".join(who for who in PEOPLE if everybody.ask(who, method, address, **form))
    otherwise = [f"{step}: {who}" for step, who in sorted(found.items()) if table.get(step) != who]
    assert otherwise == [], "\n".join(otherwise)
