"""Pages about feeds: how to take one up, for whoever has its link or scans a village's code."""

from datetime import datetime

from flask import Response, make_response, render_template

from rotation.board.calendars import feeds
from rotation.board.calendars.events import Event
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from web.accounts.whence import in_wechat
from web.calendars import asked, keep_facts
from web.feeds.asked import district, link
from web.feeds.room import room
from web.feeds.views import public_place
from web.language import chosen
from web.subscribing import address, private_address

SHOWN_TERMS = 4


@room.get("/feeds/<token>")
def private_page(token: str) -> Response:
    """What a private link is for: terms to be taken once, and the feed to be taken up."""
    found = link(token)
    terms = _next_terms(found.district_id, found.member) if found.member else []
    where = private_address(token)
    page = render_template(
        "feeds/private.html", address=where, token=token, link=found, terms=terms, in_wechat=in_wechat()
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@room.get("/villages/<code>/calendar")
def village_page(code: str) -> str:
    """How to have a village's teams and hearings in one's own calendar."""
    place = public_place(Village, code)
    where = address("feeds.village", "feeds.village_page", {"code": code})
    return render_template("feeds/public.html", place=place, address=where, in_wechat=in_wechat())


@room.get("/zones/<code>/calendar")
def zone_page(code: str) -> str:
    """How to have a zone's troubleshooters in one's own calendar."""
    place = public_place(Zone, code)
    where = address("feeds.zone", "feeds.zone_page", {"code": code})
    return render_template("feeds/public.html", place=place, address=where, in_wechat=in_wechat())


@room.get("/calendar-guides")
def guides() -> str:
    """How each kind of calendar takes up a feed, with pictures."""
    return render_template("feeds/guides.html")


def _next_terms(district_id: int, member: str) -> list[tuple[Week, Event]]:
    """The member's next terms, in the visitor's language."""
    session = keep_facts(district_id)
    with asked(chosen()) as how:
        year = feeds.member_year(session, district(district_id), member, how)
    terms = [event for event in year.events if not isinstance(event.first, datetime)]
    return [(Week(event.first), event) for event in terms[:SHOWN_TERMS]]
