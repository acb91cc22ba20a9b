"""One's own leave and recusals: what they would mean is shown before they are sent."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from rotation.district import leave as leaves
from rotation.district import limits
from rotation.district.villages import known, places
from rotation.district.weeks import today
from rotation.errors import InvalidInput
from web import leaving
from web.dates import day, local_name
from web.forms import Choice, Form, Submit, line, refuse
from web.mine.room import Own, own, room


class RecusalForm(Form):
    """A place where one must not serve."""

    place = Choice(_l("Village or zone"))
    reason = line(_l("Reason"), description=_l("Kin in office, an own interest … For planners only."))
    submit = Submit(_l("Send"))


@room.get("/leave")
def leave() -> str:
    """The leave and the recusals that are stored."""
    here = own()
    there = places(here.session, here.district.id)
    recused = limits.recusals(here.session, here.member)
    return render_template(
        "mine/leave.html",
        leave=leaves.leave_of(here.session, here.member),
        today=today(),
        recusals=[(row, there[row.place]) for row in recused if row.place in there],
    )


@room.route("/leave/new", methods=["GET", "POST"])
def leave_new() -> str | Response:
    """Ask for leave."""
    return leaving.leave_page(_desk(own()), own().code, None, "mine/leave_form.html", url_for("mine.leave"))


@room.route("/leave/<first>/<last>/end", methods=["GET", "POST"])
def leave_end(first: str, last: str) -> str | Response:
    """Take leave back, after asking."""
    here, days = own(), leaving.days_of(first, last)
    if request.method == "POST":
        leaving.end_leave(_desk(here), here.code, days)
        return redirect(url_for("mine.leave"))
    stored = leaves.leave(here.session, here.member, *days)
    return render_template(
        "mine/ask.html",
        title=_("Take this leave back?"),
        text=_("From %(first)s to %(last)s.", first=day(stored.first_day), last=day(stored.last_day)),
        yes=_("Take the leave back"),
        home=url_for("mine.leave"),
    )


@room.route("/recusals/new", methods=["GET", "POST"])
def recusal_new() -> str | Response:
    """Say where one must not serve."""
    here = own()
    form = RecusalForm()
    there = places(here.session, here.district.id).items()
    form.place.choices = [SelectChoice(code, local_name(place)) for code, place in there if place.active]
    if form.validate_on_submit() and _recused(here, form):
        return redirect(url_for("mine.leave"))
    return render_template("mine/recusal_form.html", form=form)


@room.route("/recusals/<place>/end", methods=["GET", "POST"])
def recusal_end(place: str) -> str | Response:
    """Be sent there again, after asking."""
    here = own()
    if request.method == "POST":
        with _desk(here).changing(here.code) as session:
            limits.lift_recusal(session, here.member, place)
        flash(_("The recusal is lifted."))
        return redirect(url_for("mine.leave"))
    where = places(here.session, here.district.id).get(place)
    return render_template(
        "mine/ask.html",
        title=_("May you serve there again?"),
        text=local_name(where) if where else place,
        yes=_("Lift the recusal"),
        home=url_for("mine.leave"),
    )


def _recused(here: Own, form: RecusalForm) -> bool:
    place, reason, skills = form.place.data, form.reason.data, here.settings.skills
    try:
        with _desk(here).changing(here.code) as session:
            row = limits.recuse(session, here.member, place, reason, known(session, here.district.id, skills))
            row.by, row.by_member = here.by, True
    except InvalidInput as error:
        refuse(form, error)
        return False
    flash(_("The recusal is saved."))
    return True


def _desk(here: Own) -> leaving.Desk:
    return leaving.Desk(here.session, here.district, here.by, by_member=True)
