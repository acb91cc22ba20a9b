"""The pages of members: looking through them, one member, adding, editing, making inactive."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district import limits, roll
from rotation.district.leave import leave_of
from rotation.district.members import Member, MemberFacts, Role, member, members
from rotation.district.training import first_week_to_lead, first_week_to_serve, training_of
from rotation.district.villages import places
from rotation.district.weeks import this_week
from web.being_told import how_page
from web.planner import saving
from web.planner.choices import ROLES
from web.planner.desk import Desk, desk
from web.planner.forms_member import MemberForm, NewMemberForm
from web.planner.room import room
from web.planner.terms import roster_in_force, terms_ahead

PER_PAGE = 100
_ASKED = ("q", "state", "role", "skill", "leads", "away", "untrained")


@room.get("/members", endpoint="members")
def member_list() -> str:
    """All members, to look through."""
    here = desk()
    everybody = roll.roll(here.session, here.district.id, this_week())
    search = _search()
    found = [entry for entry in everybody if search.finds(entry)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "planner/district/members.html",
        search=search,
        everybody=everybody,
        found=found,
        shown=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        pages=pages,
        roles=ROLES,
        skills=here.settings.skills,
        asked={name: value for name, value in request.args.items() if name in _ASKED},
    )


@room.get("/members/<code>", endpoint="member")
def member_page(code: str) -> str:
    """One member: everything that is known, and what can be done."""
    here = desk()
    row = member(here.session, here.district.id, code)
    courses = training_of(here.session, row)
    return render_template(
        "planner/district/member.html",
        member=row,
        courses={training.course: training.completed for training in courses},
        serves_from=first_week_to_serve(courses),
        leads_from=first_week_to_lead(courses),
        leave=leave_of(here.session, row),
        recusals=limits.recusals(here.session, row),
        apart=limits.kept_apart(here.session, row),
        terms=terms_ahead(here, code),
        roster=roster_in_force(here),
        places=places(here.session, here.district.id),
    )


@room.route("/new-member", methods=["GET", "POST"])
def member_new() -> str | Response:
    """Add a member."""
    here = desk()
    everybody = members(here.session, here.district.id, inactive=True)
    form = _form(here, NewMemberForm, roles=[Role.TEAM.value], code=saving.suggested_code(here, everybody, "m"))
    if form.validate_on_submit() and saving.add(here, form, Member(district_id=here.district.id, code=form.code.data)):
        flash(_("%(name)s is added. Next: the training, which decides from when a member serves.", name=form.name.data))
        return redirect(url_for("planner.member", code=form.code.data))
    return render_template("planner/district/member_form.html", form=form, member=None)


@room.route("/members/<code>/edit", methods=["GET", "POST"])
def member_edit(code: str) -> str | Response:
    """Change what is said of a member."""
    here = desk()
    row = member(here.session, here.district.id, code)
    form = _form(here, MemberForm, **_stored(row))
    if form.validate_on_submit():
        if saving.change(here, form, member, code):
            flash(_("Saved."))
            return redirect(url_for("planner.member", code=code))
        form.note_changes(_form(here, MemberForm, formdata=None, **_stored(row)), row.version)
    return render_template("planner/district/member_form.html", form=form, member=row)


@room.route("/members/<code>/told", methods=["GET", "POST"])
def member_told(code: str) -> str | Response:
    """Say for a member in which language and by what they are told."""
    here = desk()
    row = member(here.session, here.district.id, code)
    done = url_for("planner.member", code=code)
    return how_page(here.session, here.settings.notices, code, "planner/district/member_told.html", done, member=row)


@room.route("/members/<code>/leave-off", methods=["GET", "POST"])
def member_deactivate(code: str) -> str | Response:
    """Make a member inactive, after showing the terms that are published for them."""
    here = desk()
    if request.method == "POST":
        saving.make_inactive(here, member, code)
        return redirect(url_for("planner.member", code=code))
    row = member(here.session, here.district.id, code)
    return render_template("planner/district/member_deactivate.html", member=row, terms=terms_ahead(here, code))


@room.post("/members/<code>/activate")
def member_activate(code: str) -> Response:
    """Make a member active again."""
    saving.activate(desk(), member, code)
    return redirect(url_for("planner.member", code=code))


def _search() -> roll.Search:
    asked = request.args
    state = asked.get("state", roll.ACTIVE)
    return roll.Search(
        words=asked.get("q", "")[:100],
        state=state if state in (roll.INACTIVE, roll.ALL) else roll.ACTIVE,
        role=asked.get("role", ""),
        skill=asked.get("skill", ""),
        only_leads="leads" in asked,
        only_away="away" in asked,
        only_untrained="untrained" in asked,
    )


def _form(here: Desk, kind: type[MemberForm], **data: Any) -> Any:
    form = kind(**data)
    form.offer(list(here.settings.skills), list(places(here.session, here.district.id).values()))
    return form


def _stored(row: Member) -> dict[str, Any]:
    return {"data": asdict(MemberFacts.of(row)) | {"version": row.version}}
