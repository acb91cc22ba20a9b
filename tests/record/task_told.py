"""A task made of one complaint, whose teller has a slip."""

import pytest

from rotation.record import acts, ledger, outcomes, slips, verdicts
from rotation.record.hearings import Heard, Meeting, hear, open_hearing
from rotation.record.offers import Reach
from rotation.record.tasks import Urgency
from rotation.record.verdicts import Judgement
from rotation.record.voices import Speaker
from rotation.store import writing

KEY = b"k" * 32
REACH = Reach("热心人", "13900139000")


@pytest.fixture
def told(session, field):
    """A task made of one complaint, with the slip of its teller; and short ways to do something to it."""
    hands = field.hands
    with writing(session):
        slip = slips.receipt(session, KEY, field.v1.id, field.at(0)).slip
        hearing = open_hearing(session, hands.lead, field.v1, field.monday, Meeting(), field.at(0))
        said = Heard("路灯坏了", "lighting", urgency=Urgency.URGENT, slip=slip)
        complaint = hear(session, field.settings, hands.lead, hearing, said, field.at(0, 9))
        task = outcomes.make_task(session, field.settings, hands.lead, complaint, field.at(0, 9))

    def do(what, *arguments, at=None, **more):
        with writing(session):
            return what(session, *arguments, at=at or field.at(1), **more)

    def receipt():
        with writing(session):
            return slips.receipt(session, KEY, field.v1.id).slip

    def finish():
        do(acts.begin, task, hands.lead)
        do(acts.finish, task, hands.lead, "已修好")

    def judge(solved, hand=hands.villager, slip=None, content=None, at=None):
        return do(verdicts.judge, field.settings, Speaker(hand, slip), task, Judgement(solved, content), at=at)

    def kinds():
        return [entry.kind for entry in ledger.of_task(session, task.number)]

    field.task, field.slip, field.villager = task, slip, Speaker(hands.villager)
    field.do, field.receipt, field.finish, field.judge, field.kinds = do, receipt, finish, judge, kinds
    return field
