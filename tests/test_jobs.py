"""Jobs: their order, who holds them, and that nothing of them is lost or doubled."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rotation import attempts, jobs
from rotation.attempts import Point, Stale
from rotation.chores import Chore
from rotation.errors import N_, NotFound, RotationError
from rotation.jobs import Job, JobProgress, RunnerSign, State
from rotation.runner import Runner
from rotation.store import now, writing

LEASE = timedelta(seconds=30)


@pytest.fixture
def ask(session):
    """Put a job into the queue."""

    def ask(key="k", by="planner", scope="qixia"):
        with writing(session):
            return jobs.enqueue(session, Job(kind="count", scope=scope, key=key, by=by, question="3", seconds=10))

    return ask


@pytest.fixture
def take(session):
    """Claim the next job, as a runner does."""

    def take():
        with writing(session):
            return attempts.claim(session, LEASE)

    return take


def expire(session, job):
    with writing(session):
        session.get_one(Job, job.id).lease_until = now() - timedelta(seconds=1)


def test_jobs_are_taken_in_their_order_and_one_at_a_time(session, ask, take):
    first, second = ask("a"), ask("b", by="other")
    assert jobs.ahead_of(session, second) == 1
    held = take()
    assert (held.job_id, held.attempt) == (first.id, 1)
    assert take() is None
    with writing(session):
        attempts.end(session, held, State.DONE, result={"n": 1})
    assert take().job_id == second.id
    assert jobs.ahead_of(session, second) == 0


def test_pressing_twice_does_not_double(session, ask):
    assert ask("same").id == ask("same").id
    assert len(jobs.latest(session, "qixia")) == 1


def test_two_planners_get_one_job_each(session, ask):
    assert ask("hers").id < ask("his").id


def test_what_has_ended_can_be_asked_again(session, ask, take):
    first = ask()
    with writing(session):
        attempts.end(session, take(), State.DONE)
    assert ask().id != first.id


def test_of_two_presses_at_once_the_second_finds_the_first(engine, ask):
    first = ask()
    with Session(engine) as other, writing(other):
        late = Job(kind="count", scope="qixia", key="k", by="planner", question="3")
        found = jobs.enqueue(other, late)
        assert found.id == first.id


def test_a_stale_attempt_changes_nothing(session, ask, take):
    job, old = ask(), take()
    expire(session, job)
    new = take()
    assert new.attempt == 2
    writes = [
        lambda: attempts.beat(session, old, LEASE),
        lambda: attempts.report(session, old, Point(1.0, "x", None, {})),
        lambda: attempts.keep(session, old, "old"),
        lambda: attempts.release(session, old),
        lambda: attempts.end(session, old, State.DONE),
    ]
    for write in writes:
        with pytest.raises(Stale), writing(session):
            write()
    session.refresh(job)
    assert (job.state, job.attempt, job.answer) == (State.RUNNING, 2, "")
    assert jobs.curve(session, job) == []


def test_the_job_of_a_dead_runner_goes_on_from_its_best_once_the_lease_is_over(session, ask, take):
    job, held = ask(), take()
    with writing(session):
        attempts.keep(session, held, "best")
    assert take() is None
    expire(session, job)
    assert take().attempt == 2
    session.refresh(job)
    assert job.answer == "best"


def test_a_job_that_is_put_back_is_taken_at_once(session, ask, take):
    ask()
    with writing(session):
        attempts.release(session, take())
    assert take().attempt == 2


def test_a_queued_job_is_cancelled_at_once(session, ask, take):
    job = ask()
    with writing(session):
        jobs.cancel(session, job, "planner")
    assert (job.state, job.cancelled_by) == (State.CANCELLED, "planner")
    assert take() is None


def test_a_running_job_is_asked_to_stop_and_an_ended_one_stays(session, ask, take):
    job, held = ask(), take()
    with writing(session):
        jobs.cancel(session, job, "planner")
        assert attempts.beat(session, held, LEASE)
        attempts.end(session, held, State.DONE)
        jobs.cancel(session, job, "somebody else")
    assert (job.state, job.cancelled_by) == (State.DONE, "planner")


def test_a_job_is_found_in_its_district_only(session, ask):
    job = ask()
    assert jobs.find(session, "qixia", job.id) == job
    with pytest.raises(NotFound):
        jobs.find(session, "elsewhere", job.id)


def test_the_curve_is_read_from_where_one_was(session, ask, take):
    job, held = ask(), take()
    with writing(session):
        for second in (1.0, 2.5):
            attempts.report(session, held, Point(second, "search", {"wishes": 9}, {"wishes": 1}))
    assert [point.seconds for point in jobs.curve(session, job)] == [1.0, 2.5]
    assert [point.seconds for point in jobs.curve(session, job, after=1.0)] == [2.5]


def runner(engine, handler):
    return Runner(engine, {"count": handler}, 30)


def test_the_runner_does_a_job_and_keeps_its_result(engine, session, ask):
    job = ask()

    def count(work):
        work.progress(Point(0.5, "counting", {"wishes": 3}, {"wishes": 0}))
        return lambda _session: {"counted": int(work.question)}

    assert runner(engine, count).run_one()
    assert not runner(engine, count).run_one()
    session.refresh(job)
    assert (job.state, job.result, job.stage, job.worked) == (State.DONE, {"counted": 3}, "counting", 0.5)
    assert jobs.runner_seen(session) is not None


def test_what_a_job_wants_kept_and_its_end_are_one(engine, session, ask):
    job = ask()

    def stumble(inner):
        inner.add(Job(kind="count", scope="qixia", key="other", by="x", question=""))
        inner.flush()
        why = RotationError(N_("So it is: %(names)s."), names=("a", "b"))
        raise RotationError(N_("There are %(count)s of them."), count=3, why=why)

    runner(engine, lambda work: stumble).run_one()
    session.refresh(job)
    assert job.state is State.FAILED
    assert str(job.failure) == "There are 3 of them."
    assert str(job.failure.values["why"]) == "So it is: a, b."
    assert len(jobs.latest(session, "qixia")) == 1


def test_a_bug_is_a_sentence_for_the_planner_and_a_trace_for_the_log(engine, session, ask, caplog):
    job = ask()
    runner(engine, lambda work: 1 // 0).run_one()
    session.refresh(job)
    assert "Something went wrong" in str(job.failure)
    assert "ZeroDivisionError" in caplog.text


def test_a_runner_that_must_go_puts_its_job_back_with_its_best(engine, session, ask):
    job = ask()

    def leave(work):
        work.keep("best")
        work.progress(Point(1.0, "search", None, {}))
        one.stop()
        work.beat()

    one = runner(engine, leave)
    one.run_one()
    session.refresh(job)
    assert (job.state, job.answer, job.worked) == (State.QUEUED, "best", 1.0)


def test_a_runner_at_a_long_job_gives_signs_of_life(engine, session, ask, monkeypatch):
    """Else whoever waits behind it is told that nothing runs."""
    ask()

    def work_on(work):
        with writing(session):
            session.execute(delete(RunnerSign))
        monkeypatch.setattr("rotation.runner.BEAT_SECONDS", 0)
        work.beat()
        assert jobs.runner_seen(session) is not None

    assert runner(engine, work_on).run_one()


def test_chores_are_done_while_a_job_takes_its_time(engine, session, ask, monkeypatch):
    job, done = ask(), threading.Event()

    def wait_for_the_chore(work):
        assert done.wait(timeout=30)
        one.stop()

    monkeypatch.setattr("rotation.runner.signal.signal", lambda *_: None)
    one = Runner(engine, {"count": wait_for_the_chore}, 30, chores=[Chore(lambda _session: done.set())])
    one.run()
    session.refresh(job)
    assert job.state is State.CANCELLED


def test_nothing_to_keep_is_cancelled(engine, session, ask):
    job = ask()
    runner(engine, lambda work: None).run_one()
    session.refresh(job)
    assert job.state is State.CANCELLED


def test_a_job_that_kills_every_runner_is_given_up(engine, session, ask):
    job = ask()
    with writing(session):
        job.attempt = 10
    runner(engine, pytest.fail).run_one()
    session.refresh(job)
    assert str(job.failure) == "This was begun 10 times and never came to an end."


def test_a_runner_that_is_alone_goes_on_at_once_with_what_one_that_was_killed_had_in_hand(session, ask, take):
    job = ask()
    held = take()
    assert take() is None
    with writing(session):
        attempts.take_back(session)
    again = take()
    assert (again.job_id, again.attempt) == (job.id, held.attempt + 1)
    with pytest.raises(Stale), writing(session):
        attempts.keep(session, held, "late")


def test_jobs_that_ended_long_ago_are_forgotten_with_their_curves(session, ask):
    for key in ("old", "newer", "waiting"):
        ask(key)
    ago = now() - timedelta(days=90)
    for at in (now() - timedelta(days=91), now()):
        with writing(session):
            held = attempts.claim(session, LEASE)
            attempts.report(session, held, Point(1.0, "search", None, {}))
            attempts.end(session, held, State.DONE)
            session.get_one(Job, held.job_id).ended_at = at
    with writing(session):
        assert jobs.forget_old(session, ago) == 1
        assert jobs.forget_old(session, ago) == 0
    assert [job.key for job in jobs.latest(session, "qixia")] == ["waiting", "newer"]
    assert [point.job_id for point in session.scalars(select(JobProgress))] == [jobs.latest(session, "qixia")[1].id]


def test_no_number_of_a_job_is_given_twice(session, ask, take):
    job, held = ask(), take()
    with writing(session):
        attempts.end(session, held, State.DONE)
    with writing(session):
        assert jobs.forget_old(session, now() + timedelta(days=90)) == 0
    assert ask().id > job.id
