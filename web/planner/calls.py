"""Who does not know yet: the list that a planner telephones down after publishing, each call ticked."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from rotation import notices
from rotation.board.calendars import links
from rotation.district.members import Member, members
from rotation.district.weeks import this_week, today
from rotation.errors import N_, NotFound
from rotation.notices import Notice
from rotation.roster import knowing
from rotation.roster.changes import Notice as Change
from rotation.roster.knowing import Known, News, Way
from rotation.roster.own_terms import terms_of
from rotation.roster.rosters import Roster, published
from rotation.store import now, writing
from web.numbers import number
from web.papers import Eyes, pdf_answer
from web.planner.desk import Desk, desk
from web.planner.room import room

READ_OUT = 4  # more than so many terms nobody writes down at the telephone


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the list: whom to call, what to say, and what their calendars did since."""

    member: Member
    news: News
    feeds: list[links.FeedLink]


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who knows: who, since when, and how."""

    member: Member
    known: Known


@dataclass(frozen=True, slots=True)
class ToSay:
    """What somebody is to be told by telephone: what has changed for them, and messages that no channel took."""

    member: Member
    news: Sequence[Change]
    messages: Sequence[Notice]

    @property
    def read_out(self) -> int:
        """How many of the changes are read out: all, or the nearest where a sheet of terms says the many better."""
        return len(self.news) if len(self.news) <= READ_OUT else knowing.NEAREST


@room.get("/calls")
def calls() -> str:
    """Everybody who has not been told what is published for them, and who has."""
    here = desk()
    roster = published(here.session, here.district.id)
    people = {row.code: row for row in members(here.session, here.district.id, inactive=True)}
    found = _calls(here, people)
    return render_template(
        "planner/calendars/calls.html",
        roster=roster,
        calls=found,
        told=_told(here, roster, people),
        messages=notices.to_phone(here.session, here.district.id),
        names=here.names(),
        has_many=any(len(call.news.notices) > READ_OUT for call in found),
    )


@room.get("/calls.pdf")
def call_sheet() -> Response:
    """The list on paper: whom to call, what to say, and boxes to tick."""
    here = desk()
    sheet = render_template(
        "planner/calendars/call_sheet.html", sheet=_on_paper(here), names=here.names(), made_at=now()
    )
    return pdf_answer([sheet], "calls.pdf", url_for("planner.calls"), Eyes.OWN)


@room.get("/calls/terms.pdf")
def term_sheets() -> Response:
    """For everybody with more news than can be told by telephone: all their terms, an A4 sheet each to hand out."""
    here = desk()
    many = [one.member for one in _on_paper(here) if one.read_out < len(one.news)]
    if not many:
        raise NotFound(N_("Nobody has so much news that it takes a sheet."))
    terms = terms_of(here.session, here.district.id, [member.code for member in many], this_week(), today())
    sheets = [
        render_template("mine/year_sheet.html", terms=terms[member.code], member=member, day_made=today())
        for member in many
    ]
    return pdf_answer(sheets, "terms.pdf", url_for("planner.calls"), Eyes.OWN)


def _on_paper(here: Desk) -> list[ToSay]:
    """Everybody with something to be told, the nearest week first; then those with nothing but messages."""
    people = {row.code: row for row in members(here.session, here.district.id, inactive=True)}
    found = {one.member: one.notices for one in knowing.news(here.session, here.district, today=today())}
    messages: dict[str, list[Notice]] = {}
    for one in notices.to_phone(here.session, here.district.id):
        if one.to in people and not (one.to in found and ":published:" in one.key):  # the news say it already
            messages.setdefault(one.to, []).append(one)
    codes = [*found, *(code for code in messages if code not in found)]
    return [ToSay(people[code], found.get(code, ()), messages.get(code, [])) for code in codes]


@room.post("/calls/<code>")
def call_tick(code: str) -> Answer:
    """This member has been told by telephone."""
    here, number = desk(), _number()
    by = here.by
    with writing(here.session) as session:
        knowing.know(session, here.district, number, code, Way.PHONE, by)
    flash(_("Ticked: %(name)s knows.", name=_name(here, code)))
    return redirect(url_for("planner.calls"))


@room.post("/calls/<code>/take-back")
def call_take_back(code: str) -> Answer:
    """This tick was a mistake."""
    here, number = desk(), _number()
    with writing(here.session) as session:
        knowing.take_back(session, here.district, number, code)
    flash(_("%(name)s is on the list again.", name=_name(here, code)))
    return redirect(url_for("planner.calls"))


def _calls(here: Desk, people: dict[str, Member]) -> list[Call]:
    feeds = links.by_member(here.session, here.district.id)
    found = knowing.news(here.session, here.district, today=today())
    return [Call(people[one.member], one, feeds.get(one.member, [])) for one in found]


def _told(here: Desk, roster: Roster | None, people: dict[str, Member]) -> list[Told]:
    if roster is None:
        return []
    return [Told(people[row.member], row) for row in knowing.who_knows(here.session, roster)]


def _number() -> int:
    """The roster that the planner had in view."""
    return request.form.get("roster", 0, type=number)


def _name(here: Desk, code: str) -> str:
    return here.names().member(code)
