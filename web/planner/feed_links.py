"""Calendar links: a member's, and the planner's own for the whole district; made, shown once, replaced, ended alone."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.board.calendars import feeds, links
from rotation.board.calendars.links import Owner
from rotation.district.members import member
from rotation.district.weeks import Week
from rotation.store import writing
from web.calendar_links import LinkForm, made, shown_once
from web.calendars import asked, file_answer, keep_facts
from web.language import chosen
from web.planner.desk import Desk, desk
from web.planner.room import room
from web.planner.terms import terms_ahead


@dataclass(frozen=True, slots=True)
class Links:
    """Whose links a page is about, what it is called, and where it and its way back lead."""

    owner: Owner
    title: str
    here: str
    back: str
    back_text: str

    def to(self, deed: str) -> str:
        """Where one of the links is replaced, or ended."""
        return f"{self.here}/{deed}"


@room.route("/members/<code>/calendar", methods=["GET", "POST"])
def member_links(code: str) -> str | Response:
    """A member's calendar links, and a new one."""
    return _page(desk(), _of_member(desk(), code))


@room.get("/members/<code>/calendar/<any(replace, end):deed>")
def member_link_ask(code: str, deed: str) -> str:
    """Ask once before one of a member's links is replaced or ended."""
    return _ask(desk(), _of_member(desk(), code), deed)


@room.post("/members/<code>/calendar/replace")
def member_link_replace(code: str) -> Response:
    """A new address for a member in place of one that is lost."""
    return _replace(desk(), _of_member(desk(), code))


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


@room.get("/calendar-links/<any(replace, end):deed>")
def own_link_ask(deed: str) -> str:
    """Ask once before one of the planner's own links is replaced or ended."""
    return _ask(desk(), _own(desk()), deed)


@room.post("/calendar-links/replace")
def own_link_replace() -> Response:
    """A new address in place of one of the planner's own."""
    return _replace(desk(), _own(desk()))


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
        url_for("planner.member", code=code),
        row.name,
    )


def _own(here: Desk) -> Links:
    return Links(
        Owner(here.district.id, login=here.by),
        _("The whole roster in my calendar"),
        url_for("planner.own_links"),
        url_for("planner.rosters"),
        _("All rosters"),
    )


def _page(here: Desk, about: Links) -> str | Response:
    """The links with their form; a new one is shown on the answer itself."""
    form = LinkForm()
    token = made(form, about.owner, here.by)
    if token:
        return shown_once("planner/calendars/made.html", token, about=about, name=form.name.data)
    held = links.links(here.session, about.owner)
    terms = terms_ahead(here, about.owner.member) if about.owner.member else []
    return render_template("planner/calendars/links.html", about=about, form=form, links=held, terms=terms)


def _ask(here: Desk, about: Links, deed: str) -> str:
    """Neither can be taken back, and the device has to be told."""
    link = links.link(here.session, about.owner, _named())
    return render_template("planner/calendars/ask.html", about=about, deed=deed, link=link)


def _replace(here: Desk, about: Links) -> Response:
    name, by = _named(), here.by
    with writing(here.session) as session:
        token = links.replace(session, about.owner, name, by)
    return shown_once("planner/calendars/made.html", token, about=about, name=name)


def _end(here: Desk, about: Links) -> Response:
    name, by = _named(), here.by
    with writing(here.session) as session:
        links.end(session, about.owner, name, by)
    flash(_("The link “%(name)s” is ended; whatever fetched it gets nothing any more.", name=name))
    return redirect(about.here)


def _named() -> str:
    return request.values.get("name", "")
