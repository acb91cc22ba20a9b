"""Kill -9 of the whole server while it imports and publishes: afterwards all of it is there, or nothing."""

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from rotation import settings as settings_module
from rotation.board import spreadsheets
from rotation.demo import workbook
from rotation.district.members import Member
from rotation.district.villages import District
from rotation.district.weeks import this_week, today
from rotation.roster import solving
from rotation.roster.plans import default_plan
from rotation.roster.rosters import Roster, RosterEdit, Status, Term, published
from rotation.runner import Runner
from rotation.store import open_engine, reading, writing
from tests.conftest import ROOT
from tests.serving import Site, Visitor

pytestmark = pytest.mark.kill
ROWS = 1500
TRIES = 4


@pytest.fixture
def site(tmp_path: Path, empty_database_url: str):
    site = Site(tmp_path / "instance", empty_database_url).found()
    yield site
    if site.process.poll() is None:
        site.kill()


def cut_off(site: Site, deed, after: float) -> None:
    """Do `deed` in a thread, and kill the server `after` seconds into it."""

    def do() -> None:
        with suppress(OSError):  # the answer never comes
            deed()

    doing = threading.Thread(target=do)
    doing.start()
    doing.join(timeout=after)
    site.kill()
    doing.join()


def many_members(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "队员 members"
    sheet.append(["编号 number", "姓名 name", "电话 phone"])
    for n in range(ROWS):
        sheet.append([f"k{n:05d}", f"甲{n}", f"0000{n:07d}"])
    book.save(path)
    return path


def take_over(visitor: Visitor) -> None:
    visitor.post("/planner/import/preview", "/planner/import/preview", step="import")


def count(engine: Engine, what) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(what))


def test_an_import_that_is_cut_off_has_taken_all_or_nothing(site: Site, tmp_path: Path):
    engine = open_engine(site.database)
    file = many_members(tmp_path / "members.xlsx")
    random = Random(2015)
    seen = []
    visitor = Visitor(site)  # the login and the file that waits outlive each server
    site.serve()
    visitor.log_in()
    visitor.upload("/planner/import", file)
    for _ in range(TRIES):
        cut_off(site, lambda: take_over(visitor), random.uniform(0.1, 4))
        seen.append(count(engine, Member))
        site.serve()
        if seen[-1]:
            break
    assert set(seen) <= {0, ROWS}
    if not seen[-1]:
        take_over(visitor)
    assert count(engine, Member) == ROWS
    engine.dispose()


def drafted(engine: Engine, site: Site) -> int:
    """The sample's members and villages, and a draft for them; its number."""
    settings = settings_module.load(ROOT / "config.toml")
    with Session(engine) as session:
        district = session.scalars(select(District)).one()
        book = spreadsheets.read(workbook(this_week(), 1, settings), "qixia.xlsx", settings)
        shown = spreadsheets.preview(session, district, book, settings)
        with writing(session):
            spreadsheets.apply(session, district, book, settings, shown=shown.digest, by="planner")
        plan = default_plan(session, district, settings, today=today())
        with writing(session):
            solving.enqueue_plan(session, district, replace(plan, seconds=3), settings, by="planner", today=today())
    assert Runner(engine, {solving.KIND: solving.solve_handler}, settings.jobs.lease_seconds).run_one()
    with reading(engine) as session:
        return session.scalars(select(Roster.number)).one()


def test_a_publication_that_is_cut_off_has_happened_or_not(site: Site):
    engine = open_engine(site.database)
    number = drafted(engine, site)
    terms = count(engine, Term)
    random = Random(104)
    page = f"/planner/rosters/{number}/publish"
    visitor = Visitor(site)  # the login outlives each server
    site.serve()
    visitor.log_in()
    for _ in range(TRIES):
        visitor.get(page)
        cut_off(site, lambda: visitor.post(page, page, note="kill"), random.uniform(0, 0.3))
        with reading(engine) as session:
            in_force = published(session, 1)
            entries = session.scalars(select(RosterEdit.what).where(RosterEdit.what == "published")).all()
            statuses = session.scalars(select(Roster.status)).all()
        assert statuses == [Status.PUBLISHED if in_force else Status.DRAFT]
        assert len(entries) == bool(in_force)
        assert count(engine, Term) == terms
        site.serve()
        if in_force:
            break
    if not in_force:
        visitor.post(page, page, note="again")
    assert count(engine, Term) == terms
    with reading(engine) as session:
        assert published(session, 1).number == number
    engine.dispose()
