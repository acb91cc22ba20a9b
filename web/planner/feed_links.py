"""Calendar links: a member's, and the planner's own for the whole district; made, shown once, ended alone."""

from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.board.calendars import feeds, links
from rotation.board.calendars.links import Owner
from rotation.district.members import member
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from rotation.store import writing
from web.calendars import asked, file_answer, keep_facts
from web.forms import Form, OneOf, Submit, Text, refuse
from web.language import chosen
from web.planner.desk import Desk, desk
from web.planner.room import room
from web.planner.terms import terms_ahead
from web.subscribing import private_address


class LinkForm(Form):
    """A new link: for which device, and in which language it speaks."""

    name = Text(
        _l("Name of the link"),
        description=_l("The device it is for, such as “mobile phone”. It is ended by this name."),
        validators=[InputRequired(_l("Give the link a name."))],
    )
    language = OneOf(
        _l("Language of the calendar"),
        choices=[SelectChoice("zh_Hans", "中文"), SelectChoice("en", "English")],
        default="zh_Hans",
    )
    submit = Submit(_l("Make the link"))


@dataclass(frozen=True, slots=True)
class Links:
    """Whose links a page is about, what it is called, and where it and its buttons lead."""

    owner: Owner
    title: str
    here: str
    end: str
    back: str
    back_text: str


@room.route("/members/<code>/calendar", methods=["GET", "POST"])
def member_links(code: str) -> str | Response:
    """A member's calendar links, and a new one."""
    return _page(desk(), _of_member(desk(), code))


@room.post("/members/<code>/calendar/end")
def member_link_end(code: str) -> Response:
    """End one of a member's links."""
    return _end(desk(), _of_member(desk(), code))


@room.get("/members/<code>/calendar/year.ics")
def member_year_file(code: str) -> Response:
    """All that is published of a member from this week on, as a file."""
    here = desk()
    session = keep_facts(here.district.id)
    with asked(chosen()) as how:
        return file_answer(feeds.member_year(session, here.district, code, how))


@room.get("/members/<code>/calendar/<week>.ics")
def member_term_file(code: str, week: str) -> Response:
    """One term of a member, as a file."""
    here, which = desk(), Week.parse(week)
    session = keep_facts(here.district.id)
    with asked(chosen()) as how:
        return file_answer(feeds.member_term(session, here.district, code, which, how), f"-{which}")


@room.route("/calendar-links", methods=["GET", "POST"])
def own_links() -> str | Response:
    """The planner's own links to the whole district's feed, and a new one."""
    return _page(desk(), _own(desk()))


@room.post("/calendar-links/end")
def own_link_end() -> Response:
    """End one of the planner's own links."""
    return _end(desk(), _own(desk()))


def _of_member(here: Desk, code: str) -> Links:
    row = member(here.session, here.district.id, code)
    return Links(
        Owner(here.district.id, member=row.code),
        _("Calendar of %(name)s", name=row.name),
        url_for("planner.member_links", code=code),
        url_for("planner.member_link_end", code=code),
        url_for("planner.member", code=code),
        row.name,
    )


def _own(here: Desk) -> Links:
    return Links(
        Owner(here.district.id, login=here.by),
        _("The whole roster in my calendar"),
        url_for("planner.own_links"),
        url_for("planner.own_link_end"),
        url_for("planner.rosters"),
        _("All rosters"),
    )


def _page(here: Desk, about: Links) -> str | Response:
    """The links with their form; a new one is shown on the answer itself, for nobody can be told it again."""
    form = LinkForm()
    made = _made(here, form, about.owner) if form.validate_on_submit() else None
    if made is None:
        held = links.links(here.session, about.owner)
        terms = terms_ahead(here, about.owner.member) if about.owner.member else []
        return render_template("planner/calendars/links.html", about=about, form=form, links=held, terms=terms)
    address = private_address(made)
    response = make_response(
        render_template("planner/calendars/made.html", about=about, name=form.name.data, address=address)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _made(here: Desk, form: LinkForm, owner: Owner) -> str | None:
    """The token of the new link; None where it is refused, with the reason on the form."""
    by = here.by
    try:
        with writing(here.session) as session:
            return links.make(session, owner, form.name.data or "", form.language.data, by)
    except InvalidInput as error:
        refuse(form, error)
        return None


def _end(here: Desk, about: Links) -> Response:
    name, by = request.form.get("name", ""), here.by
    with writing(here.session) as session:
        links.end(session, about.owner, name, by)
    flash(_("The link “%(name)s” is ended; whatever fetched it gets nothing any more.", name=name))
    return redirect(about.here)
