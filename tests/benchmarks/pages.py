"""`python -m tests.benchmarks.pages`: the public's pages with a million entries and a hundred thousand tasks.

Board, search and task pages beside the same pages with 10,000 entries; the board beside a bare Flask view that makes
one query and answers as many bytes, in the same run; and what it costs to say that nothing has changed. On SQLite
the processor's time counts; on PostgreSQL, whose server works in other processes, the time until the answer.
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.board import bulletin
from rotation.district.members import Member
from rotation.district.villages import Village
from rotation.district.weeks import this_week
from rotation.record.roles import BY_ITSELF
from rotation.record.sealing import Sealed
from rotation.record.searching import Searchable, grams_of
from rotation.record.task_texts import TaskText
from rotation.record.tasks import State, Task
from rotation.roster.rosters import Line, Roster, Status, add_lines
from rotation.store import open_engine, writing
from tests.benchmarks.ledger import databases
from tests.benchmarks.ledger_made import fill
from tests.conftest import ROOT
from tests.postgres import running_server
from web import create_app
from web.extensions import db, limiter

SMALL = 10_000
TURNS, ASKED = 7, 10
MOST_GROWTH, LEAST_OF_BARE, LEAST_CONDITIONAL = 1.5, 0.5, 2.0
AT_ONCE = 1000
TEAM = ("m01", "m02", "m03")

Clock = Callable[[], float]


class Served:
    """A site with so many entries, asked in this process; `bare` makes one query and answers the board's bytes."""

    def __init__(self, instance: Path, engine: Engine, entries: int) -> None:
        _fill(engine, entries)
        loaded = configuration.load(ROOT / "config.toml")
        url = engine.url.render_as_string(hide_password=False)
        self.app = create_app(replace(loaded, store=replace(loaded.store, instance=str(instance), url=url)))
        limiter.enabled = False
        self.client = self.app.test_client()
        with self.app.app_context():
            self.task = db.session.scalars(select(Task.number).where(Task.state == State.UNDER_WAY).limit(1)).one()
            db.session.remove()
        self.board = self.client.get("/villages/v00")
        self.bare = _bare(url, self.board.data).test_client()

    def end(self) -> None:
        """Close the connections to its database."""
        with self.app.app_context():
            db.engine.dispose()

    def pages(self) -> dict[str, str]:
        """What is measured, by its name."""
        return {
            "board": "/villages/v00",
            "task": f"/tasks/{self.task}",
            "search": "/search?q=路灯",
            "search for little": "/search?q=村口 水管",
            "search in a village": "/search?q=垃圾&village=v03&state=under_way",
        }


def _bare(url: str, body: bytes) -> Flask:
    """Nothing but Flask, a query and the bytes."""
    app, engine = Flask("bare"), open_engine(url)

    @app.get("/villages/v00")
    def board() -> bytes:
        with engine.connect() as connection:
            connection.execute(text("SELECT max(number) FROM ledger_entry")).scalar()
        return body

    return app


def _fill(engine: Engine, entries: int) -> None:
    """Tasks as the ledger's benchmark makes them, found by their titles, and a board of this week."""
    with Session(engine) as session:
        villages = fill(session, entries)
        _let_be_found(session)
        with writing(session):
            _serve(session, villages[0].district_id)
            bulletin.issue(session, session.get_one(Village, villages[0].id), this_week(), BY_ITSELF)
        session.execute(text("ANALYZE"))
        session.commit()


def _let_be_found(session: Session) -> None:
    """Every task by its released texts, as task_texts.let_be_found does it for a few."""
    query = select(TaskText.task, Sealed.content).join(Sealed, Sealed.commitment == TaskText.commitment)
    rows = session.execute(query.order_by(TaskText.task, TaskText.use.desc())).all()
    texts = {number: [content for _, content in of] for number, of in groupby(rows, key=lambda row: row.task)}
    made = [{"id": int(number), "task": number, "grams": grams_of(of)} for number, of in texts.items()]
    for first in range(0, len(made), AT_ONCE):
        with writing(session):
            session.execute(insert(Searchable), made[first : first + AT_ONCE])


def _serve(session: Session, district_id: int) -> None:
    """A team in the first village this week."""
    for code in TEAM:
        session.add(Member(district_id=district_id, code=code, name=code))
    made = Roster(district_id=district_id, number=1, version=1, start=this_week(), weeks=1, problem="{}")
    session.add(made)
    session.flush()
    add_lines(session, made, [Line(this_week(), "v00", code) for code in TEAM])
    made.status = Status.PUBLISHED
    session.flush()


def milliseconds(clock: Clock, *asked: Callable[[], None]) -> list[float]:
    """What each costs, asked by turns so that whatever else the machine does meets all of them; the median turn."""
    turns = [[_each(clock, one) for one in asked] for _ in range(TURNS)]
    return [median(seen) for seen in zip(*turns, strict=True)]


def _each(clock: Clock, what: Callable[[], None]) -> float:
    began = clock()
    for _ in range(ASKED):
        what()
    return (clock() - began) * 1000 / ASKED


def getting(client: FlaskClient, address: str, **headers: str) -> Callable[[], None]:
    """Ask for a page, and read it."""
    status = 304 if headers else 200

    def ask() -> None:
        answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        assert answer.status_code == status, (address, answer.status_code)
        answer.get_data()

    return ask


def grown(clock: Clock, small: Served, large: Served) -> bool:
    """Whether each page costs hardly more where there is a hundred times as much."""
    good = True
    for name, address in large.pages().items():
        asked = getting(small.client, small.pages()[name]), getting(large.client, address)
        before, after = milliseconds(clock, *asked)
        good = good and after <= MOST_GROWTH * before
        print(f"  {name}: {after:.2f} ms beside {before:.2f} with {SMALL:,} entries, ratio {after / before:.2f}")
    return good


def beside_bare(clock: Clock, site: Served) -> bool:
    """Whether the board is served at half the rate of the bare view or more, and 'not changed' at twice its own."""
    mark = site.board.headers["ETag"]
    page, bare, same = milliseconds(
        clock,
        getting(site.client, "/villages/v00"),
        getting(site.bare, "/villages/v00"),
        getting(site.client, "/villages/v00", If_None_Match=mark),
    )
    print(f"  the board: {1000 / page:,.0f}/s, {bare / page:.2f} times the rate of a bare view ({1000 / bare:,.0f}/s)")
    print(f"  not changed: {1000 / same:,.0f}/s, {page / same:.1f} times the rate of the page")
    return bare / page >= LEAST_OF_BARE and page / same >= LEAST_CONDITIONAL


def judged(server: str | None, clock: Clock, entries: int) -> bool:
    """Measure on SQLite, or on a server of PostgreSQL, and say whether it is as it should be."""
    with TemporaryDirectory() as folder, databases(server) as new:
        small, large = (Served(_folder(folder, size), new(), size) for size in (SMALL, entries))
        print(f"Public pages with {entries:,} entries, milliseconds on {'PostgreSQL' if server else 'SQLite'}")
        good = [grown(clock, small, large), beside_bare(clock, large)]
        for site in (small, large):
            site.end()
    return all(good)


def main() -> int:
    """Measure; 1 where something is not as it should be."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000, help="beside 10,000")
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    asked = parser.parse_args()
    good = True
    if asked.engine != "postgresql":
        good = judged(None, time.process_time, asked.entries)
    if asked.engine != "sqlite":
        with running_server() as server:
            good = judged(server, time.perf_counter, asked.entries) and good
    return 0 if good else 1


def _folder(folder: str, entries: int) -> Path:
    made = Path(folder) / str(entries)
    made.mkdir()
    return made


if __name__ == "__main__":
    sys.exit(main())
