"""An address for each rule of the site's map, about what is there in the planted week."""

import re
from datetime import timedelta

from tests.record.field_made import MONDAY
from tests.web.everybody import TODAY

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
OFFICES_ABOVE = {"planner.office_receives": "o-town"}
DAYS = {"planner.diary_of": str(MONDAY), "planner.excuse_end": str(MONDAY)}


class Addresses:
    """An address for each rule of the site's map, about what is there in the planted week."""

    def __init__(self, site):
        self.site = site
        known = {"item": site.item, "name": site.photos["kept"], "number": site.task, "typed": site.task}
        self.values = {**THERE, **NOWHERE, **known, "other": "m03", "username": "m02", "sheet": "members"}

    def each(self, rule):
        """Every address of a rule: with each of the words that may stand in it."""
        words = re.search(r"<any\(([^)]*)\):\w+>", rule.rule)
        for word in words[1].split(", ") if words else [""]:
            yield self.of(rule, word)

    def of(self, rule, word=""):
        """The address of a rule; a sheet of paper is asked for in a size that there is not, which costs nothing."""
        built, before = "", ""
        for piece in re.split(r"(<[^<>]+>)", rule.rule):
            built += self._part(rule.endpoint, before, piece, word) if piece.startswith("<") else piece
            before = piece.strip("/").rsplit("/", 1)[-1] or before
        return f"{built}?size=A7" if built.endswith(".pdf") else built

    def _part(self, endpoint, before, piece, word):
        kind, name = PART.fullmatch(piece).groups()
        if (kind or "").startswith("any("):
            return word or kind[4:].split(",")[0].strip(")")
        if name == "entry":
            return str(self.site.entries[before])
        if (kind or "").startswith("int"):
            return "3"
        if name == "week":
            return WEEKS.get(endpoint, "2026-W03")
        if name == "day":
            return DAYS.get(endpoint, str(TODAY))
        return self._code(endpoint, before) if name == "code" else self.values.get(name, "1")

    def _code(self, endpoint, before):
        return OFFICES_ABOVE.get(endpoint) or CODES.get(before, "v01")
