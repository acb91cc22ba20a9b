"""Explaining a roster as a job: why one of its seats is empty, and what each rule costs it."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from rotation import jobs
from rotation.attempts import Point
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.jobs import Job
from rotation.roster.files import problem_file, roster_file
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Roster
from rotation.roster.solver_process import SolverProcess
from rotation.roster.words import week_in_words
from rotation.runner import Finish, Work
from solver import Problem, Solution, rules_in_force

KIND = "explain"
SEAT_SECONDS = 30
MOST_SECONDS_A_RULE = 30
OVERTIME_SECONDS = 120.0
STOP_SECONDS = 15.0
UNTOLD = '{"untold": true}'


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained of a roster as it stands; an edit makes it another question.

    `asked` is {"explain": "rules"}, or {"explain": "seat"} with its week (counted from the plan's start) and place;
    answering it may take `times` times `seconds`.
    """

    roster: int
    problem: str
    start: str
    seconds: int
    asked: Mapping[str, object]
    times: int = 1

    @property
    def key(self) -> str:
        """What the jobs of the same question have in common."""
        return hashlib.sha256(json.dumps([self.problem, self.start, self.asked]).encode()).hexdigest()


def about_seat(session: Session, roster: Roster, week: Week, place: str) -> Question:
    """Why a seat of a place is empty in a week. NotFound where none is."""
    number = week - roster.start
    question = _question(session, roster, SEAT_SECONDS, {"explain": "seat", "week": number, "place": place})
    problem, answer = Problem.from_json(question.problem), Solution.from_json(question.start)
    seats = problem.seats_in(place, number) if place in problem.place_of and 0 <= number < problem.weeks else 0
    if seats <= sum((one.week, one.place) == (number, place) for one in answer.assignments):
        raise NotFound(N_("No seat is empty there in the week of %(week)s."), week=week_in_words(week))
    return question


def about_rules(session: Session, roster: Roster) -> Question:
    """What each rule costs the whole roster: the plan is solved once more without each."""
    seconds = min(plan_of(roster).seconds, MOST_SECONDS_A_RULE)
    question = _question(session, roster, seconds, {"explain": "rules"})
    return replace(question, times=len(rules_in_force(Problem.from_json(question.problem))))


def _question(session: Session, roster: Roster, seconds: int, asked: Mapping[str, object]) -> Question:
    return Question(roster.number, problem_file(session, roster), roster_file(session, roster), seconds, asked)


def enqueue(session: Session, district: District, question: Question, *, by: str) -> Job:
    """Ask it; while the same waits or runs already: that job."""
    said = {"roster": question.roster, "problem": question.problem, "start": question.start}
    job = Job(
        kind=KIND,
        scope=district.code,
        key=question.key,
        by=by,
        seconds=question.seconds * question.times,
        question=json.dumps(said | {"seconds": question.seconds, "asked": dict(question.asked)}),
    )
    return jobs.enqueue(session, job)


def asked_before(session: Session, district: District, question: Question) -> Job | None:
    """The last job of that question, whether it has ended or not."""
    return jobs.newest(session, district.code, question.key)


def asked_of(job: Job) -> tuple[int, dict[str, Any]]:
    """The number of the roster that a job is about, and what it is to explain of it."""
    said = json.loads(job.question)
    return said["roster"], said["asked"]


def answer_of(job: Job) -> dict[str, Any]:
    """What is known of the answer: all of it where the job is done, else what there is so far."""
    found: dict[str, Any] = job.result.get("found") or (json.loads(job.answer) if job.answer else {})
    return found


def explain_handler(work: Work) -> Finish | None:
    """Have the job's question answered in a process of its own; stopped, it keeps what is known by then."""
    said = json.loads(work.question)
    if not work.cancelled:
        _listen(work, said)
    if not work.answer:
        return None
    return partial(_result, {"roster": said["roster"], "found": json.loads(work.answer)})


def _result(found: dict[str, Any], _session: Session) -> dict[str, Any]:
    return found


def _listen(work: Work, said: dict[str, Any]) -> None:
    began = time.monotonic()
    stop_by = began + work.seconds + OVERTIME_SECONDS
    with SolverProcess(said["problem"], said["start"], said["seconds"], said["asked"]) as process:
        for message in process.messages():
            if message and "answer" in message:
                work.keep(message["answer"])
            work.progress(Point(time.monotonic() - began, KIND, None, {}))
            stopping = work.cancelled
            work.beat()
            if work.cancelled and not stopping:
                process.stop()
                stop_by = time.monotonic() + STOP_SECONDS
            if time.monotonic() > stop_by:
                break
    if not work.answer and not work.cancelled:
        work.keep(UNTOLD)
