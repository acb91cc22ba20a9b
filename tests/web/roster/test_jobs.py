"""The page of a solve job, from the queue to the draft."""

from rotation.jobs import Job, JobProgress, RunnerSign, State
from rotation.store import now
from tests.web.conftest import PASSWORD
from tests.web.roster.browsing import ROSTERS


def make_job(session, state, **more) -> int:
    job = Job(kind="solve", scope="qixia", key="k", by="planner", seconds=60, question="{}", state=state, **more)
    session.add(job)
    session.flush()
    zero = dict.fromkeys(("vacancies", "changes", "unfairness", "wishes"), 0)
    for seconds, wishes in ((0.5, None), (1.0, 900), (7.0, 400)):
        costs = None if wishes is None else zero | {"wishes": wishes}
        session.add(JobProgress(job_id=job.id, seconds=seconds, costs=costs, bounds=zero | {"wishes": 300}))
    return job.id


def test_a_running_job_shows_its_costs_its_gap_and_its_curve(planner, inside):
    number = inside(lambda session: make_job(session, State.RUNNING, started_at=now()))
    page = planner.get(f"{ROSTERS}/jobs/{number}").text
    assert "The solver is at work." in page
    assert "at most 25.0 % could still be gained" in page
    assert page.count("<svg") == 1
    part = planner.get(f"{ROSTERS}/jobs/{number}/progress", headers={"Accept": "application/json"}).json
    assert part["stage"] == "running"
    assert "900 / 300" in part["html"]


def test_a_job_is_stopped_and_keeps_its_best(planner, inside):
    number = inside(lambda session: make_job(session, State.RUNNING, started_at=now(), answer="{}"))
    assert planner.post(f"{ROSTERS}/jobs/{number}/stop").status_code == 303
    page = planner.get(f"{ROSTERS}/jobs/{number}").text
    assert "the best roster so far is being kept" in page
    assert "Stop and keep" not in page


def test_jobs_wait_in_order_and_say_how_they_ended(planner, inside):
    inside(lambda session: session.add(RunnerSign(id=1, at=now())))
    first = inside(lambda session: make_job(session, State.RUNNING))
    second = inside(lambda session: add_job(session, "k2", State.QUEUED))
    assert "1 job is before yours." in planner.get(f"{ROSTERS}/jobs/{second}").text
    failed = inside(
        lambda session: add_job(
            session, "k3", State.FAILED, error={"template": "Out of %(what)s.", "values": {"what": "paper"}}
        )
    )
    assert "Out of paper." in planner.get(f"{ROSTERS}/jobs/{failed}").text
    done = inside(lambda session: add_job(session, "k4", State.DONE, result={"roster": 1}))
    assert f'href="{ROSTERS}/1"' in planner.get(f"{ROSTERS}/jobs/{done}").text
    assert f"{ROSTERS}/jobs/{first}" in planner.get(ROSTERS).text


def add_job(session, key, state, **more) -> int:
    job = Job(kind="solve", scope="qixia", key=key, by="planner", seconds=60, question="{}", state=state, **more)
    session.add(job)
    session.flush()
    return job.id


def test_a_neighbours_job_is_not_there(planner, inside):
    number = inside(lambda session: make_job(session, State.QUEUED))
    planner.post("/logout")
    planner.post("/login", data={"username": "neighbour", "password": PASSWORD})
    assert planner.get(f"{ROSTERS}/jobs/{number}").status_code == 404
    assert planner.post(f"{ROSTERS}/jobs/{number}/stop").status_code == 404
