"""A slip that is scanned by those who give slips: one that nobody has yet leads to the form of a complaint."""

from flask import url_for

from rotation.district.villages import Village
from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.record import slips
from rotation.record.duty import day_of, week_of
from rotation.record.rights import in_committee, in_team
from rotation.store import now
from web.accounts import Role
from web.accounts.actor import actor
from web.extensions import db
from web.hand import hand_in, slip_key
from web.slip_codes import trying_code

__all__ = ["form_for"]


def form_for(typed: str) -> str | None:
    """Where the team or the committee of a slip's village writes down what its holder says; None for all others."""
    asking, session = actor(), db.session()
    if asking is None or not (asking.may_be(Role.MEMBER) or asking.may_be(Role.COMMITTEE)):
        return None
    try:
        with trying_code(typed):
            slip = slips.slip(session, slip_key(), typed)
    except (InvalidInput, NotFound, Conflict):
        return None
    if slip.used_for is not None:
        return None
    village, moment = session.get_one(Village, slip.village_id), now()
    hand = hand_in(session, asking, village, moment)
    if in_team(session, hand, village, week_of(moment)):
        return url_for("field.complaint", code=village.code, day=day_of(moment), slip=typed)
    return url_for("counter.new", slip=typed) if in_committee(session, hand, village) else None
