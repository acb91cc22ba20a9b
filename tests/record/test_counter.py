"""What is said at the committee's counter joins the day's list, and can become a task as what the team has heard."""

from dataclasses import replace

import pytest

from rotation.errors import Conflict, InvalidInput, NotAllowed
from rotation.record import correspondence, hearings, outcomes, slips
from rotation.record.hearings import hear_at_the_counter
from rotation.record.items import Outcome
from rotation.record.tasks import State, Urgency
from rotation.store import writing
from tests.record.day_made import KEY, SAID

SATURDAY = 5
URGENT = replace(SAID, words="桥栏杆断了", urgency=Urgency.URGENT)


@pytest.fixture
def say(session, day):
    """Write something down at the counter."""

    def at_the_counter(said=SAID, at=None, hand=day.hands.committee):
        with writing(session):
            return hear_at_the_counter(session, day.settings, hand, day.v1, said, at or day.at(0, 11))

    return at_the_counter


def test_it_stands_in_the_days_list_beside_what_was_said_at_the_hearing(session, day, say):
    heard, said = day.hear(), say()
    assert [row.code for row in day.seen(day.hands.lead).complaints] == [heard.code, said.code]
    assert (heard.office, said.office) == (None, "o-v01")
    assert (said.number, said.blind) == (2, True)


def test_what_is_said_between_two_hearings_lies_on_the_table_of_the_next(session, day, say):
    said = say(at=day.at(SATURDAY, 15))
    monday = day.at(7, 13)
    table = correspondence.on_the_table(session, day.settings, day.hands.next, day.v1, monday.date(), monday)
    assert table.complaints == [said]
    with writing(session):
        task = outcomes.make_task(session, day.settings, day.hands.next, said, monday)
    assert (said.outcome, said.task) == (Outcome.TASK, task.number)


def test_only_the_villages_own_committee_writes_it_down(session, day, say):
    for hand in (day.hands.lead, day.hands.other_committee, day.hands.official, day.hands.planner):
        with pytest.raises(NotAllowed):
            say(hand=hand)


def test_sent_twice_it_is_stored_once(day, say):
    said = replace(SAID, sent_as="k1")
    assert say(said) is say(said)


def test_a_slip_leads_back_to_it_and_a_contact_is_kept_apart(session, day, say):
    with writing(session):
        receipt = slips.receipt(session, KEY, day.v1.id, day.at(0))
    said = say(replace(SAID, slip=receipt.slip, contact=hearings.Contact("13800138000", "张三")))
    assert hearings.of_slip(session, receipt.slip) == [said]
    assert hearings.contact_of(session, day.hands.committee, said, day.at(0, 12)).name == "张三"
    with pytest.raises(InvalidInput):
        say(replace(SAID, words=" "))


def test_what_cannot_wait_is_a_task_at_once_and_is_not_blind(session, day, say):
    said, calm = say(URGENT), say()
    with writing(session):
        task = outcomes.make_task_at_the_counter(session, day.settings, day.hands.committee, said, day.at(0, 11))
    assert (task.state, task.pressing, task.holder.code) == (State.OPEN, True, "m02")
    assert (said.outcome, said.task, said.blind) == (Outcome.TASK, task.number, False)
    with writing(session), pytest.raises(Conflict, match="belongs to task"):
        outcomes.make_task_at_the_counter(session, day.settings, day.hands.committee, said, day.at(0, 11))
    with writing(session), pytest.raises(Conflict, match="urgent"):
        outcomes.make_task_at_the_counter(session, day.settings, day.hands.committee, calm, day.at(0, 11))


def test_of_what_others_wrote_down_the_committee_makes_no_task(session, day, say):
    heard, said = day.hear(URGENT), say(URGENT)
    for hand, item in ((day.hands.committee, heard), (day.hands.other_committee, said)):
        with writing(session), pytest.raises(NotAllowed):
            outcomes.make_task_at_the_counter(session, day.settings, hand, item, day.at(0, 11))


def test_nobody_came_to_the_hearing_though_somebody_came_to_the_counter(session, field):
    with writing(session):
        hear_at_the_counter(session, field.settings, field.hands.committee, field.v1, SAID, field.at(0, 7))
        row = hearings.nobody_came(session, field.hands.lead, field.v1, field.monday, field.at(0, 9))
    assert (row.came, row.closed_at is not None) == (0, True)
