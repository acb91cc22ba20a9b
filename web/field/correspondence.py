"""Complaints and findings beside each other, for the hour when both sides sit down: links are made by tapping."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rotation.district.weeks import Week
from rotation.record import correspondence as record
from rotation.record.blindness import sight
from rotation.record.correspondence import Link, Table, on_the_table
from rotation.record.items import Words, words_of
from rotation.record.lists import Complaint, Finding, item_of
from rotation.record.suggesting import Answer, Suggestion, first_pass, suggestions_of
from rotation.store import writing
from web.field.place import Place, at_village, day_in
from web.field.room import room

CORRESPONDENCE = "/villages/<code>/<day>/correspondence"
SHORT_LIST = 20


@dataclass(frozen=True)
class Spread:
    """The table as a page shows it: the items, their words, what each is linked with, what was suggested."""

    table: Table
    words: dict[str, Words]
    suggested: list[Suggestion]

    @cached_property
    def known(self) -> dict[tuple[type, int], Complaint | Finding]:
        """The items by kind and key."""
        rows: list[Complaint | Finding] = [*self.table.complaints, *self.table.findings]
        return {(type(row), row.id): row for row in rows}

    @cached_property
    def partners(self) -> dict[str, list[Complaint | Finding]]:
        """By an item's code: what it is linked with, of what lies on the table."""
        found: dict[str, list[Complaint | Finding]] = defaultdict(list)
        for link in self.table.links:
            ends = self.known.get((Complaint, link.complaint_id)), self.known.get((Finding, link.finding_id))
            if ends[0] and ends[1]:
                found[ends[0].code].append(ends[1])
                found[ends[1].code].append(ends[0])
        return found

    @property
    def is_long(self) -> bool:
        """Whether there are so many that one looks for some of them."""
        return max(len(self.table.complaints), len(self.table.findings)) > SHORT_LIST

    @property
    def links_suggested(self) -> list[Link]:
        """The links that had been suggested."""
        return [link for link in self.table.links if link.suggested]

    @property
    def accepted(self) -> list[Suggestion]:
        """The suggestions that were accepted."""
        return [one for one in self.suggested if one.answer is Answer.ACCEPTED]


@room.get(CORRESPONDENCE)
def correspondence(code: str, day: str) -> str:
    """Both lists; with an item chosen (?item=), every partner of it is one tap away."""
    here, which = table_at(code, day)
    spread = spread_of(here, which)
    about, left = request.args.get("about", ""), request.args.get("left") == "1"
    chosen = next((row for row in spread.known.values() if row.code == request.args.get("item")), None)
    return render_template(
        "field/correspondence.html",
        here=here,
        day=which,
        spread=spread,
        sight=sight(here.session, here.settings, here.village, which),
        chosen=chosen,
        complaints=_shown(spread.table.complaints, spread, about, left=left),
        findings=_shown(spread.table.findings, spread, about, left=left),
        about=about,
        left=left,
        categories=sorted({row.category for row in spread.known.values()}),
        first_pass=first_pass(here.session, here.village, which),
    )


@room.post(CORRESPONDENCE + "/link")
def link(code: str, day: str) -> Response:
    """The chosen item and a partner are about the same thing (`link`), or are not after all (`unlink`)."""
    here, which = table_at(code, day)
    chosen, how = request.form.get("item", ""), next((one for one in ("link", "unlink") if one in request.form), None)
    if how is None:
        abort(400)
    partner = request.form[how]
    with writing(here.session) as session:
        complaint, finding = _two(here, chosen, partner)
        act = record.link if how == "link" else record.unlink
        act(session, here.settings, here.hand, complaint, finding)
    about, left = (request.form.get(name) or None for name in ("about", "left"))
    where = url_for("field.correspondence", code=code, day=which, item=chosen, about=about, left=left, _anchor=partner)
    return redirect(where)


@room.get(CORRESPONDENCE + "/result")
def result(code: str, day: str) -> str:
    """What belongs together, what only villagers raised, what only officials saw; in plain counts."""
    here, which = table_at(code, day)
    spread = spread_of(here, which)
    return render_template("field/result.html", here=here, day=which, spread=spread, week=Week.of(which))


def table_at(code: str, day: str) -> tuple[Place, date]:
    """A village and a day whose two lists lie on the table; who may see them is for the record to judge."""
    which = day_in(day)
    return at_village(code, which), which


def spread_of(here: Place, day: date) -> Spread:
    """The table of a day with everything that a page shows of it; NotAllowed or Conflict by the record's rules."""
    table = on_the_table(here.session, here.settings, here.hand, here.village, day)
    return Spread(
        table,
        words_of(here.session, [*table.complaints, *table.findings]),
        suggestions_of(here.session, table.complaints, table.findings),
    )


def _shown(rows: Iterable[Complaint | Finding], spread: Spread, about: str, *, left: bool) -> list[Complaint | Finding]:
    """What is looked for: of one category, or not linked yet."""
    return [row for row in rows if about in ("", row.category) and not (left and spread.partners.get(row.code))]


def _two(here: Place, one: str, other: str) -> tuple[Complaint, Finding]:
    """A complaint and a finding of this village, in whichever order they were tapped."""
    rows = [item_of(here.session, code) for code in (one, other)]
    complaint = next((row for row in rows if isinstance(row, Complaint)), None)
    finding = next((row for row in rows if isinstance(row, Finding)), None)
    if complaint is None or finding is None or {row.village_id for row in rows} != {here.village.id}:
        abort(404)
    return complaint, finding
