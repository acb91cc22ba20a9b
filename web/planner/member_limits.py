"""The pages of recusals, members kept apart, and training."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from rotation.district import limits, training, values
from rotation.district.members import Member, member, members
from rotation.district.training import Course
from rotation.district.villages import known, places
from rotation.errors import N_, InvalidInput
from rotation.roster.rosters import Term
from web.dates import local_name, week_days
from web.forms import refuse
from web.planner.asking import ask
from web.planner.desk import Desk, desk
from web.planner.forms_facts import offered
from web.planner.forms_limits import ApartForm, RecusalForm, TrainingForm
from web.planner.room import room


@room.route("/members/<code>/recusal", methods=["GET", "POST"])
def recusal_new(code: str) -> str | Response:
    """Say where a member must not serve."""
    here = desk()
    row = member(here.session, here.district.id, code)
    form = RecusalForm()
    there = places(here.session, here.district.id).items()
    form.place.choices = offered((one, f"{one} {local_name(place)}") for one, place in there)
    if form.validate_on_submit() and _recused(here, form, code):
        return redirect(url_for("planner.member", code=code))
    return render_template("planner/district/recusal_form.html", form=form, member=row)


@room.route("/members/<code>/recusal/<place>/end", methods=["GET", "POST"])
def recusal_end(code: str, place: str) -> str | Response:
    """Let a member serve there again, after asking."""
    here = desk()
    back = url_for("planner.member", code=code)
    if request.method == "POST":
        district_id = here.district.id
        with here.changing(Term.member == code) as session:
            limits.lift_recusal(session, member(session, district_id, code), place)
        flash(_("The recusal is lifted."))
        return redirect(back)
    row = member(here.session, here.district.id, code)
    where = places(here.session, here.district.id).get(place)
    return ask(
        _("Lift the recusal of %(name)s?", name=row.name),
        _("New plans may then send %(name)s to %(place)s.", name=row.name, place=local_name(where) if where else place),
        yes=_("Lift the recusal"),
        back=back,
    )


@room.route("/members/<code>/apart", methods=["GET", "POST"])
def apart_new(code: str) -> str | Response:
    """Say with whom a member must not be in one team."""
    here = desk()
    row = member(here.session, here.district.id, code)
    everybody = members(here.session, here.district.id)
    form = ApartForm()
    if form.validate_on_submit() and _kept_apart(here, form, code, everybody):
        return redirect(url_for("planner.member", code=code))
    return render_template("planner/district/apart_form.html", form=form, member=row, everybody=everybody)


@room.route("/members/<code>/apart/<other>/end", methods=["GET", "POST"])
def apart_end(code: str, other: str) -> str | Response:
    """Let two be in one team again, after asking."""
    here = desk()
    back = url_for("planner.member", code=code)
    district_id = here.district.id
    if request.method == "POST":
        with here.changing(_of(code, other)) as session:
            limits.let_together(session, member(session, district_id, code), member(session, district_id, other))
        flash(_("The two may be in one team again."))
        return redirect(back)
    first, second = member(here.session, district_id, code), member(here.session, district_id, other)
    return ask(
        _("Let %(name)s and %(other)s be in one team again?", name=first.name, other=second.name),
        _("New plans may then put them together."),
        yes=_("Let them"),
        back=back,
    )


@room.route("/members/<code>/training", methods=["GET", "POST"])
def training_edit(code: str) -> str | Response:
    """Say which courses a member has completed."""
    here = desk()
    row = member(here.session, here.district.id, code)
    stored = {one.course.value: one.completed for one in training.training_of(here.session, row)}
    form = TrainingForm(data=stored)
    if form.validate_on_submit() and _trained(here, form, code):
        return redirect(url_for("planner.member", code=code))
    return render_template("planner/district/training_form.html", form=form, member=row)


def _recused(here: Desk, form: RecusalForm, code: str) -> bool:
    district_id, place, reason = here.district.id, form.place.data, form.reason.data
    try:
        with here.changing(Term.member == code) as session:
            row = member(session, district_id, code)
            stored = limits.recuse(session, row, place, reason, known(session, district_id, here.settings.skills))
            stored.by, stored.by_member = here.by, False
    except InvalidInput as error:
        refuse(form, error)
        return False
    flash(_("The recusal is saved. It counts in new plans and in every edit of a draft."))
    return True


def _kept_apart(here: Desk, form: ApartForm, code: str, everybody: list[Member]) -> bool:
    district_id, reason = here.district.id, form.reason.data
    try:
        other = _meant(form.other.data, everybody)
        with here.changing(_of(code, other)) as session:
            limits.keep_apart(session, member(session, district_id, code), member(session, district_id, other), reason)
    except InvalidInput as error:
        refuse(form, error)
        return False
    flash(_("Saved: the two will not be put in one team."))
    return True


def _of(*codes: str) -> ColumnElement[bool]:
    """The terms of these members."""
    return Term.member.in_(codes)


def _meant(words: str, everybody: list[Member]) -> str:
    """The number of the member that is meant by a number, a name, or the number and the name."""
    exact = [row.code for row in everybody if words.split(maxsplit=1)[:1] == [row.code]]
    found = exact or [row.code for row in everybody if row.name == words]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInput(
            N_("Several members are called “%(words)s”; enter the number: %(codes)s."),
            field="other",
            words=words,
            codes=tuple(found),
        )
    raise InvalidInput(N_("No active member is called “%(words)s”; enter the number."), field="other", words=words)


def _trained(here: Desk, form: TrainingForm, code: str) -> bool:
    faults = [fault for one in (form.basic, form.lead) if one.data for fault in values.day(one.name, one.data)]
    for fault in faults:
        refuse(form, fault)
    if faults:
        return False
    district_id, days = here.district.id, {Course.BASIC: form.basic.data, Course.LEAD: form.lead.data}
    with here.changing(Term.member == code) as session:
        row = member(session, district_id, code)
        for course, completed in days.items():
            training.complete(session, row, course, completed)
        first = training.first_week_to_serve(training.training_of(session, row))
    flash(_("Saved. Serves from %(week)s.", week=week_days(first)) if first else _("Saved. Does not serve yet."))
    return True
