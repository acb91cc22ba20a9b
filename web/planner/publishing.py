"""Publishing a draft, and bringing one up to date that another version has overtaken."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from rotation.board import stand_ins
from rotation.district.weeks import today
from rotation.errors import N_, Conflict
from rotation.roster import publishing, updating
from rotation.roster.changes import notices_of
from rotation.roster.publishing import Review
from rotation.roster.rosters import Roster, Status, published
from rotation.store import writing
from web.errors import told
from web.forms import Area, Form, Submit, Tick
from web.planner.desk import NUMBER, Desk, desk
from web.planner.editing import editor_of
from web.planner.room import room

_LONGEST_NOTE = 1000


class PublishForm(Form):
    """The note to a version; `seen` names the warnings that the page has shown."""

    note = Area(
        _l("A note for the record, if you like"),
        description=_l("Why this version, what changed. Planners see it in the list of versions."),
        validators=[Length(max=_LONGEST_NOTE, message=_l("Keep the note under 1,000 characters."))],
    )
    seen = HiddenField()
    submit = Submit(_l("Publish"))


class WarnedForm(PublishForm):
    """The same where there are warnings: they must have been read."""

    acknowledged = Tick(
        _l("I have read the warnings and publish all the same."),
        validators=[InputRequired(_l("Read the warnings and tick the box, or go back and mend the draft."))],
    )


@room.route(f"/rosters/{NUMBER}/publish", methods=["GET", "POST"])
def publish_roster(number: int) -> str | Response:
    """What publishing means: how many notices, which warnings; then publish."""
    at = desk()
    roster = at.roster(number)
    if roster.status != Status.DRAFT:
        raise Conflict(N_("This roster has been published already."))
    review = publishing.review(at.session, at.district, roster, at.settings, today=today())
    form = WarnedForm() if review.warnings else PublishForm()
    if not form.validate_on_submit():
        return _publish_page(at, roster, review, form)
    try:
        return _publish(at, number, form)
    except Conflict as error:
        review = publishing.review(at.session, at.district, roster, at.settings, today=today())
        kind = WarnedForm if review.warnings else PublishForm
        form = kind(formdata=None, data={"note": form.note.data})  # other warnings: they want a tick of their own
        return _publish_page(at, roster, review, form, problem=told(error))


def _publish_page(at: Desk, roster: Roster, review: Review, form: PublishForm, *, problem: str = "") -> str:
    form.seen.data = review.digest
    return render_template(
        "planner/roster/publish.html",
        roster=roster,
        review=review,
        notices=notices_of(at.session, at.district, roster, today=today()),
        form=form,
        problem=problem,
        in_force=published(at.session, at.district.id),
        names=at.names(),
    )


def _publish(at: Desk, number: int, form: PublishForm) -> Response:
    editor, signature = editor_of(at), publishing.Signature(form.note.data or "", form.seen.data or "")
    with at.changing():
        before = published(at.session, at.district.id)
        roster = publishing.publish(at.session, at.district, number, at.settings, editor, signature)
        stand_ins.tell_of_version(at.session, at.settings, at.district, roster, before)
        version = roster.version
    flash(_("Version %(version)s is published. Everybody can see it now.", version=version))
    return redirect(url_for("planner.roster_page", number=number), HTTPStatus.SEE_OTHER)


@room.get(f"/rosters/{NUMBER}/update")
def update_asked(number: int) -> str:
    """What has been published since the draft was made."""
    at = desk()
    roster = at.roster(number)
    return render_template(
        "planner/roster/update.html",
        roster=roster,
        between=updating.between(at.session, roster),
        differences=updating.came_between(at.session, roster, today=today()),
        names=at.names(),
    )


@room.post(f"/rosters/{NUMBER}/update")
def update_draft(number: int) -> Response:
    """Make a new draft of the old one that follows the version in force."""
    at = desk()
    with writing(at.session):
        update = updating.bring_up_to_date(at.session, at.district, number, at.settings, by=at.by, today=today())
        made = update.roster.number
    flash(_("This is a new draft that follows the version in force. The old draft is still there."))
    return redirect(url_for("planner.roster_history", number=made), HTTPStatus.SEE_OTHER)
