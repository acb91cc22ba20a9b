"""A task in somebody's hand: the conditions under which a role may make a step. Each says what must be so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from rotation.district.offices import Level, Office
from rotation.record.duty import Duty, duty_at
from rotation.record.roles import Hand
from rotation.record.tasks import Holding, Task, TaskHolder, holders_of

_UPWARDS = tuple(Level)


@dataclass(frozen=True)
class Case:
    """A task, who acts on it, and what the conditions ask about: duty now, the actor's office, earlier holders."""

    session: Session
    task: Task
    hand: Hand
    duty: Duty

    @cached_property
    def office(self) -> Office | None:
        """The actor's office, if it is one of the district that works."""
        return next((office for office in self.duty.offices if office.code == self.hand.office), None)

    @cached_property
    def held(self) -> tuple[TaskHolder, ...]:
        """Everybody who was ever responsible: asked for only where it matters, which is seldom."""
        return tuple(holders_of(self.session, self.task.number))

    @cached_property
    def committee(self) -> Office | None:
        """The village's own office."""
        offices = (office for office in self.duty.offices if office.village_id == self.task.village_id)
        return next(offices, None)


Condition = Callable[[Case], bool]


def case_of(session: Session, task: Task, hand: Hand, at: datetime) -> Case:
    """Everything that the conditions ask about."""
    return Case(session, task, hand, duty_at(session, task.district_id, at, [task.village_id]))


def always(case: Case) -> bool:  # noqa: ARG001 - a condition like the others
    """Whoever has the role."""
    return True


def plans_the_district(case: Case) -> bool:
    """A planner of the task's district."""
    return case.hand.plans(case.task.district_id)


def holds_it(case: Case) -> bool:
    """The one responsible, or who acts for the office that is."""
    return _is(case.hand, case.task.holder_kind, case.task.holder_code)


def serves_here(case: Case) -> bool:
    """On duty in the village's team."""
    return case.hand.member in case.duty.team(case.task.village_id)


def serves_here_and_never_held_it(case: Case) -> bool:
    """On duty in the village's team, and never responsible for this task."""
    return serves_here(case) and never_held_it(case)


def serves_here_and_does_not_hold_it(case: Case) -> bool:
    """On duty in the village's team, and not responsible for this task now."""
    return serves_here(case) and not holds_it(case)


def team_in_place_of_the_committee(case: Case) -> bool:
    """On duty in the team and never responsible, where the committee cannot confirm because it was."""
    return serves_here_and_never_held_it(case) and _committee_held_it(case)


def team_while_it_is_the_villages(case: Case) -> bool:
    """On duty in the village's team, while the task lies in the village and not with an office above."""
    return serves_here(case) and case.task.level is Level.VILLAGE


def serves_in_the_zone(case: Case) -> bool:
    """On duty as a troubleshooter in the village's zone."""
    return case.hand.member in case.duty.troubleshooters(case.task.village_id)


def serves_in_the_zone_and_does_not_hold_it(case: Case) -> bool:
    """On duty as a troubleshooter in the village's zone, and not responsible for this task now."""
    return serves_in_the_zone(case) and not holds_it(case)


def troubleshooter_of_a_pressing_task(case: Case) -> bool:
    """On duty in the village's zone, and the task is pressing and not theirs already."""
    return serves_in_the_zone(case) and case.task.pressing and not holds_it(case)


def is_the_committee(case: Case) -> bool:
    """Acts for the village's own office."""
    return case.committee is not None and case.hand.office == case.committee.code


def team_where_there_is_no_committee(case: Case) -> bool:
    """On duty in the village's team, and the village has no office of its own that could speak for it."""
    return case.committee is None and serves_here(case)


def answers_in_place_of_the_team(case: Case) -> bool:
    """Acts for the office that answers in the village while no team is there."""
    office = None if case.duty.team(case.task.village_id) else case.duty.office(case.task.village_id)
    return office is not None and case.hand.office == office.code


def committee_that_never_held_it(case: Case) -> bool:
    """Acts for the village's own office, which was never responsible for this task."""
    return is_the_committee(case) and never_held_it(case)


def committee_that_does_not_hold_it(case: Case) -> bool:
    """Acts for the village's own office, which is not responsible for this task now."""
    return is_the_committee(case) and not holds_it(case)


def official_who_does_not_hold_it(case: Case) -> bool:
    """Acts for an office of the district that is not responsible for this task now."""
    return case.office is not None and not holds_it(case)


def office_above_the_asker(case: Case) -> bool:
    """Acts for an office of the district at a level above the one that asked for the money."""
    asked = case.task.asked_level
    if case.office is None or asked is None:
        return False
    return _UPWARDS.index(case.office.level) > _UPWARDS.index(asked)


def never_held_it(case: Case) -> bool:
    """Was never responsible for this task."""
    return not any(_is(case.hand, held.kind, held.code) for held in case.held)


def _committee_held_it(case: Case) -> bool:
    committee = case.committee
    return committee is not None and any(
        held.kind is Holding.OFFICE and held.code == committee.code for held in case.held
    )


def _is(hand: Hand, kind: Holding, code: str) -> bool:
    return (hand.member if kind is Holding.MEMBER else hand.office) == code
