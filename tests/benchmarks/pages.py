"""`python -m tests.benchmarks.pages`: the public's pages with a million entries and a hundred thousand tasks.

Board, search and task pages beside the same pages with 10,000 entries; the board beside a bare Flask view that makes
one query and answers as many bytes, in the same run; and what it costs to say that nothing has changed.
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
from sqlalchemy import insert, select, text
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
from rotation.store import create_triggers, open_engine, writing
from rotation.tables import Base
from tests.benchmarks.ledger_made import fill
from tests.conftest import ROOT
from web import create_app
from web.extensions import db, limiter

SMALL = 10_000
TURNS, ASKED = 7, 10
MOST_GROWTH, LEAST_OF_BARE, LEAST_CONDITIONAL = 1.5, 0.5, 2.0
AT_ONCE = 1000
TEAM = ("m01", "m02", "m03")


class Served:
    """A site with so many entries, asked in this process; `bare` makes one query and answers the board's bytes."""

    def __init__(self, instance: Path, entries: int) -> None:
        loaded = configuration.load(ROOT / "config.toml")
        settings = replace(loaded, store=replace(loaded.store, instance=str(instance), url="sqlite"))
        _fill(settings.database_url, entries)
        self.app = create_app(settings)
        limiter.enabled = False
        self.client = self.app.test_client()
        with self.app.app_context():
            self.task = db.session.scalars(select(Task.number).where(Task.state == State.UNDER_WAY).limit(1)).one()
            db.session.remove()
        self.board = self.client.get("/villages/v00")
        self.bare = _bare(settings.database_url, self.board.data).test_client()

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


def _fill(url: str, entries: int) -> None:
    """Tasks as the ledger's benchmark makes them, found by their titles, and a board of this week."""
    engine = open_engine(url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        create_triggers(connection)
    with Session(engine) as session:
        villages = fill(session, entries)
        _let_be_found(session)
        with writing(session):
            _serve(session, villages[0].district_id)
            bulletin.issue(session, session.get_one(Village, villages[0].id), this_week(), BY_ITSELF)
        session.execute(text("ANALYZE"))
        session.commit()
    engine.dispose()


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


def milliseconds(*asked: Callable[[], None]) -> list[float]:
    """What each costs, asked by turns so that whatever else the machine does meets all of them; the median turn."""
    turns = [[_each(one) for one in asked] for _ in range(TURNS)]
    return [median(seen) for seen in zip(*turns, strict=True)]


def _each(what: Callable[[], None]) -> float:
    began = time.process_time()
    for _ in range(ASKED):
        what()
    return (time.process_time() - began) * 1000 / ASKED


def getting(client: FlaskClient, address: str, **headers: str) -> Callable[[], None]:
    """Ask for a page, and read it."""
    status = 304 if headers else 200

    def ask() -> None:
        answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        assert answer.status_code == status, (address, answer.status_code)
        answer.get_data()

    return ask


def grown(small: Served, large: Served) -> bool:
    """Whether each page costs hardly more where there is a hundred times as much."""
    good = True
    for name, address in large.pages().items():
        before, after = milliseconds(getting(small.client, small.pages()[name]), getting(large.client, address))
        good = good and after <= MOST_GROWTH * before
        print(f"  {name}: {after:.2f} ms beside {before:.2f} with {SMALL:,} entries, ratio {after / before:.2f}")
    return good


def beside_bare(site: Served) -> bool:
    """Whether the board is served at half the rate of the bare view or more, and 'not changed' at twice its own."""
    mark = site.board.headers["ETag"]
    page, bare, same = milliseconds(
        getting(site.client, "/villages/v00"),
        getting(site.bare, "/villages/v00"),
        getting(site.client, "/villages/v00", If_None_Match=mark),
    )
    print(f"  the board: {1000 / page:,.0f}/s, {bare / page:.2f} times the rate of a bare view ({1000 / bare:,.0f}/s)")
    print(f"  not changed: {1000 / same:,.0f}/s, {page / same:.1f} times the rate of the page")
    return bare / page >= LEAST_OF_BARE and page / same >= LEAST_CONDITIONAL


def main() -> int:
    """Measure; 1 where something is not as it should be."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000, help="beside 10,000")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        small, large = (Served(_folder(folder, entries), entries) for entries in (SMALL, asked.entries))
        print(f"Public pages with {asked.entries:,} entries (milliseconds of the processor, SQLite)")
        good = [grown(small, large), beside_bare(large)]
    return 0 if all(good) else 1


def _folder(folder: str, entries: int) -> Path:
    made = Path(folder) / str(entries)
    made.mkdir()
    return made


if __name__ == "__main__":
    sys.exit(main())
