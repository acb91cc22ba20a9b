"""Whoever asks, as the field record knows those who act: the role, the office, the member who serves."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from rotation.district.villages import Village
from rotation.record import roles
from rotation.record.duty import duty, week_of
from rotation.record.roles import Hand
from rotation.store import now
from web.accounts import Actor, Role
from web.errors import LoginEnded
from web.keys import Keys

__all__ = ["hand_in", "slip_key"]

_AS = {  # what a login is for -> in which role it acts; the first that it has counts
    Role.OFFICIAL: roles.Role.OFFICIAL,
    Role.COMMITTEE: roles.Role.COMMITTEE,
    Role.TOWNSHIP: roles.Role.TOWNSHIP,
    Role.DISTRICT: roles.Role.DISTRICT,
    Role.PLANNER: roles.Role.PLANNER,
}


def hand_in(session: Session, asking: Actor | None, village: Village, at: datetime | None = None) -> Hand:
    """The one who asks, acting in a village.

    A member acts as the troubleshooter in the week of a term in its zone, else as a secretary; whether they serve
    there is for the record to judge. LoginEnded for the public: those who have no login act as villagers.
    Forbidden for a login that has no part in the record.
    """
    if asking is None:
        raise LoginEnded
    if asking.may_be(Role.MEMBER):
        return Hand(_serving(session, asking, village, at or now()), asking.code, member=asking.member)
    role = next((acting for role, acting in _AS.items() if asking.may_be(role)), None)
    if role is None:
        raise Forbidden
    planned = asking.district_id if role is roles.Role.PLANNER else None
    return Hand(role, asking.code, office=asking.office, villages=asking.villages, district=planned)


def slip_key() -> bytes:
    """The key from which the marks of slips' codes are made."""
    known: Keys = current_app.extensions["keys"]
    return known.slips


def _serving(session: Session, asking: Actor, village: Village, at: datetime) -> roles.Role:
    zone = duty(session, village.district_id, week_of(at), [village.id]).troubleshooters(village.id)
    return roles.Role.TROUBLESHOOTER if asking.member in zone else roles.Role.SECRETARY
