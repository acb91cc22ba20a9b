"""Storing what the form of a member, village, zone or office holds; what is refused stands on the form again."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.district import keeping
from rotation.district.codes import codes_in_use, next_code
from rotation.district.keeping import Kept
from rotation.district.villages import known
from rotation.errors import Conflict, InvalidInput
from rotation.roster.rosters import Term
from rotation.store import writing
from web.forms import refuse
from web.planner.asking import ask
from web.planner.desk import Desk
from web.planner.forms_facts import FactsForm

Read = Callable[[Session, int, str], Any]
Close = Callable[[Session, Any], None]
_made_inactive: Close = partial(keeping.set_active, active=False)


def suggested_code(desk: Desk, like: Iterable[Kept], prefix: str) -> str:
    """A free number for the next of this kind."""
    return next_code(codes_in_use(desk.session), {row.code for row in like}, prefix)


def add(desk: Desk, form: FactsForm, row: Kept) -> bool:
    """Store a new row; False where it cannot be, with the reasons on the form."""
    district_id = desk.district.id
    try:
        with writing(desk.session) as session:
            here = known(session, district_id, desk.settings.skills)
            facts = form.facts(here)
            if form.blame(facts.faults(here)):
                return False
            keeping.add(session, row, facts, here)
    except InvalidInput as error:
        refuse(form, error)
        return False
    return True


def change(desk: Desk, form: FactsForm, read: Read, code: str) -> bool:
    """Store what was changed; False with the reasons on the form where it cannot be, or where others were first."""
    district_id = desk.district.id
    try:
        with desk.changing(_about(code)) as session:
            row = read(session, district_id, code)
            here = known(session, district_id, desk.settings.skills)
            facts = form.facts(here, form.facts_kind.of(row))
            if form.blame(facts.faults(here)):
                return False
            keeping.change(session, row, facts, here, seen=form.version.data or 0)
    except Conflict:
        return False
    return True


def leave_off(
    desk: Desk, read: Read, code: str, back: str, *advice: str, close: Close = _made_inactive
) -> str | Response:
    """Make something inactive, after asking once; `advice` says what that means, `back` is where it leads."""
    if request.method == "POST":
        make_inactive(desk, read, code, close)
        return redirect(back)
    row = read(desk.session, desk.district.id, code)
    return ask(_("Make %(name)s inactive?", name=row.name), *advice, yes=_("Make inactive"), back=back)


def make_inactive(desk: Desk, read: Read, code: str, close: Close = _made_inactive) -> None:
    """Make something inactive, and say so."""
    name = _done(desk, read, code, close)
    flash(_("%(name)s is inactive now and stays out of new plans. The history is kept.", name=name))


def activate(desk: Desk, read: Read, code: str) -> None:
    """Make something active again, and say so."""
    name = _done(desk, read, code, partial(keeping.set_active, active=True))
    flash(_("%(name)s is active again.", name=name))


def _done(desk: Desk, read: Read, code: str, deed: Close) -> str:
    """Do something to a row; its name."""
    district_id = desk.district.id
    with desk.changing(_about(code)) as session:
        row = read(session, district_id, code)
        deed(session, row)
        name: str = row.name
    return name


def _about(code: str) -> ColumnElement[bool]:
    """The terms of a member, or in a place: no two things have the same code."""
    return or_(Term.member == code, Term.place == code)
