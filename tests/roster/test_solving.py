"""From the button to the draft: with a real runner, a real solver process, and real kills."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from rotation import jobs
from rotation.errors import Conflict
from rotation.jobs import Job, State
from rotation.roster.editing import Editor
from rotation.roster.pinning import pin
from rotation.roster.rosters import Line, lines, pins, roster, rosters
from rotation.roster.solver_process import SolverProcess
from rotation.roster.solving import KIND, enqueue_again, enqueue_plan, solve_handler
from rotation.roster.words import RuleBroken
from rotation.runner import Runner
from rotation.store import writing
from solver import Assignment, Problem, Solution, audit, untruths
from tests.roster.conftest import NEXT, TODAY, answered

PATIENCE = 60
READ = 4096


@pytest.fixture
def solve(session, engine, office):
    """Ask for a plan, and solve what waits."""

    class Solve:
        def ask(self, by="planner", **changes):
            plan = office.plan(**changes)
            with writing(session):
                return enqueue_plan(session, office.district, plan, office.settings, by=by, today=TODAY)

        def again(self, number):
            with writing(session):
                return enqueue_again(session, office.district, number, office.settings, by="planner", today=TODAY)

        def run(self):
            return Runner(engine, {KIND: solve_handler}, 30).run_one()

    return Solve()


def wait_until(session, runner, condition):
    """Look at the database each time that the runner has written there, until it is so."""
    session.rollback()
    while not condition():
        assert select.select([runner.stdout], [], [], PATIENCE)[0], "it did not happen in time"
        assert runner.stdout.read(READ), "the runner is gone"
        session.rollback()


def wait_for_the_end_of(pid):
    """Wait until a process that is not ours has ended."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    assert select.select([watched], [], [], PATIENCE)[0], "it did not end in time"
    os.close(watched)


def test_a_plan_is_solved_into_a_draft_that_tells_the_truth(session, office, solve):
    job = solve.ask()
    assert solve.run()
    session.refresh(job)
    assert job.state is State.DONE, job.error
    made = roster(session, office.district.id, job.result["roster"])
    problem = Problem.from_json(made.problem)
    terms = tuple(Assignment(line.week - made.start, line.place, line.member) for line in lines(session, made))
    assert audit(problem, terms).broken == ()
    assert len(terms) + made.costs["vacancies"] == problem.seats
    assert made.made_by == "planner"
    assert jobs.curve(session, job)


def test_two_planners_pressing_at_once_get_one_job_each_in_order(session, office, solve):
    hers, his = solve.ask("hers", seconds=1), solve.ask("his", seconds=1)
    assert solve.ask("hers", seconds=1).id == hers.id
    assert solve.run()
    assert solve.run()
    assert not solve.run()
    session.rollback()
    assert (hers.state, his.state) == (State.DONE, State.DONE), (hers.error, his.error)
    assert (hers.result["roster"], his.result["roster"]) == (1, 2)


def test_the_rest_is_solved_again_round_the_pins(session, office, solve):
    first = office.drafted()
    chosen = lines(session, first)[:3]
    with writing(session):
        pin(session, office.district, first.number, chosen, Editor("planner", TODAY, 0))
    job = solve.again(first.number)
    assert solve.run()
    session.refresh(job)
    made = roster(session, office.district.id, job.result["roster"])
    assert pins(session, made) == chosen
    assert set(chosen) <= set(lines(session, made))


def test_pins_that_today_s_facts_forbid_are_named(session, office, solve):
    first = office.drafted(terms=[Assignment(0, "v01", "m01")])
    with writing(session):
        pin(session, office.district, first.number, [Line(NEXT, "v01", "m01")], Editor("planner", TODAY, 0))
        from rotation.district.members import Recusal, member

        session.add(Recusal(member_id=member(session, office.district.id, "m01").id, place="v01"))
    with pytest.raises(RuleBroken, match="队员1 must not serve in V1"):
        solve.again(first.number)


def test_a_draft_that_is_behind_is_not_solved_again(office, solve):
    first, second = office.drafted(terms=[]), office.drafted(terms=[])
    office.publish(second)
    with pytest.raises(Conflict, match="bring it up to date"):
        solve.again(first.number)


def test_a_job_that_was_cancelled_before_anything_was_found_leaves_nothing(session, office, solve, engine):
    job = solve.ask()
    with writing(session):
        job.attempt = 1
        jobs.cancel(session, job, "planner")
    assert solve.run()
    session.refresh(job)
    assert job.state is State.CANCELLED
    assert rosters(session, office.district.id) == []


def test_a_cancelled_job_keeps_its_best(session, office, solve):
    job = solve.ask()
    best = answered(office.problem())
    with writing(session):
        job.answer, job.attempt = best.to_json(), 1
        jobs.cancel(session, job, "planner")
    assert solve.run()
    session.refresh(job)
    made = roster(session, office.district.id, job.result["roster"])
    assert len(lines(session, made)) == len(best.assignments)


RUNNER = textwrap.dedent(
    """
    import sys
    from sqlalchemy import event
    from sqlalchemy.orm import Session
    from rotation.roster.solving import KIND, solve_handler
    from rotation.runner import Runner
    from rotation.store import open_engine
    event.listen(Session, "after_commit", lambda _: print("written", flush=True))
    Runner(open_engine(sys.argv[1]), {KIND: solve_handler}, int(sys.argv[2]), idle_seconds=0.1).run()
    """
)


@pytest.fixture
def process(database_url):
    """Start real runners; whatever is left of them is ended."""
    started = []

    def start(lease=2):
        command = [sys.executable, "-c", RUNNER, database_url, str(lease)]
        made = subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0)
        started.append(made)
        return made

    yield start
    for one in started:
        with one:
            one.kill()


def children(pid):
    """The processes that a process has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.kill
def test_a_runner_killed_while_it_solves_is_followed_by_one_that_goes_on(session, office, solve, process):
    job = solve.ask(seconds=600)
    first = process()
    wait_until(session, first, lambda: session.get_one(Job, job.id).worked > 0)
    (child,) = children(first.pid)
    first.kill()
    first.wait()
    wait_for_the_end_of(child)
    best = answered(office.problem())
    with writing(session):
        session.get_one(Job, job.id).answer = best.to_json()
    worked = job.worked
    second = process()
    wait_until(session, second, lambda: session.get_one(Job, job.id).attempt == 2 and job.worked > worked)
    with writing(session):
        jobs.cancel(session, job, "planner")
    wait_until(session, second, lambda: not session.get_one(Job, job.id).waits)
    assert job.state is State.DONE, job.error
    made = roster(session, office.district.id, job.result["roster"])
    assert (made.costs["vacancies"], made.costs["unfairness"]) <= (best.costs.vacancies, best.costs.unfairness)
    assert len(rosters(session, office.district.id)) == 1


@pytest.mark.kill
def test_a_runner_told_to_go_puts_its_job_back_and_leaves_nobody_behind(session, office, solve, process):
    job = solve.ask(seconds=600)
    runner = process(lease=30)
    wait_until(session, runner, lambda: session.get_one(Job, job.id).worked > 0)
    (child,) = children(runner.pid)
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(PATIENCE) == 0
    assert not is_alive(child)
    session.rollback()
    assert job.state is State.QUEUED
    assert rosters(session, office.district.id) == []


def test_the_solver_s_process_ends_when_its_pipe_closes(office):
    with SolverProcess(office.problem().to_json(), "", 600) as process:
        next(message for message in process.messages() if message)
        process._process.stdin.close()
        assert process._process.wait(PATIENCE) != 0


def test_the_solver_s_process_stops_when_asked_and_says_its_best(office):
    problem = office.problem()
    with SolverProcess(problem.to_json(), "", 600) as process:
        told = []
        for message in process.messages():
            if message and not told:
                process.stop()
            told += [message] if message else []
    answer = Solution.from_json(told[-1]["answer"])
    assert untruths(problem, answer) == ()
