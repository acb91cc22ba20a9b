"""The committee's room: everything under /committee, for those who speak for a village's committee."""

from dataclasses import dataclass

from flask import Blueprint
from sqlalchemy.orm import Session

from rotation.district.offices import office
from rotation.district.villages import Village
from rotation.record.roles import Hand
from rotation.settings import Settings
from web.accounts import actor, committees_only, current_district
from web.extensions import db
from web.hand import hand_in
from web.installation import settings

__all__ = ["Desk", "desk", "room"]

room = Blueprint("committee", __name__, url_prefix="/committee")
room.before_request(committees_only)


@dataclass(frozen=True, slots=True)
class Desk:
    """The committee's desk: its village, and who sits there."""

    session: Session
    settings: Settings
    village: Village
    hand: Hand


def desk() -> Desk:
    """The desk of the one who asks."""
    session, asking = db.session(), actor()
    own = office(session, current_district().id, (asking.office if asking else None) or "")
    village = session.get_one(Village, own.village_id)
    return Desk(session, settings(), village, hand_in(session, asking, village))
