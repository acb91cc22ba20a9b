"""What people do to tasks, in their own verbs. Each is one step (states.STEPS) with what it says.

Reasons and reports are free text: sealed, and public once released. `at` is now unless said otherwise.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rotation.district.offices import Level, Office
from rotation.district.villages import Village
from rotation.errors import N_, Conflict, InvalidInput
from rotation.record import cases, ledger, numbers
from rotation.record.cases import Condition, case_of
from rotation.record.deadlines import deadline
from rotation.record.duty import Duty, day_of, duty_at
from rotation.record.ledger import Entry
from rotation.record.receiving import level_of, receiving_office
from rotation.record.roles import Hand, Role
from rotation.record.states import apply, holder_said, settle, step
from rotation.record.task_texts import Use, attach, seal_for
from rotation.record.tasks import Holder, Holding, State, Task, Urgency
from rotation.settings import Settings
from rotation.store import now

OPENERS: Mapping[Role, Condition] = {
    Role.SECRETARY: cases.serves_here,
    Role.TROUBLESHOOTER: cases.serves_in_the_zone,
    Role.COMMITTEE: cases.is_the_committee,
    **dict.fromkeys((Role.OFFICIAL, Role.TOWNSHIP, Role.DISTRICT), cases.answers_in_place_of_the_team),
}


def open_task(  # noqa: PLR0913 - what a task is about
    session: Session,
    settings: Settings,
    village: Village,
    hand: Hand,
    *,
    category: str,
    urgency: Urgency = Urgency.NORMAL,
    pressing: bool = False,
    at: datetime | None = None,
) -> Task:
    """Begin a task in a village. The one responsible is whoever is on duty there, else the office that answers."""
    when = at or now()
    if category not in settings.categories:
        raise InvalidInput(N_("Choose a category."), field="category")
    ledger.lock(session)
    made = Task(district_id=village.district_id, village_id=village.id, asked=0, granted=0, refused=0, spent=0)
    holder = _first_holder(session, made, hand, when)
    made.number = numbers.next_number(session, day_of(when))
    made.opened_at = when.replace(microsecond=0)
    level = level_of(session, holder)
    said = {
        "state": State.OPEN,
        "category": category,
        "level": level,
        "urgency": urgency,
        "pressing": pressing,
        "deadline": deadline(session, village.district_id, settings, level, urgency, start=day_of(when)),
        **holder_said(session, holder),
    }
    entry = ledger.append(session, "opened", hand, task=made.number, village=village.code, at=when, **said)
    apply(session, made, entry, holder)
    return made


def _first_holder(session: Session, made: Task, hand: Hand, at: datetime) -> Holder:
    case = case_of(session, made, hand, at)
    if hand.role not in OPENERS or not OPENERS[hand.role](case):
        raise Conflict(N_("Only the team, the troubleshooter, the committee or the office in its place begins one."))
    holder = case.duty.holder(made.village_id)
    if holder is None:
        raise Conflict(N_("This village has neither a team this week nor an office that answers for it."))
    return holder


def assign(
    session: Session, task: Task, hand: Hand, *, member: str = "", office: str = "", at: datetime | None = None
) -> Entry:
    """Make somebody else responsible: a member of the village's team on duty, or an office no higher than now."""
    when = at or now()
    settle(session, task, when)
    now_on = duty_at(session, task.district_id, when, [task.village_id])
    holder, level = _member_here(now_on, task, member) if member else _office_here(now_on, task, office)
    return step(session, task, "assign", hand, at=when, holder=holder, level=level)


def _member_here(on: Duty, task: Task, member: str) -> tuple[Holder, Level]:
    if member not in on.team(task.village_id):
        raise InvalidInput(N_("Choose a member of the team that is on duty in the village."), field="member")
    return on.as_member(member, on.villages[task.village_id].code), Level.VILLAGE


def _office_here(on: Duty, task: Task, code: str) -> tuple[Holder, Level]:
    office = next((one for one in on.offices if one.code == code), None)
    if office is None or not may_receive(office, task):
        raise InvalidInput(
            N_("Choose the village's own office, or one of the level where the task is now."), field="office"
        )
    return Holder(Holding.OFFICE, office.code), office.level


def may_receive(office: Office, task: Task) -> bool:
    """Whether a task can be given to an office: the village's own, or one of the level where the task is now."""
    return office.village_id == task.village_id if office.village_id else office.level == task.level


def take(session: Session, task: Task, hand: Hand, reason: str, *, at: datetime | None = None) -> Entry:
    """A troubleshooter takes a pressing task, and says why it could not wait."""
    when = at or now()
    on = duty_at(session, task.district_id, when, [task.village_id])
    zone = on.zone(task.village_id)
    if not hand.member or zone is None:
        raise Conflict(N_("Only the troubleshooter of the zone takes a pressing task."))
    holder = on.as_member(hand.member, zone)
    level = level_of(session, holder)
    return _with_text(session, task, "take", hand, Use.REASON, reason, at=when, holder=holder, level=level)


def begin(session: Session, task: Task, hand: Hand, *, at: datetime | None = None) -> Entry:
    """The one responsible has begun."""
    return step(session, task, "begin", hand, at=at)


def report(session: Session, task: Task, hand: Hand, text: str, *, at: datetime | None = None) -> Entry:
    """The one responsible says how far it is."""
    return _with_text(session, task, "report", hand, Use.REPORT, text, at=at)


def finish(session: Session, task: Task, hand: Hand, text: str, *, at: datetime | None = None) -> Entry:
    """The one responsible says that it is done, and what was done."""
    return _with_text(session, task, "finish", hand, Use.REPORT, text, at=at)


def confirm(session: Session, task: Task, hand: Hand, *, at: datetime | None = None) -> Entry:
    """The committee confirms of its own that it is done; the team does where the committee was responsible."""
    whose = "committee" if hand.role is Role.COMMITTEE else "team"
    return step(session, task, "confirm", hand, at=at, whose=whose, spoken=False)


def confirm_as_villager(
    session: Session, task: Task, hand: Hand, *, content: int | None = None, at: datetime | None = None
) -> Entry:
    """A villager says that it is solved: by themselves, with a code that the caller has checked, or in person.

    `content` is how content they are, from 1 to 5.
    """
    return step(session, task, "confirm_as_villager", hand, at=at, **_villager(hand, content))


def reopen(
    session: Session,
    settings: Settings,
    task: Task,
    hand: Hand,
    *,
    content: int | None = None,
    at: datetime | None = None,
) -> Entry:
    """A villager says that it is not solved (as in `confirm_as_villager`): it has a new deadline."""
    when = at or now()
    until = deadline(session, task.district_id, settings, task.level, task.urgency, start=day_of(when))
    return step(session, task, "reopen", hand, at=when, deadline=until, **_villager(hand, content))


def _villager(hand: Hand, content: int | None) -> dict[str, Any]:
    if content is not None and content not in range(1, 6):
        raise InvalidInput(N_("Choose a number from 1 to 5."), field="content")
    return {"whose": "villager", "spoken": hand.role is not Role.VILLAGER, "content": content}


def decline(session: Session, task: Task, hand: Hand, reason: str, *, at: datetime | None = None) -> Entry:
    """The one responsible declines it, and says why."""
    return _with_text(session, task, "decline", hand, Use.REASON, reason, at=at)


def join(session: Session, task: Task, hand: Hand, into: Task, *, at: datetime | None = None) -> Entry:
    """It is the same as another task, which goes on."""
    if into.number == task.number or into.district_id != task.district_id:
        raise InvalidInput(N_("Choose another task of this district."), field="same_as")
    settle(session, into, at or now())
    if into.state is State.DUPLICATE:
        raise InvalidInput(N_("That task is itself the same as another; choose that one."), field="same_as")
    return step(session, task, "join", hand, at=at, same_as=into.number)


def escalate(
    session: Session,
    settings: Settings,
    task: Task,
    hand: Hand,
    *,
    reason: str = "",
    at: datetime | None = None,
) -> Entry:
    """Pass it up to the receiving office of the next level, which has a new deadline.

    The one responsible gives a reason; by itself the programme does it once the deadline has passed.
    """
    when = at or now()
    settle(session, task, when)
    office = receiving_office(session, task)
    until = deadline(session, task.district_id, settings, office.level, task.urgency, start=day_of(when))
    said = {"holder": Holder(Holding.OFFICE, office.code), "level": office.level, "deadline": until}
    if hand.role is Role.SYSTEM:
        return step(session, task, "escalate", hand, at=when, why="deadline", **said)
    return _with_text(session, task, "escalate", hand, Use.REASON, reason, at=when, why="holder", **said)


def mark(session: Session, task: Task, hand: Hand, reason: str, *, pressing: bool, at: datetime | None = None) -> Entry:
    """Say that a task is pressing, or is no longer, and why."""
    return _with_text(session, task, "mark", hand, Use.REASON, reason, at=at, pressing=pressing)


def _with_text(  # noqa: PLR0913 - a step and what it says
    session: Session, task: Task, name: str, hand: Hand, use: Use, text: str, /, *, at: datetime | None, **said: Any
) -> Entry:
    said["text" if use is Use.REPORT else "reason"] = commitment = seal_for(session, use, text)
    entry = step(session, task, name, hand, at=at, **said)
    attach(session, task, entry, use, commitment)
    return entry
