"""The offices' room: everything under /office, for township and district offices, and officials who belong to one."""

from dataclasses import dataclass

from flask import Blueprint
from sqlalchemy.orm import Session

from rotation.district.offices import Office, office
from rotation.errors import N_, NotFound
from web.accounts import Role, actor, admit, current_district
from web.extensions import db

__all__ = ["ADMITTED", "Desk", "desk", "room"]

ADMITTED = (Role.TOWNSHIP, Role.DISTRICT, Role.OFFICIAL)

room = Blueprint("offices", __name__, url_prefix="/office")
room.before_request(admit(*ADMITTED))


@dataclass(frozen=True, slots=True)
class Desk:
    """An office's desk; `decides` where the one who sits there may grant and refuse money."""

    session: Session
    office: Office
    decides: bool


def desk() -> Desk:
    """The desk of the one who asks; NotFound for an official of villages only."""
    asking = actor()
    if asking is None or asking.office is None:
        raise NotFound(N_("Your login belongs to no office, so no tasks are passed up to it."))
    session = db.session()
    found = office(session, current_district().id, asking.office)
    return Desk(session, found, asking.may_be(Role.TOWNSHIP, Role.DISTRICT))
