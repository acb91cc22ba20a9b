"""Solving as a job: what is put into the queue, what the runner does with it, and the draft that comes of it."""

import hashlib
import json
import logging
import time
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from rotation import jobs
from rotation.attempts import Point
from rotation.district.villages import District, district
from rotation.district.weeks import Week
from rotation.jobs import Job
from rotation.roster.drafts import check_current, draft_of
from rotation.roster.planning import Asked, assignments, draft, problem_of
from rotation.roster.plans import Plan, plan_of
from rotation.roster.rosters import Line, Roster, lines, pins, published
from rotation.roster.solver_process import SolverProcess
from rotation.roster.words import RuleBroken, Words
from rotation.runner import Finish, Work
from rotation.settings import Settings
from solver import Costs, PinConflict, Problem, Solution, audit, check_pins

log = logging.getLogger(__name__)
KIND = "solve"
STOP_SECONDS = 15.0
OVERTIME_SECONDS = 60.0


def enqueue_plan(session: Session, district: District, plan: Plan, settings: Settings, *, by: str, today: date) -> Job:
    """Ask for a plan to be solved. While the same planner's job for the same plan and facts waits or runs: that job."""
    hold(session, district)
    problem = problem_of(session, district, plan, settings, today=today)
    return enqueue(session, district, Asked(plan, problem, published(session, district.id), by))


def enqueue_again(
    session: Session, district: District, number: int, settings: Settings, *, by: str, today: date
) -> Job:
    """Ask for a draft to be solved again round its pins, from today's facts; a new draft will come of it.

    Conflict where the draft is behind; RuleBroken where its pins contradict each other or the facts.
    """
    hold(session, district)
    found = draft_of(session, district.id, number)
    check_current(session, found, today=today)
    plan = plan_of(found)
    fixed = [line for line in pins(session, found) if line.week >= plan.start]
    problem = problem_of(session, district, plan, settings, today=today, pins=fixed)
    _check_pins(session, district, problem)
    asked = Asked(plan, problem, published(session, district.id), by)
    return enqueue(session, district, asked, start=_start(problem, lines(session, found)))


def _check_pins(session: Session, district: District, problem: Problem) -> None:
    try:
        check_pins(problem)
    except PinConflict as conflict:
        words = Words.of(session, district.id, Week(problem.start))
        raise RuleBroken(tuple(words.broken(one.rule, one.detail) for one in conflict.conflicts)) from None


def _start(problem: Problem, terms: list[Line]) -> str:
    """The draft as a place to go on from; empty where today's facts do not allow it any more."""
    begin = [one for one in assignments(terms, Week(problem.start)) if one.week >= 0]
    found = audit(problem, begin)
    return "" if found.broken else Solution(tuple(begin), found.costs, Costs(), found.wishes).to_json()


def hold(session: Session, district: District) -> None:
    """Let nothing be published until the unit of work ends: what is asked and what it starts from belong together."""
    session.get_one(District, district.id, with_for_update=True)


def enqueue(
    session: Session, district: District, asked: Asked, *, start: str = "", kind: str = KIND, shared: bool = False
) -> Job:
    """Put a question to the solver into the queue; `start` is the answer from which it goes on.

    Of a `shared` one there is one job, whoever asks, and in whatever language it is called something.
    """
    question = {
        "plan": asked.plan.to_json(),
        "problem": asked.problem.to_json(),
        "base": asked.base.id if asked.base else None,
        "by": asked.by,
    }
    nobodys = {"plan": replace(asked.plan, title="").to_json(), "by": ""} if shared else {}
    job = Job(
        kind=kind,
        scope=district.code,
        key=hashlib.sha256(json.dumps(question | nobodys).encode()).hexdigest(),
        title=asked.plan.title,
        by=asked.by,
        seconds=asked.plan.seconds,
        question=json.dumps(question),
        answer=start,
    )
    return jobs.enqueue(session, job)


@dataclass(frozen=True, slots=True)
class Question:
    """What a job asks, read back. `base` is the database id of the published roster that was taken up."""

    plan: Plan
    problem: str
    base: int | None
    by: str

    @staticmethod
    def read(text: str) -> "Question":
        """The question that a job's row holds."""
        said: dict[str, Any] = json.loads(text)
        return Question(**(said | {"plan": Plan.from_json(said["plan"])}))


@dataclass(frozen=True, slots=True)
class Solved:
    """A question with the best answer that was found, recounted."""

    question: Question
    problem: Problem
    solution: Solution


def solve_handler(work: Work) -> Finish | None:
    """Solve the job's problem; what is returned stores the draft."""
    found = solved(work)
    return partial(_store, found=found, scope=work.scope) if found else None


def solved(work: Work) -> Solved | None:
    """Solve the job's problem in a process of its own.

    A job that was cancelled ends with the best so far, and with nothing where there is none.
    """
    question = Question.read(work.question)
    if not work.cancelled:
        _solve(work, question)
    if not work.answer:
        if work.cancelled:
            return None
        raise RuntimeError("the solver ended without an answer")
    problem = Problem.from_json(question.problem)
    return Solved(question, problem, _recounted(problem, Solution.from_json(work.answer)))


def _solve(work: Work, question: Question) -> None:
    """Listen to the solver until it has ended, or has not stopped in time after it was asked to."""
    left = max(work.seconds - work.worked, work.seconds / 4)
    before, stop_by = work.worked, time.monotonic() + left + OVERTIME_SECONDS
    with SolverProcess(question.problem, work.answer, left) as process:
        for message in process.messages():
            _note(work, message or {}, before)
            stopping = work.cancelled
            work.beat()
            if work.cancelled and not stopping:
                process.stop()
                stop_by = time.monotonic() + STOP_SECONDS
            if time.monotonic() > stop_by:
                log.warning("The solver did not stop in time; its best so far is kept")
                return


def _note(work: Work, message: dict[str, Any], before: float) -> None:
    """Take over what the solver says; its seconds count on from those of earlier attempts."""
    progress = message.get("progress")
    if progress:
        point = Point(before + progress["seconds"], progress["stage"], progress["costs"], progress["bounds"])
        work.progress(point)
    answer = message.get("answer") or (progress or {}).get("answer")
    if answer:
        work.keep(answer)


def _recounted(problem: Problem, solution: Solution) -> Solution:
    """The solution with costs that we have counted ourselves; nothing that breaks a rule is ever stored."""
    found = audit(problem, solution.assignments)
    if found.broken:
        raise RuntimeError(f"the solver's roster breaks a rule: {found.broken[0].detail}")
    return Solution(solution.assignments, found.costs, solution.bounds, found.wishes, proofs=solution.proofs)


def _store(session: Session, *, found: Solved, scope: str) -> dict[str, Any]:
    return {"roster": drafted(session, district(session, scope), found).number}


def drafted(session: Session, district: District, found: Solved) -> Roster:
    """A draft of what was found."""
    question = found.question
    base = session.get(Roster, question.base) if question.base else None
    return draft(session, district, Asked(question.plan, found.problem, base, question.by), found.solution)
