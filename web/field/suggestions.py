"""What the matcher suggests once the team has gone through the lists by itself: a person accepts or refuses each."""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from rotation.record import suggesting
from rotation.record.lists import Complaint, Finding
from rotation.record.suggesting import Suggestion, first_pass
from rotation.store import writing
from web.field.correspondence import CORRESPONDENCE, Spread, spread_of, table_at
from web.field.place import Place
from web.field.room import room
from web.numbers import number

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A complaint, and the findings that may be about the same thing, the likest first."""

    complaint: Complaint
    findings: list[Finding]


@room.post(CORRESPONDENCE + "/first-pass")
def end_first_pass(code: str, day: str) -> Response:
    """Our own first pass is done: from now on there are suggestions."""
    here, which = table_at(code, day)
    with writing(here.session) as session:
        suggesting.end_first_pass(session, here.settings, here.hand, here.village, which)
    return _look(here, which)


@room.post(CORRESPONDENCE + "/look")
def look_again(code: str, day: str) -> Response:
    """Look for suggestions once more: lists may have grown, links been taken away."""
    here, which = table_at(code, day)
    return _look(here, which)


@room.get(CORRESPONDENCE + "/suggestions")
def suggestions(code: str, day: str) -> str | Response:
    """The suggestions that wait for an answer, so many at once."""
    here, which = table_at(code, day)
    spread = spread_of(here, which)
    if first_pass(here.session, here.village, which) is None:
        return redirect(url_for("field.correspondence", code=code, day=which))
    asked = _asked(spread)
    return render_template(
        "field/suggestions.html", here=here, day=which, spread=spread, asked=asked[:AT_ONCE], more=len(asked) - AT_ONCE
    )


@room.post(CORRESPONDENCE + "/answer")
def answer(code: str, day: str) -> Response:
    """Accept or refuse one: `accept` or `refuse` names complaint and finding by their keys."""
    here, which = table_at(code, day)
    how = next((one for one in ("accept", "refuse") if one in request.form), "")
    with writing(here.session) as session:
        complaint, finding = _pair(here, request.form.get(how, ""))
        act = suggesting.accept if how == "accept" else suggesting.refuse
        act(session, here.settings, here.hand, complaint, finding)
        anchor = complaint.code
    return redirect(url_for("field.suggestions", code=code, day=which, _anchor=anchor))


def _look(here: Place, day: date) -> Response:
    """Find suggestions, which takes a moment and is done outside of any writing, then keep what is shown."""
    found = suggesting.propose(here.session, here.settings, here.hand, here.village, day)
    with writing(here.session) as session:
        count = suggesting.show(session, here.village, here.hand, found)
    flash(ngettext("%(num)d new suggestion.", "%(num)d new suggestions.", count) if count else _("No new suggestions."))
    return redirect(url_for("field.suggestions", code=here.code, day=day))


def _asked(spread: Spread) -> list[Asked]:
    """What waits for an answer: pairs of which one is still without a link, by complaint, the likest first."""
    found: dict[int, Asked] = {}
    for one in spread.suggested:
        complaint, finding = _ends(spread, one)
        if complaint is None or finding is None or not _is_open(spread, one, complaint, finding):
            continue
        found.setdefault(complaint.id, Asked(complaint, [])).findings.append(finding)
    return list(found.values())


def _ends(spread: Spread, one: Suggestion) -> tuple[Complaint | None, Finding | None]:
    complaint = spread.known.get((Complaint, one.complaint_id))
    finding = spread.known.get((Finding, one.finding_id))
    return (
        complaint if isinstance(complaint, Complaint) else None,
        finding if isinstance(finding, Finding) else None,
    )


def _is_open(spread: Spread, one: Suggestion, complaint: Complaint, finding: Finding) -> bool:
    return one.answer is None and not (spread.partners.get(complaint.code) and spread.partners.get(finding.code))


def _pair(here: Place, typed: str) -> tuple[Complaint, Finding]:
    """The complaint and the finding that a button names (12-34), of this village."""
    try:
        keys = [number(part) for part in typed.split("-")]
        one, other = keys
    except ValueError:
        abort(400)
    complaint, finding = here.session.get(Complaint, one), here.session.get(Finding, other)
    if complaint is None or finding is None or {complaint.village_id, finding.village_id} != {here.village.id}:
        abort(404)
    return complaint, finding
