"""Whoever asks, as the field record knows those who act: the role, the office, the member who serves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from rotation.district.villages import Village
from rotation.record import roles
from rotation.record.duty import duty, week_of
from rotation.record.rights import Acting
from rotation.record.roles import Hand
from rotation.store import now
from web.accounts import Actor, Role
from web.errors import LoginEnded
from web.installation import keys

__all__ = ["hand_in", "hands_in", "slip_key"]

_AS = {  # what a login is for -> in which role it acts; the first that it has counts
    Role.OFFICIAL: roles.Role.OFFICIAL,
    Role.COMMITTEE: roles.Role.COMMITTEE,
    Role.TOWNSHIP: roles.Role.TOWNSHIP,
    Role.DISTRICT: roles.Role.DISTRICT,
    Role.PLANNER: roles.Role.PLANNER,
}


def hand_in(session: Session, asking: Actor | None, village: Village, at: datetime | None = None) -> Hand:
    """The one who asks, acting in a village; see `hands_in`."""
    return hands_in(session, asking, [village], at)[0][1]


def hands_in(
    session: Session, asking: Actor | None, villages: Sequence[Village], at: datetime | None = None
) -> list[Acting]:
    """The one who asks, acting in each of these villages of a district.

    A member acts as the troubleshooter in the week of a term in its zone, else as a secretary; whether they serve
    there is for the record to judge. LoginEnded for the public: those who have no login act as villagers.
    Forbidden for a login that has no part in the record.
    """
    if asking is None:
        raise LoginEnded
    if asking.may_be(Role.MEMBER):
        return _serving(session, asking, villages, at or now())
    role = next((acting for role, acting in _AS.items() if asking.may_be(role)), None)
    if role is None:
        raise Forbidden
    planned = asking.district_id if role is roles.Role.PLANNER else None
    hand = Hand(role, asking.code, office=asking.office, villages=asking.villages, district=planned)
    return [(village, hand) for village in villages]


def slip_key() -> bytes:
    """The key from which the marks of slips' codes are made."""
    return keys().slips


def _serving(session: Session, asking: Actor, villages: Sequence[Village], at: datetime) -> list[Acting]:
    if not villages:
        return []
    on_duty = duty(session, villages[0].district_id, week_of(at), [village.id for village in villages])
    secretary, troubleshooter = (
        Hand(role, asking.code, member=asking.member) for role in (roles.Role.SECRETARY, roles.Role.TROUBLESHOOTER)
    )
    return [
        (village, troubleshooter if asking.member in on_duty.troubleshooters(village.id) else secretary)
        for village in villages
    ]
