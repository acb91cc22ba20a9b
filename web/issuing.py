"""Boards issued and corrected by hand, by a planner or a village's committee."""

from collections.abc import Iterable

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length

from rotation.board import bulletin
from rotation.board.bulletin import LONGEST_REASON
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from rotation.store import writing
from web.accounts import actor
from web.forms import Area, Form, Submit, refuse
from web.hand import hand_in

__all__ = ["correction_page", "issue_boards"]


class CorrectionForm(Form):
    """Why a board is issued again."""

    reason = Area(
        _l("What was wrong"),
        validators=[
            InputRequired(_l("Say what was wrong; it stands on the board.")),
            Length(max=LONGEST_REASON, message=_l("This is longer than 200 characters; shorten it.")),
        ],
        description=_l("Everybody can read this on the new issue. Name nobody."),
    )
    submit = Submit(_l("Issue the board again"))


def issue_boards(session: Session, villages: Iterable[int], week: Week) -> None:
    """Issue the boards of these villages (by their keys), one after the other, and say so."""
    count = 0
    for number in list(villages):
        with writing(session):
            village = session.get_one(Village, number)
            missing = bulletin.bulletin(session, village, week) is None
            bulletin.issue(session, village, week, hand_in(session, actor(), village))
            count += missing
    flash(ngettext("%(num)d board issued.", "%(num)d boards issued.", count))


def correction_page(session: Session, village: Village, week: Week, home: str, template: str) -> str | Response:
    """The page on which a board is issued again; `home` is where it leads back to."""
    form = CorrectionForm()
    if form.validate_on_submit() and _corrected(session, village.id, week, form):
        flash(_("The board was issued again."))
        return redirect(home)
    return render_template(template, form=form, village=village, week=week, home=home)


def _corrected(session: Session, number: int, week: Week, form: CorrectionForm) -> bool:
    try:
        with writing(session):
            village = session.get_one(Village, number)
            bulletin.correct(session, village, week, hand_in(session, actor(), village), form.reason.data or "")
    except InvalidInput as error:
        refuse(form, error)
        return False
    return True
