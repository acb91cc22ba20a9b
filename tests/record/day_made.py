"""A morning in a village: what is said at its hearing and found on its round."""

import pytest

from rotation.record import hearings, inspections
from rotation.record.blindness import day_seen
from rotation.record.hearings import Heard, Meeting, hear, open_hearing
from rotation.record.inspections import Found, find, open_inspection
from rotation.record.lists import Obstacle
from rotation.store import writing

KEY = b"k" * 32
SAID = Heard("村口的路灯坏了", "lighting", place="村口")
FOUND = Found("路灯损坏", "lighting", place="村口", obstacles=(Obstacle.MONEY,), obstacle="缺经费")


@pytest.fixture
def day(session, field):
    """A hearing and an inspection opened on Monday morning, and short ways to write in them."""
    with writing(session):
        hearing = open_hearing(session, field.hands.lead, field.v1, field.monday, Meeting(came=3), field.at(0))
        inspection = open_inspection(session, field.hands.official, field.v1, field.monday, field.at(0))
    field.hearing, field.inspection = hearing, inspection

    def heard(said=SAID, at=None):
        with writing(session):
            return hear(session, field.settings, field.hands.lead, hearing, said, at or field.at(0, 9))

    def found(said=FOUND, at=None):
        with writing(session):
            return find(session, field.settings, field.hands.official, inspection, said, at or field.at(0, 9))

    def close(*sides, at=None):
        with writing(session):
            if "hearing" in sides:
                hearings.close_hearing(session, field.hands.lead, hearing, at or field.at(0, 10))
            if "inspection" in sides:
                inspections.close_inspection(session, field.hands.official, inspection, at or field.at(0, 10))

    def seen(hand, at=None):
        return day_seen(session, field.settings, hand, field.v1, field.monday, at or field.at(0, 10, 30))

    field.hear, field.find, field.close, field.seen = heard, found, close, seen
    return field
