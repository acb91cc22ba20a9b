"""The villages for which somebody may act: at a counter or a hearing, or as the official who sees to them."""

from datetime import datetime

from sqlalchemy.orm import Session

from rotation.district.offices import office
from rotation.district.villages import Village, villages
from rotation.record.duty import duty, week_of
from rotation.record.rights import inspected
from rotation.store import now
from web.accounts import Actor, Role
from web.hand import hands_in

__all__ = ["villages_inspected", "villages_served"]


def villages_served(session: Session, asking: Actor, at: datetime | None = None) -> list[Village]:
    """By code: a planner's whole district, a committee's own village, where a member serves this week and next."""
    if asking.district_id is None:
        return []
    here = villages(session, asking.district_id)
    if asking.may_be(Role.PLANNER):
        return here
    found = _of_committee(session, asking) | _of_member(session, asking, at or now())
    return [one for one in here if one.id in found]


def villages_inspected(session: Session, asking: Actor) -> list[Village]:
    """By code: the villages that an official sees to."""
    if asking.district_id is None or not asking.may_be(Role.OFFICIAL):
        return []
    return inspected(session, hands_in(session, asking, villages(session, asking.district_id)))


def _of_committee(session: Session, asking: Actor) -> set[int | None]:
    if not (asking.may_be(Role.COMMITTEE) and asking.office and asking.district_id):
        return set()
    return {office(session, asking.district_id, asking.office).village_id}


def _of_member(session: Session, asking: Actor, at: datetime) -> set[int | None]:
    if asking.member is None or asking.district_id is None:
        return set()
    week = week_of(at)
    weeks = [duty(session, asking.district_id, one) for one in (week, week + 1)]
    return {key for one in weeks for key in one.villages if asking.member in one.team(key)}
