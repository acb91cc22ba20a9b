"""The table of steps, walked completely: each step in each state by each role, holding the task or not."""

from itertools import product
from threading import Barrier, Thread

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from rotation.errors import Conflict
from rotation.record import states
from rotation.record.cases import case_of
from rotation.record.ledger import of_task, size
from rotation.record.roles import Hand, Role
from rotation.record.states import STEPS, possible, require, step
from rotation.record.tasks import Holding, State, Task, TaskHolder
from rotation.store import writing
from tests.record.life_made import (
    COMMITTEE,
    DISTRICT,
    LEAD,
    OFFICIAL,
    PLANNER,
    SECRETARY,
    SYSTEM,
    TOWNSHIP,
    TROUBLESHOOTER,
    VILLAGER,
)

HANDS = {hand.role: hand for hand in (
    SECRETARY, TROUBLESHOOTER, OFFICIAL, COMMITTEE, TOWNSHIP, DISTRICT, PLANNER, VILLAGER, SYSTEM
)}  # fmt: skip
SEC, TRO, OFF, COM, TOW, DIS, PLA, VIL, SYS = HANDS
CAN_HOLD = {SEC, TRO, OFF, COM, TOW, DIS}
TO_DO = {"open", "assigned", "under_way", "reopened", "escalated"}
EVERY = {state.value for state in State}
ALLOWED = {  # step: in which states, who may while holding the task, who may while somebody else does
    "assign": (TO_DO, CAN_HOLD, {SEC, PLA}),
    "take": (TO_DO, set(), {TRO}),
    "begin": (TO_DO - {"under_way"}, CAN_HOLD, set()),
    "report": (TO_DO, CAN_HOLD, set()),
    "finish": ({"under_way"}, CAN_HOLD, set()),
    "confirm_as_villager": ({"done"}, set(), {VIL, SEC, TRO, COM, OFF, TOW, DIS}),
    "reopen": ({"done"}, set(), {VIL, SEC, TRO, COM, OFF, TOW, DIS}),
    "confirm": ({"done"}, set(), {COM}),
    "decline": (TO_DO, CAN_HOLD, set()),
    "join": (TO_DO, CAN_HOLD, {SEC, COM}),
    "escalate": (TO_DO, CAN_HOLD, {SYS}),
    "pass_on": (TO_DO | {"done"}, set(), {SYS}),
    "mark": (TO_DO, {SEC, COM}, {SEC, COM}),
    "ask": (TO_DO, CAN_HOLD, set()),
    "grant": (TO_DO | {"done"}, {TOW, DIS}, {TOW, DIS}),
    "refuse": (TO_DO | {"done"}, {TOW, DIS}, {TOW, DIS}),
    "spend": (TO_DO | {"done"}, CAN_HOLD, set()),
    "write": (EVERY, CAN_HOLD, {SEC, COM}),
    "picture": (EVERY, CAN_HOLD, {SEC, COM}),
    "release": (EVERY, {SEC, COM}, {SEC, COM}),
    "withdraw": (EVERY, {SEC, COM}, {SEC, COM, PLA}),
    "echo": (EVERY - {"duplicate"}, {SEC, COM}, {VIL, SEC, COM}),
    "question": (EVERY - {"duplicate"}, {SEC, COM}, {VIL, SEC, COM}),
    "answer": (EVERY, {COM}, {COM}),
    "offer": (TO_DO, {SEC, COM}, {VIL, SEC, COM}),
    "call": (TO_DO, {COM}, {COM}),
    "close_call": (EVERY, {COM}, {COM}),
    "accept": (EVERY, {COM}, {COM}),
    "credit": (EVERY, {COM}, {COM}),
    "judge": ({"done", "confirmed"}, set(), {VIL, SEC, TRO, COM, OFF, TOW, DIS}),
    "look": (EVERY, {SEC, COM}, {SEC, COM}),
}
LEADS_TO = {
    "assign": "assigned",
    "take": "under_way",
    "begin": "under_way",
    "finish": "done",
    "confirm_as_villager": "confirmed",
    "confirm": "confirmed",
    "reopen": "reopened",
    "decline": "declined",
    "join": "duplicate",
    "escalate": "escalated",
}


def test_the_walk_knows_every_step_and_every_role():
    assert ALLOWED.keys() == STEPS.keys()
    assert HANDS.keys() == set(Role)


def bring(life, task, state, holder: Hand | None):
    """Put a task into a state, held by a hand that can (else by another member), as if it had come there."""
    code = (holder.member or holder.office) if holder else "m03"
    kind = Holding.MEMBER if holder is None or holder.member else Holding.OFFICE
    with writing(life.session):
        life.session.execute(
            update(Task).values(state=state, holder_code=code, holder_kind=kind, pressing=True, asked_level="village")
        )
        life.session.execute(update(TaskHolder).values(code=code, kind=kind))
    life.session.expire_all()


@pytest.mark.parametrize("role", list(Role))
def test_every_step_is_for_those_whom_the_table_names_and_for_nobody_else(life_on_sqlite, role):
    life, hand = life_on_sqlite, HANDS[role]
    task = life.task()
    for state, holds in product(State, (True, False) if role in CAN_HOLD else (False,)):
        bring(life, task, state, hand if holds else None)
        expected = {name for name, (where, *who) in ALLOWED.items() if state in where and role in who[not holds]}
        assert possible(life.session, task, hand, at=life.at()) == expected, (state, holds)
        case = case_of(life.session, task, hand, life.at())
        for name in STEPS.keys() - expected:
            with pytest.raises(Conflict):
                require(task, name, case)


@pytest.mark.parametrize("name", LEADS_TO)
def test_a_step_leads_where_the_table_says_and_is_an_entry(life, name):
    where, holding, others = ALLOWED[name]
    hand = HANDS[min(holding or others)]
    task = life.task()
    for state in sorted(where):
        bring(life, task, state, hand if holding else None)
        before = size(life.session)
        entry = life.do(step, task, name, hand)
        assert (entry.number, task.last_entry) == (before, before)
        assert task.state == entry.values["state"] == LEADS_TO[name]


def test_a_step_that_is_refused_leaves_nothing(life):
    task = life.task()
    with pytest.raises(Conflict, match="not in a state"):
        life.do(step, task, "finish", LEAD)
    with pytest.raises(Conflict, match="not for you"):
        life.do(step, task, "begin", SECRETARY)
    assert [entry.kind for entry in of_task(life.session, task.number)] == ["opened"]


@pytest.mark.parametrize("hand", [SECRETARY, TROUBLESHOOTER, COMMITTEE, OFFICIAL, TOWNSHIP, DISTRICT])
def test_nobody_confirms_what_they_hold_or_held(life_on_sqlite, hand):
    life = life_on_sqlite
    task = life.task()
    bring(life, task, State.DONE, hand)
    assert not {"confirm", "confirm_as_villager"} & possible(life.session, task, hand, at=life.at())
    life.session.execute(update(Task).values(holder_code="m03", holder_kind=Holding.MEMBER))
    life.session.expire_all()
    assert "confirm" not in possible(life.session, task, hand, at=life.at())


def test_what_the_committee_held_is_confirmed_by_the_team(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    bring(life, task, State.DONE, COMMITTEE)
    assert "confirm" in possible(life.session, task, SECRETARY, at=life.at())
    with writing(life.session):
        held = {"kind": Holding.MEMBER, "code": "m01", "place": "v01"}
        life.session.execute(insert(TaskHolder).values(entry=99, task=task.number, **held))
    assert "confirm" not in possible(life.session, task, SECRETARY, at=life.at())
    assert "confirm" in possible(life.session, task, LEAD, at=life.at())


@pytest.mark.parametrize(
    ("hand", "days"),
    [
        (Hand(Role.SECRETARY, "m04", member="m04"), 0),  # of another village's team
        (LEAD, 7),  # whose week is over
        (Hand(Role.SECRETARY, "m02"), 0),  # a login that is no member
        (Hand(Role.COMMITTEE, "x", office="o-v02"), 0),  # of another village
        (Hand(Role.COMMITTEE, "x", office="o-town"), 0),
        (Hand(Role.TROUBLESHOOTER, "m10", member="m10"), 0),  # of the week after
        (Hand(Role.TOWNSHIP, "x", office="gone"), 0),
        (Hand(Role.TOWNSHIP, "x"), 0),
    ],
)
def test_from_elsewhere_or_from_another_week_nothing_is_possible(life_on_sqlite, hand, days):
    life = life_on_sqlite
    task = life.task()
    bring(life, task, State.UNDER_WAY, None)
    assert possible(life.session, task, hand, at=life.at(days)) == frozenset()


def test_no_step_is_taken_back_by_another_name():
    """What has ended stays so: the only ways out of these states keep them."""
    for ended in (State.CONFIRMED, State.DECLINED, State.DUPLICATE):
        assert {row.to for row in STEPS.values() if ended in row.states} == {None}
    assert states.GOING_ON | {State.CONFIRMED, State.DECLINED, State.DUPLICATE} == set(State)


def test_of_two_who_make_the_same_step_at_once_one_is_told(life, engine):
    task = life.task()
    number = task.number
    life.session.rollback()
    ready, told = Barrier(2), []

    def begin():
        with Session(engine) as session:
            mine = session.get_one(Task, number)
            ready.wait(timeout=30)
            try:
                with writing(session):
                    step(session, mine, "begin", LEAD, at=life.at())
            except Conflict as refusal:
                told.append(refusal)

    both = [Thread(target=begin) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(told) == 1
    assert [entry.kind for entry in of_task(life.session, number)] == ["opened", "begun"]
