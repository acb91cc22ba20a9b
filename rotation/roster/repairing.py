"""Repair: what the roster in force cannot keep is replanned with the fewest notices, and shown before it is a draft.

A repair is a solve of the weeks to come in which all that is published binds: of all rosters that are as full, one
that changes least. Its answer stays with the job until a planner makes a draft of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import jobs
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict, NotFound
from rotation.jobs import Job
from rotation.roster.changes import Notice, surprises
from rotation.roster.planning import Asked, lines_of, problem_of
from rotation.roster.plans import Plan, plan_of
from rotation.roster.rosters import Roster, lines, published
from rotation.roster.solving import Question, Solved, drafted, enqueue, hold, solved
from rotation.roster.standing import what_stands
from rotation.roster.words import Words
from rotation.runner import Finish, Work
from rotation.settings import Settings
from solver import Problem, Sentence, Solution

KIND = "repair"
LEAST_SECONDS = 5
MEMBER_WEEKS_A_SECOND = 1000


def repair_plan(session: Session, district: District, first: Week, *, title: str = "") -> Plan:
    """The plan of the roster in force from `first` on, bound by all of it; earlier weeks are held.

    Conflict where nothing is published for these weeks.
    """
    roster = published(session, district.id)
    if roster is None or roster.end <= first:
        raise Conflict(N_("Nothing is published from this week on that could be repaired."))
    return replace(plan_of(roster).starting(first), baseline_until=roster.end + -1, title=title)


def seconds_for(problem: Problem) -> int:
    """How long the search for the fewest notices is given, by the size of what is published."""
    return max(LEAST_SECONDS, len(problem.members) * problem.weeks // MEMBER_WEEKS_A_SECOND)


def what_falls(session: Session, district: District, problem: Problem) -> tuple[Sentence, ...]:
    """In words: why published terms of the weeks to be repaired cannot stand any more."""
    words = Words.of(session, district.id, Week(problem.start))
    _, fallen = what_stands(problem, problem.baseline or ())
    return tuple(words.broken(one.rule, one.detail) for one in fallen)


def enqueue_repair(
    session: Session, district: District, plan: Plan, settings: Settings, *, by: str, today: date
) -> Job:
    """Ask for a repair of what is in force, from the plan's first week on; while the same one waits: that job."""
    hold(session, district)
    plan = repair_plan(session, district, plan.start, title=plan.title)
    problem = problem_of(session, district, plan, settings, today=today)
    given = replace(plan, seconds=seconds_for(problem))
    asked = Asked(given, problem, published(session, district.id), by)
    return enqueue(session, district, asked, kind=KIND, shared=True)


def repair_handler(work: Work) -> Finish | None:
    """Solve the job's problem; the answer stays with the job, and nothing else is stored."""
    found = solved(work)
    if found is None:
        return None
    work.keep(found.solution.to_json())
    return partial(_ready, changes=found.solution.costs.changes)


def _ready(_session: Session, *, changes: int) -> dict[str, Any]:
    return {"changes": changes}


@dataclass(frozen=True)
class Repair:
    """A repair that has been worked out: what it would change of `base`, the roster from which it starts.

    `is_current`: that roster is still in force, and none of the weeks has begun.
    """

    job: Job
    found: Solved
    base: Roster
    notices: tuple[Notice, ...]
    is_current: bool

    @property
    def people(self) -> int:
        """How many would have to be told."""
        return len({one.member for one in self.notices})

    @property
    def is_proven(self) -> bool:
        """Whether no roster that is as full needs fewer changes."""
        return self.found.solution.costs.changes == self.found.solution.bounds.changes

    @cached_property
    def by_member(self) -> dict[str, list[Notice]]:
        """What changes for each member."""
        found: dict[str, list[Notice]] = defaultdict(list)
        for one in self.notices:
            found[one.member].append(one)
        return dict(sorted(found.items()))

    @cached_property
    def by_place(self) -> dict[str, list["TeamChange"]]:
        """What changes in each place, week by week."""
        return _gathered(self.team_changes, "place")

    @cached_property
    def by_week(self) -> dict[Week, list["TeamChange"]]:
        """What changes in each week, place by place."""
        return _gathered(self.team_changes, "week")

    @cached_property
    def team_changes(self) -> list["TeamChange"]:
        """Every place and week in which somebody else serves."""
        gone, come = defaultdict(list), defaultdict(list)
        for one in self.notices:
            if one.before:
                gone[one.week, one.before].append(one.member)
            if one.after:
                come[one.week, one.after].append(one.member)
        keys = sorted(gone.keys() | come.keys(), key=lambda key: (key[0].monday, key[1]))
        return [TeamChange(week, place, tuple(gone[week, place]), tuple(come[week, place])) for week, place in keys]


@dataclass(frozen=True, slots=True)
class TeamChange:
    """Who would not serve any more in a place in a week, and who would instead."""

    week: Week
    place: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def _gathered(changes: Iterable[TeamChange], name: str) -> dict[Any, list[TeamChange]]:
    found: dict[Any, list[TeamChange]] = {}
    for one in changes:
        found.setdefault(getattr(one, name), []).append(one)
    return found


def repair(session: Session, district: District, number: int, *, today: date) -> Repair:
    """What the job of that number has found. NotFound where it is no repair, Conflict where it has found nothing."""
    job = jobs.find(session, district.code, number)
    if job.kind != KIND:
        raise NotFound(N_("There is no repair %(number)s."), number=number)
    if not job.result:
        raise Conflict(N_("This repair has not been worked out."))
    question = Question.read(job.question)
    problem = Problem.from_json(question.problem)
    found = Solved(question, problem, Solution.from_json(job.answer))
    base = session.get_one(Roster, question.base)
    after = lines_of(found.solution.assignments, question.plan.start)
    notices = surprises(lines(session, base), after, question.plan.start)
    in_force = published(session, district.id)
    is_current = in_force == base and question.plan.start > Week.of(today)
    return Repair(job, found, base, notices, is_current)


def make_draft(session: Session, district: District, number: int, *, today: date) -> int:
    """The number of the draft that is made of a repair, once. Conflict where it is not current any more."""
    session.get_one(District, district.id, with_for_update=True)
    seen = repair(session, district, number, today=today)
    session.scalar(select(Job.id).where(Job.id == number).with_for_update())
    if "roster" in seen.job.result:
        return int(seen.job.result["roster"])
    if not seen.is_current:
        raise Conflict(N_("Another version has been published since, or the first week has begun; repair anew."))
    made = drafted(session, district, seen.found)
    seen.job.result = {**seen.job.result, "roster": made.number}
    return made.number
