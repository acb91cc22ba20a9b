"""How the sample comes to be: imported, planned, solved and published on the days on which a planner would have.

The programme began 30 weeks ago; its second part has been running for four. Each step is taken as of a day before
its first week, by the same functions as on the site, with that day handed down as `today`.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import jobs
from rotation.board import spreadsheets
from rotation.demo.programme import WEEKS, Stage, stages, workbook
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster import publishing, solving
from rotation.roster.editing import Editor
from rotation.roster.plans import default_plan
from rotation.roster.publishing import Signature
from rotation.roster.rosters import Roster, published
from rotation.roster.rosters import roster as roster_of
from rotation.runner import Runner
from rotation.settings import Settings
from rotation.store import writing

BY = "planner"
SERVED_OF_SECOND = 4
DAYS_BEFORE = 10
LOOK_EVERY_SECONDS = 0.5


def first_week(session: Session, district: District, today: date) -> Week:
    """The programme's first week: as it was published, else so that its second part has run for four weeks."""
    query = select(Roster).where(Roster.district_id == district.id, Roster.version == 1)
    first = session.scalar(query)
    return first.start if first else Week.of(today) + -(WEEKS + SERVED_OF_SECOND)


def stages_left(session: Session, district: District, today: date) -> Iterator[Stage]:
    """The stages that are not published yet."""
    in_force = published(session, district.id)
    done = in_force.version or 0 if in_force else 0
    yield from stages(first_week(session, district, today))[done:]


def import_workbook(session: Session, district: District, stage: Stage, settings: Settings) -> spreadsheets.Preview:
    """Import the stage's workbook as everybody does: read, preview, apply what was shown."""
    begins = stage.start + -WEEKS * (stage.number - 1)
    book = spreadsheets.read(workbook(begins, stage.number, settings), "qixia.xlsx", settings)
    shown = spreadsheets.preview(session, district, book, settings)
    with writing(session):
        return spreadsheets.apply(session, district, book, settings, shown=shown.digest, by=BY)


def plan_and_publish(session: Session, district: District, stage: Stage, settings: Settings, seconds: int) -> Roster:
    """Plan the stage, have the runner solve it, and publish the draft."""
    today = date.fromordinal(stage.start.monday.toordinal() - DAYS_BEFORE)
    with writing(session):
        offered = default_plan(session, district, settings, today=today)
        plan = replace(offered, start=stage.start, weeks=WEEKS, baseline_until=None, seconds=seconds)
        plan = replace(plan, title=stage.title)
        job = solving.enqueue_plan(session, district, plan, settings, by=BY, today=today)
    number = _solved(session, job, settings)
    return _published(session, district, number, settings, today)


def _solved(session: Session, job: jobs.Job, settings: Settings) -> int:
    engine = session.connection().engine
    runner = Runner(engine, {solving.KIND: solving.solve_handler}, settings.jobs.lease_seconds)
    while job.state in (jobs.State.QUEUED, jobs.State.RUNNING):
        session.rollback()  # what the runner does is seen by a new transaction only
        if not runner.run_one():
            time.sleep(LOOK_EVERY_SECONDS)  # a server's own runner has taken it
        session.refresh(job)
    if job.state != jobs.State.DONE:
        raise job.failure or Conflict(N_("The sample's job was cancelled. Run “rotation demo” again."))
    return int(job.result["roster"])


def _published(session: Session, district: District, number: int, settings: Settings, today: date) -> Roster:
    draft = roster_of(session, district.id, number)
    seen = publishing.review(session, district, draft, settings, today=today).digest
    editor = Editor(by=BY, today=today, edits=draft.edits)
    with writing(session):
        return publishing.publish(session, district, number, settings, editor, Signature(draft.title, seen))
