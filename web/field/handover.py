"""The handover: the outgoing team writes its note and what it promises; the team that comes reads and signs."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.district.members import Member
from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput
from rotation.record import handing, handovers
from rotation.record.duty import day_of, week_of
from rotation.record.handing import NO_NOTE, Handing, Reading
from rotation.record.handovers import Note, Promise
from rotation.record.rights import DAYS_TO_FINISH, in_team, require_team
from rotation.record.tasks import TO_DO
from rotation.record.work import going_on_in
from rotation.store import now, writing
from web.field.forms import VersionForm
from web.field.place import Place, at_village
from web.field.room import room
from web.forms import Area, SomeOf, refuse
from web.numbers import number, stated
from web.once import key_of
from web.titles import titles_of

OF_WEEK = "/villages/<code>/weeks/<week>/handover"


class NoteForm(VersionForm):
    """What the next team has to know, and what is promised for its week."""

    words = Area(
        _l("What does the next team have to know?"),
        description=_l("Only the two teams, the village's office and the planner read this."),
        validators=[InputRequired(_l("Write it down in a sentence."))],
    )
    promises = Area(
        _l("What have you promised?"),
        description=_l("One promise a line, without names: everybody reads it on the next board."),
    )
    tasks = SomeOf(_l("Tasks that you have promised will be done"))


@room.get(OF_WEEK)
def handover(code: str, week: str) -> str:
    """A handover: the note, what was promised, what goes over by itself, and who has signed."""
    here, which = _at(code, week)
    shown = handing.handing(here.session, here.village, which)
    handing.require_reader(here.session, here.hand, shown)
    over = handing.going_over(here.session, here.village)
    return render_template(
        "field/handover.html",
        here=here,
        handing=shown,
        seen=shown.note.number if shown.note else NO_NOTE,
        words=handovers.words_of(here.session, shown.note) if shown.note else "",
        promises=handovers.promises_of(here.session, shown.note) if shown.note else [],
        over=over,
        titles=titles_of(here.session, over.tasks),
        signed_by=_name(here, shown),
        may_write=_may_write(here, which),
        may_sign=handing.may_sign(here.session, here.hand, shown),
    )


@room.route(f"{OF_WEEK}/note", methods=["GET", "POST"])
def handover_note(code: str, week: str) -> str | Response:
    """Write the note, or change it."""
    here, which = _at(code, week)
    require_team(here.session, here.hand, here.village, which)
    form = NoteForm(data=_as_it_was(here, which))
    promised = form.tasks.data or ()  # what was done since stays, or it would be lost with the next version
    going_on = going_on_in(here.session, [here.village.id])
    known = [one for one in going_on if one.state in TO_DO or one.number in promised]
    titles = titles_of(here.session, known)
    said = [_("%(number)s: %(what)s", number=one.spoken, what=titles[one.number]) for one in known]
    form.tasks.choices = [SelectChoice(one.number, label) for one, label in zip(known, said, strict=True)]
    if form.validate_on_submit() and _written(here, which, form):
        flash(_("The note is saved. You can change it until two days after your week."))
        return redirect(url_for("field.handover", code=code, week=week))
    there = _changed_elsewhere(here, which, form)
    return render_template("field/handover_note.html", here=here, week=which, form=form, there=there)


@room.post(f"{OF_WEEK}/sign")
def handover_sign(code: str, week: str) -> Response:
    """Somebody of the next team has read it."""
    here, which = _at(code, week)
    with writing(here.session) as session:
        handing.sign(session, here.hand, here.village, which, reading=_reading())
    flash(_("Signed. Your team has taken the village over."))
    return redirect(url_for("field.handover", code=code, week=week))


def _at(code: str, address: str) -> tuple[Place, Week]:
    """The village, and the week whose team hands over; 404 for a week that has not come."""
    which = Week.parse(address)
    if str(which) != address or which > week_of(now()):
        raise NotFound
    return at_village(code, which.monday), which


def _may_write(here: Place, week: Week) -> bool:
    return in_team(here.session, here.hand, here.village, week) and day_of(now()) <= week.sunday + DAYS_TO_FINISH


def _name(here: Place, shown: Handing) -> str:
    """Who has signed, by name."""
    if shown.signature is None:
        return ""
    code = shown.signature.member
    return here.session.scalar(select(Member.name).where(Member.code == code)) or code


def _as_it_was(here: Place, week: Week) -> dict[str, object]:
    note = handovers.last_note(here.session, here.village, week)
    if note is None:
        return {}
    promises = handovers.promises_of(here.session, note)
    return {
        "after": str(note.number),
        "words": handovers.words_of(here.session, note) or "",
        "promises": "\n".join(one.words for one in promises if one.words),
        "tasks": [one.task for one in promises if one.task],
    }


def _written(here: Place, week: Week, form: NoteForm) -> bool:
    lines = (line.strip() for line in (form.promises.data or "").splitlines())
    promises = [*(Promise(line) for line in lines if line), *(Promise("", task) for task in form.tasks.data or ())]
    note = Note(form.words.data or "", tuple(promises), key_of(form) or None, stated(form.after.data))
    try:
        with writing(here.session) as session:
            handovers.write(session, here.hand, here.village, week, note)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "words")
        return False
    return True


def _changed_elsewhere(here: Place, week: Week, form: NoteForm) -> str | None:
    """What stands there now, if that is more than the writer has seen."""
    note = handovers.last_note(here.session, here.village, week)
    if note is None or not form.is_overtaken(note.number):
        return None
    stored = _as_it_was(here, week)
    return "\n\n".join(str(stored[part]) for part in ("words", "promises") if stored[part])


def _reading() -> Reading | None:
    """The version that was in view, and when it was signed where that was without network."""
    seen = request.form.get("note", type=number)
    if seen is None:
        return None
    try:
        given = datetime.fromisoformat(request.form.get("given", ""))
    except ValueError:
        given = None
    return Reading(seen, given if given and given.tzinfo else None)
