"""The table of steps: what can be done to a task, in which states, by whom; and how a step is made.

A step is an entry of the ledger and the change of the task that it says, both or neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.errors import N_, Conflict
from rotation.record import cases, ledger
from rotation.record.cases import Case, Condition, case_of
from rotation.record.duty import duty_at
from rotation.record.ledger import Entry
from rotation.record.receiving import level_of
from rotation.record.roles import BY_ITSELF, Hand, Role
from rotation.record.sealing import Secret, seal
from rotation.record.tasks import TO_DO, Holder, Holding, State, Task, TaskHolder, project
from rotation.store import now, writes_alone

GOING_ON = TO_DO | {State.DONE}
ANY = frozenset(State)
ACTING = (Role.SECRETARY, Role.TROUBLESHOOTER, Role.OFFICIAL, Role.COMMITTEE, Role.TOWNSHIP, Role.DISTRICT)
THE_HOLDER: Mapping[Role, Condition] = dict.fromkeys(ACTING, cases.holds_it)
HEARD_IN_PERSON: Mapping[Role, Condition] = {  # who may write down what a villager says to them about a task
    Role.SECRETARY: cases.serves_here_and_does_not_hold_it,
    Role.TROUBLESHOOTER: cases.serves_in_the_zone_and_does_not_hold_it,
    Role.COMMITTEE: cases.committee_that_does_not_hold_it,
    **dict.fromkeys((Role.OFFICIAL, Role.TOWNSHIP, Role.DISTRICT), cases.official_who_does_not_hold_it),
}
WRITERS: Mapping[Role, Condition] = {
    **THE_HOLDER,
    Role.SECRETARY: lambda case: cases.serves_here(case) or cases.holds_it(case),
    Role.COMMITTEE: lambda case: cases.is_the_committee(case) or cases.holds_it(case),
}
TEAM_AND_COMMITTEE: Mapping[Role, Condition] = {
    Role.SECRETARY: cases.serves_here,
    Role.COMMITTEE: cases.is_the_committee,
}


TOLD: Mapping[Role, Condition] = {  # villagers, and who may write down what they say at the hearing or the counter
    Role.VILLAGER: cases.always,
    **TEAM_AND_COMMITTEE,
}
BY_THE_COMMITTEE: Mapping[Role, Condition] = {
    Role.COMMITTEE: cases.is_the_committee,
    Role.SECRETARY: cases.team_where_there_is_no_committee,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: the entry's kind, in which states, to which (None: it stays), and who may."""

    kind: str
    states: frozenset[State]
    to: State | None
    may: Mapping[Role, Condition]

    def is_for(self, case: Case) -> bool:
        """Whether who acts may make this step."""
        condition = self.may.get(case.hand.role)
        return condition is not None and condition(case)


STEPS: Mapping[str, Step] = {
    "assign": Step(
        "assigned",
        TO_DO,
        State.ASSIGNED,
        {
            **THE_HOLDER,
            Role.SECRETARY: lambda case: cases.team_while_it_is_the_villages(case) or cases.holds_it(case),
            Role.PLANNER: cases.plans_the_district,
        },
    ),
    "take": Step("taken", TO_DO, State.UNDER_WAY, {Role.TROUBLESHOOTER: cases.troubleshooter_of_a_pressing_task}),
    "begin": Step("begun", TO_DO - {State.UNDER_WAY}, State.UNDER_WAY, THE_HOLDER),
    "report": Step("reported", TO_DO, None, THE_HOLDER),
    "finish": Step("finished", frozenset({State.UNDER_WAY}), State.DONE, THE_HOLDER),
    # a villager's own word, with the code of a slip or a receipt, or said in person
    "confirm_as_villager": Step(
        "confirmed", frozenset({State.DONE}), State.CONFIRMED, {Role.VILLAGER: cases.always, **HEARD_IN_PERSON}
    ),
    "reopen": Step(
        "reopened", frozenset({State.DONE}), State.REOPENED, {Role.VILLAGER: cases.always, **HEARD_IN_PERSON}
    ),
    "confirm": Step(
        "confirmed",
        frozenset({State.DONE}),
        State.CONFIRMED,
        {
            Role.COMMITTEE: cases.committee_that_never_held_it,
            Role.SECRETARY: cases.team_in_place_of_the_committee,
        },
    ),
    "decline": Step("declined", TO_DO, State.DECLINED, THE_HOLDER),
    "join": Step("joined", TO_DO, State.DUPLICATE, WRITERS),
    "escalate": Step("escalated", TO_DO, State.ESCALATED, {**THE_HOLDER, Role.SYSTEM: cases.always}),
    "pass_on": Step("passed", GOING_ON, None, {Role.SYSTEM: cases.always}),
    "mark": Step("marked", TO_DO, None, TEAM_AND_COMMITTEE),
    "ask": Step("asked", TO_DO, None, THE_HOLDER),
    "grant": Step(
        "granted",
        GOING_ON,
        None,
        {Role.TOWNSHIP: cases.office_above_the_asker, Role.DISTRICT: cases.office_above_the_asker},
    ),
    "refuse": Step(
        "refused",
        GOING_ON,
        None,
        {Role.TOWNSHIP: cases.office_above_the_asker, Role.DISTRICT: cases.office_above_the_asker},
    ),
    "spend": Step("spent", GOING_ON, None, THE_HOLDER),
    "write": Step("written", ANY, None, WRITERS),
    "picture": Step("pictured", ANY, None, WRITERS),
    "release": Step("released", ANY, None, TEAM_AND_COMMITTEE),
    "withdraw": Step("withdrawn", ANY, None, {**TEAM_AND_COMMITTEE, Role.PLANNER: cases.plans_the_district}),
    "echo": Step("echoed", ANY - {State.DUPLICATE}, None, TOLD),
    "question": Step("questioned", ANY - {State.DUPLICATE}, None, TOLD),
    "answer": Step("answered", ANY, None, BY_THE_COMMITTEE),
    "offer": Step("offered", TO_DO, None, TOLD),
    "call": Step("called", TO_DO, None, BY_THE_COMMITTEE),
    "close_call": Step("call_closed", ANY, None, BY_THE_COMMITTEE),
    "accept": Step("accepted", ANY, None, BY_THE_COMMITTEE),
    "credit": Step("helped", ANY, None, BY_THE_COMMITTEE),
    "judge": Step(
        "judged", frozenset({State.DONE, State.CONFIRMED}), None, {Role.VILLAGER: cases.always, **HEARD_IN_PERSON}
    ),
    "look": Step("looked", ANY, None, TEAM_AND_COMMITTEE),
}


def step(session: Session, task: Task, name: str, hand: Hand, *, at: datetime | None = None, **payload: Any) -> Entry:
    """Make a step: Conflict where the task's state or the role does not allow it, else the entry.

    A `holder` in the payload is the new one responsible. Responsibility that is due to pass on by now has passed
    before anything else is looked at.
    """
    when = at or now()
    settle(session, task, when)
    require(task, name, case_of(session, task, hand, when))
    return _make(session, task, name, hand, when, payload)


def possible(session: Session, task: Task, hand: Hand, *, at: datetime | None = None) -> frozenset[str]:
    """The names of the steps that this hand may make now, for the buttons of a page; nothing is written."""
    case = case_of(session, task, hand, at or now())
    return frozenset(name for name, row in STEPS.items() if task.state in row.states and row.is_for(case))


def settle(session: Session, task: Task, at: datetime) -> Entry | None:
    """Hold the task against other writers, and pass on the responsibility for it if that is due."""
    ledger.lock(session)
    if not writes_alone(session):
        session.refresh(task)
    due = None if task.has_ended else duty_at(session, task.district_id, at, [task.village_id]).due(task)
    if due is None or due == task.holder:
        return None
    said = {"holder": due, "why": _why(due), "level": level_of(session, due)}
    return _make(session, task, "pass_on", BY_ITSELF, at, said)


def _why(holder: Holder) -> str:
    return "no-team" if holder.kind is Holding.OFFICE else "duty"


def require(task: Task, name: str, case: Case) -> None:
    """Raise Conflict where the task's state, or who acts, does not allow the step."""
    if task.state not in STEPS[name].states:
        raise Conflict(
            N_("Task %(number)s is not in a state in which this can be done; look at the page again."),
            number=task.spoken,
        )
    if not STEPS[name].is_for(case):
        raise Conflict(N_("This is not for you to do on task %(number)s as it stands now."), number=task.spoken)


def _make(session: Session, task: Task, name: str, hand: Hand, at: datetime, payload: Mapping[str, Any]) -> Entry:
    row = STEPS[name]
    holder: Holder | None = payload.get("holder")
    said = {**payload, **(holder_said(session, holder) if holder else {})}
    if row.to:
        said["state"] = row.to
    village = session.get_one(Village, task.village_id)
    entry = ledger.append(session, row.kind, hand, task=task.number, village=village.code, at=at, **said)
    apply(session, task, entry, holder)
    return entry


def apply(session: Session, task: Task, entry: Entry, holder: Holder | None) -> None:
    """Bring a task to what its newest entry says."""
    project(task, entry.kind, entry.values, holder.code if holder else None)
    task.changed_at, task.last_entry = entry.at, entry.number
    session.add(task)
    session.flush()
    if holder:
        said = {"kind": holder.kind, "code": holder.code, "place": holder.place, "week": holder.week}
        session.execute(insert(TaskHolder).values(entry=entry.number, task=task.number, **said))


def holder_said(session: Session, holder: Holder) -> dict[str, Any]:
    """The one responsible as it stands in an entry: an office by its code, a member sealed."""
    if holder.kind is Holding.OFFICE:
        return {"holder": holder.kind, "office": holder.code, "until_team": holder.until_team}
    who = seal(session, holder.code, Secret.ACCOUNT)
    return {"holder": holder.kind, "who": who, "place": holder.place, "week": holder.week}
