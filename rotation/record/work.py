"""What somebody has to work on: the tasks that they answer for, those of their villages, the pressing ones of a zone.

And who may read all that is written about a task, released or not: those who have to do with it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from rotation.errors import N_, NotAllowed
from rotation.record.duty import Duty, duty, week_of
from rotation.record.rights import DAYS_TO_FINISH, in_committee, inspects
from rotation.record.roles import Hand, Role
from rotation.record.tasks import ENDED, TO_DO, State, Task, Urgency, holders_of
from rotation.record.verdicts import Verdict
from rotation.roster.distance import km
from rotation.store import now

GOING_ON = tuple(state for state in State if state not in ENDED)
BEFORE_A_TERM = timedelta(days=7)
_SOONEST_FIRST = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.NORMAL: 2}
_OFFICES_ABOVE = (Role.TOWNSHIP, Role.DISTRICT)


def going_on_in(session: Session, villages: Collection[int]) -> list[Task]:
    """The tasks of some villages (their keys) that have not ended, by deadline and number."""
    query = select(Task).where(Task.village_id.in_(list(villages)), Task.state.in_(GOING_ON))
    return list(session.scalars(query.order_by(Task.deadline, Task.number)))


def doubted_in(session: Session, villages: Collection[int]) -> list[Task]:
    """The tasks of some villages (their keys) that are said to be unsolved and wait for a look, soonest first."""
    query = select(Task).join(Verdict, Verdict.task == Task.number).where(Task.village_id.in_(list(villages)))
    waits = query.where(Verdict.look_by.is_not(None), Verdict.looked_at.is_(None))
    return list(dict.fromkeys(session.scalars(waits.order_by(Verdict.look_by, Verdict.entry))))


def pressing_in(session: Session, zone: Zone, member: Member) -> list[Task]:
    """A zone's pressing tasks that are to do: by urgency, deadline, and how far it is from the troubleshooter's home.

    Who has said no home starts from the zone's middle.
    """
    villages = {row.id: row for row in session.scalars(select(Village).where(Village.zone_id == zone.id))}
    query = select(Task).where(Task.village_id.in_(villages), Task.pressing, Task.state.in_(list(TO_DO)))
    start = zone if member.lat is None else member

    def rank(task: Task) -> tuple[object, ...]:
        return _SOONEST_FIRST[task.urgency], task.deadline, km(start, villages[task.village_id]), task.number

    return sorted(session.scalars(query), key=rank)


def around(at: datetime) -> list[Week]:
    """The weeks whose teams have to do with a village's tasks now: on both sides of a Monday, both of them."""
    return sorted({week_of(moment) for moment in (at - DAYS_TO_FINISH, at, at + BEFORE_A_TERM)})


def may_read(session: Session, task: Task, hand: Hand, at: datetime | None = None) -> bool:
    """Whether somebody may read everything that is written about a task, and see what can be done."""
    if hand.plans(task.district_id):
        return True
    village = session.get_one(Village, task.village_id)
    if inspects(session, hand, village) or in_committee(session, hand, village):
        return True
    if hand.role in _OFFICES_ABOVE and _is_of(session, hand, task):
        return True
    return _ever_held_it(session, task, hand) or _serves_about_now(session, task, hand, at or now())


def require_reader(session: Session, task: Task, hand: Hand, at: datetime | None = None) -> None:
    """Raise NotAllowed for those who have nothing to do with a task."""
    if not may_read(session, task, hand, at):
        raise NotAllowed(N_("This page is for those who have to do with the task. Everyone may read its public page."))


def _is_of(session: Session, hand: Hand, task: Task) -> bool:
    query = select(Office.id).where(Office.code == hand.office, Office.district_id == task.district_id, Office.active)
    return session.scalar(query) is not None


def _ever_held_it(session: Session, task: Task, hand: Hand) -> bool:
    return any(held.code in (hand.member, hand.office) for held in holders_of(session, task.number))


def _serves_about_now(session: Session, task: Task, hand: Hand, at: datetime) -> bool:
    """On duty in the village or its zone now, two days ago, or a week from now: the teams on both sides of Monday."""
    if hand.member is None:
        return False
    weeks = around(at)
    return any(_serves(duty(session, task.district_id, week, [task.village_id]), task, hand) for week in weeks)


def _serves(on: Duty, task: Task, hand: Hand) -> bool:
    return hand.member in (*on.team(task.village_id), *on.troubleshooters(task.village_id))
