"""Where a page of the field stands: the village, who acts there, and the day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from rotation.district.villages import Village, village
from rotation.district.weeks import CHINA, Week
from rotation.record.duty import day_of, week_of
from rotation.record.lists import Complaint, Finding, item_of
from rotation.record.rights import require_team
from rotation.record.roles import Hand, Role
from rotation.settings import Settings
from rotation.store import now
from web.accounts import actor, current_district
from web.extensions import db
from web.hand import hand_in
from web.installation import settings
from web.served import villages_inspected

__all__ = ["Place", "at_item", "at_village", "day_in", "inspected", "team_at"]

_NOON = time(12)
_TOMORROW = timedelta(days=1)
_AHEAD = "Offline-Ahead"  # with it a phone asks for the forms of days to come, to have them without network


@dataclass(frozen=True, slots=True)
class Place:
    """A village, and who acts there: all that a page's questions to the record need."""

    session: Session
    settings: Settings
    village: Village
    hand: Hand
    code: str


def at_village(code: str, day: date | None = None) -> Place:
    """A village of the district of the one who asks.

    Who is a troubleshooter now and was a secretary in the week of `day` acts as a secretary about that day.
    """
    session = db.session()
    found = village(session, current_district().id, code)
    moment = now()
    hand = hand_in(session, actor(), found, moment)
    if day is not None and hand.role is Role.TROUBLESHOOTER and Week.of(day) != week_of(moment):
        hand = hand_in(session, actor(), found, datetime.combine(day, _NOON, CHINA))
    return Place(session, settings(), found, hand, code)


def at_item(code: str) -> tuple[Place, Complaint | Finding]:
    """A complaint or finding of the district of the one who asks, and its village; 404 for those of others."""
    session = db.session()
    item = item_of(session, code)
    where = session.get_one(Village, item.village_id)
    if where.district_id != current_district().id:
        raise NotFound
    return at_village(where.code, item.day), item


def team_at(code: str, address: str) -> tuple[Place, date]:
    """A village and a day of its team; NotAllowed for everybody else."""
    day = day_in(address)
    here = at_village(code, day)
    require_team(here.session, here.hand, here.village, Week.of(day))
    return here, day


def day_in(address: str) -> date:
    """The day that stands in an address; 404 where it is none, or has not come yet."""
    try:
        day = date.fromisoformat(address)
    except ValueError:
        raise NotFound from None
    if day > _last_day() or str(day) != address:
        raise NotFound
    return day


def _last_day() -> date:
    """Today; for an empty form that a phone will keep, the end of the week: what it sends is judged when it comes."""
    today = day_of(now())
    return (
        max(Week.of(today).sunday, today + _TOMORROW)
        if request.method == "GET" and _AHEAD in request.headers
        else today
    )


def inspected() -> list[Village]:
    """The villages that the official who asks sees to, by code."""
    asking = actor()
    return villages_inspected(db.session(), asking) if asking else []
