"""A member's own calendars: files to be taken once, and links that keep up to date, made, replaced and ended alone."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.board.calendars import feeds, links
from rotation.board.calendars.events import Feed
from rotation.board.calendars.links import Owner
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.store import writing
from web.accounts import actor, current_district, members_only
from web.calendar_links import LinkForm, made, shown_once
from web.calendars import asked, file_answer, keep_facts
from web.extensions import db
from web.language import chosen

own = Blueprint("own_calendars", __name__, url_prefix="/my-calendars")
own.before_request(members_only)
SHOWN_TERMS = 4
REPLACE, END = "replace", "end"


@own.route("", methods=["GET", "POST"])
def page() -> str | Response:
    """One's own terms as files, one's own links, and a new one."""
    owner, login = _owner()
    form = LinkForm(language=chosen())
    token = made(form, owner, login)
    if token:
        return shown_once("feeds/own_new.html", token, name=form.name.data)
    year = _year(current_district(), owner)
    terms = [(Week(event.first), event) for event in year.events if not isinstance(event.first, datetime)]
    return render_template(
        "feeds/own.html", form=form, links=links.links(db.session(), owner), terms=terms[:SHOWN_TERMS]
    )


@own.get("/<any(replace, end):deed>")
def ask(deed: str) -> str:
    """Ask once, in words, before a link is replaced or ended: neither can be taken back."""
    owner, _login = _owner()
    return render_template("feeds/own_ask.html", deed=deed, link=links.link(db.session(), owner, _named()))


@own.post("/replace")
def replace() -> Response:
    """A new address in place of one that is lost."""
    owner, login = _owner()
    with writing(db.session()) as session:
        token = links.replace(session, owner, _named(), login)
    return shown_once("feeds/own_new.html", token, name=_named())


@own.post("/end")
def end() -> Response:
    """End one of one's own links."""
    owner, login = _owner()
    with writing(db.session()) as session:
        links.end(session, owner, _named(), login)
    flash(_("The link “%(name)s” is ended; whatever fetched it gets nothing any more.", name=_named()))
    return redirect(url_for("own_calendars.page"))


@own.get("/year.ics")
def year_file() -> Response:
    """All of one's own terms from this week on, as a file."""
    return file_answer(_year(current_district(), _owner()[0]))


@own.get("/<week>.ics")
def term_file(week: str) -> Response:
    """One of one's own terms, as a file."""
    which, district = Week.parse(week), current_district()
    session = keep_facts(district.id)
    with asked(chosen()) as how:
        return file_answer(feeds.member_term(session, district, _member(_owner()[0]), which, how), f"-{which}")


def _owner() -> tuple[Owner, str]:
    """Whose links these are, and the login that asks."""
    asking, district = actor(), current_district()
    if asking is None or asking.member is None:
        raise NotFound(N_("This login belongs to no member."))
    return Owner(district.id, member=asking.member), asking.code


def _member(owner: Owner) -> str:
    return owner.member or ""


def _year(district: District, owner: Owner) -> Feed:
    session: Session = keep_facts(district.id)
    with asked(chosen()) as how:
        return feeds.member_year(session, district, _member(owner), how)


def _named() -> str:
    return request.values.get("name", "")
