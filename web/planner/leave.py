"""The pages of leave, entered by a planner on a member's behalf."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district import leave as leaves
from rotation.district.members import member
from web import leaving
from web.dates import day
from web.planner.asking import ask
from web.planner.desk import desk
from web.planner.room import room

TEMPLATE = "planner/district/leave_form.html"


@room.route("/members/<code>/leave", methods=["GET", "POST"])
def leave_new(code: str) -> str | Response:
    """Enter leave."""
    return leaving.leave_page(_desk(), code, None, TEMPLATE, url_for("planner.member", code=code))


@room.route("/members/<code>/leave/<first>/<last>", methods=["GET", "POST"])
def leave_edit(code: str, first: str, last: str) -> str | Response:
    """Change leave."""
    days = leaving.days_of(first, last)
    return leaving.leave_page(_desk(), code, days, TEMPLATE, url_for("planner.member", code=code))


@room.route("/members/<code>/leave/<first>/<last>/end", methods=["GET", "POST"])
def leave_end(code: str, first: str, last: str) -> str | Response:
    """Take leave back, after asking."""
    here, days = desk(), leaving.days_of(first, last)
    if request.method == "POST":
        leaving.end_leave(_desk(), code, days)
        return redirect(url_for("planner.member", code=code))
    row = member(here.session, here.district.id, code)
    stored = leaves.leave(here.session, row, *days)
    return ask(
        _("Take back the leave of %(name)s?", name=row.name),
        _("From %(first)s to %(last)s.", first=day(stored.first_day), last=day(stored.last_day)),
        yes=_("Take the leave back"),
        back=url_for("planner.member", code=code),
    )


def _desk() -> leaving.Desk:
    here = desk()
    return leaving.Desk(here.session, here.district, here.by, by_member=False)
