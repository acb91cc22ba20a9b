"""Storing what the form of a member, village, zone or office holds; what is refused stands on the form again."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rotation.district import keeping
from rotation.district.codes import codes_in_use, next_code
from rotation.district.keeping import Kept
from rotation.district.villages import known
from rotation.errors import Conflict, InvalidInput
from rotation.store import writing
from web.forms import refuse
from web.planner.desk import Desk
from web.planner.forms_facts import FactsForm

Read = Callable[[Session, int, str], Any]


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
        with writing(desk.session) as session:
            row = read(session, district_id, code)
            here = known(session, district_id, desk.settings.skills)
            facts = form.facts(here, form.facts_kind.of(row))
            if form.blame(facts.faults(here)):
                return False
            keeping.change(session, row, facts, here, seen=form.version.data or 0)
    except Conflict:
        return False
    return True


def set_active(desk: Desk, read: Read, code: str, *, active: bool) -> None:
    """Make something inactive, or active again, and say so."""
    district_id = desk.district.id
    with writing(desk.session) as session:
        row = read(session, district_id, code)
        keeping.set_active(session, row, active=active)
        name = row.name
    if active:
        flash(_("%(name)s is active again.", name=name))
    else:
        flash(_("%(name)s is inactive now and stays out of new plans. The history is kept.", name=name))
