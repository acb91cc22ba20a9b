"""`python -m tests.benchmarks.ledger`: what the ledger costs as it grows, and what it withstands.

Appending, heads, proofs and verification with 10,000 and with more entries; random changes, each to be named; kills
of a writing process, after which whatever was acknowledged is there once. SQLite, and PostgreSQL where there is one.
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.record import ledger, tree
from rotation.record.roles import Hand, Role
from rotation.record.verifying import verify
from rotation.store import create_triggers, open_engine, writing
from rotation.tables import Base
from tests.benchmarks.ledger_made import fill
from tests.conftest import ROOT
from tests.postgres import running_server
from tests.record import life_made
from tests.record.tampering import begun, tamper, unguarded
from tests.record.test_writers import kill_rounds

SMALL = 10_000
TURNS = 5
UNITS = 40
INSIDE = 400
PROOFS = 100
MOST_GROWTH = 1.5
ONE_BASE = 20  # kills of one ledger, so that verifying it stays quick
SYSTEM = Hand(Role.SYSTEM)


@dataclass(frozen=True)
class Costs:
    """Milliseconds each: one entry in a unit of work of its own, one of many in a unit (and of the processor alone),
    a head with an inclusion and a consistency proof; and entries verified a second."""

    unit: float
    inside: float
    processor: float
    proof: float
    verified: float


def measured(engines: Sequence[Engine], sizes: Sequence[int]) -> list[Costs]:
    """The costs with so many entries, looked at by turns, each at its best: others use the machine too."""
    for engine, size in zip(engines, sizes, strict=True):
        with Session(engine) as session:
            fill(session, size)
            if engine.dialect.name == "postgresql":
                session.connection().exec_driver_sql("ANALYZE")
                session.commit()
    turns = [[_turn(engine, turn) for engine in engines] for turn in range(TURNS)]
    least = [tuple(map(min, zip(*seen, strict=True))) for seen in zip(*turns, strict=True)]
    return [Costs(*costs, _verified(engine)) for costs, engine in zip(least, engines, strict=True)]


def _turn(engine: Engine, turn: int) -> tuple[float, float, float, float]:
    random = Random(turn)
    with Session(engine) as session:
        unit, _ = _each(UNITS, lambda: _unit(session))
        with writing(session):
            inside, processor = _each(INSIDE, lambda: _append(session))
        proof, _ = _each(PROOFS, lambda: _prove(session, random))
    return unit, inside, processor, proof


def _verified(engine: Engine) -> float:
    with Session(engine) as session:
        began = time.perf_counter()
        report = verify(session)
        assert not report.faults, [str(fault.said) for fault in report.faults[:5]]
        return report.size / (time.perf_counter() - began)


def _each(times: int, what: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds of one, on the wall's clock and of this process."""
    wall, own = time.perf_counter(), time.process_time()
    for _ in range(times):
        what()
    return (time.perf_counter() - wall) * 1000 / times, (time.process_time() - own) * 1000 / times


def _append(session: Session) -> None:
    ledger.append(session, "marked", SYSTEM, village="v00", pressing=True)


def _unit(session: Session) -> None:
    with writing(session):
        _append(session)


def _prove(session: Session, random: Random) -> None:
    size = tree.head(session).size
    tree.inclusion_proof(session, random.randrange(size))
    tree.consistency_proof(session, random.randrange(1, size))


def tampered(engine: Engine, times: int) -> int:
    """How many of so many random changes nobody named; each that was not is said."""
    random, missed = Random(2015), 0
    with Session(engine) as session:
        life = life_made.begun(session, configuration.load(ROOT / "config.toml"))
        begun(life)
        for _ in range(times):
            with unguarded(session.connection()):
                done = tamper(session.connection(), random)
                named = {fault.entry for fault in verify(session).faults if fault.entry is not None}
            session.rollback()
            if done.entries and not done.entries & named:
                missed += 1
                print("  not named:", done)
    return missed


@contextmanager
def databases(server: str | None) -> Iterator[Callable[[], Engine]]:
    """Makes new databases with all tables, of SQLite or on a server of PostgreSQL."""
    engines: list[Engine] = []
    with TemporaryDirectory() as folder:

        def new() -> Engine:
            name = f"bench{len(engines)}"
            if server:
                with create_engine(server % "postgres", isolation_level="AUTOCOMMIT").connect() as connection:
                    connection.exec_driver_sql(f"CREATE DATABASE {name}")
            url = server % name if server else f"sqlite:///{Path(folder) / name}.db"
            engines.append(open_engine(url))
            with engines[-1].begin() as connection:
                Base.metadata.create_all(connection)
                create_triggers(connection)
            return engines[-1]

        yield new
        for engine in engines:
            engine.dispose()


def judged(name: str, new: Callable[[], Engine], asked: argparse.Namespace) -> bool:
    """Measure on one engine, and say whether it is as it should be."""
    good = True
    if asked.entries:
        small, large = measured((new(), new()), (SMALL, asked.entries))
        growth = large.processor / small.processor
        good = growth <= MOST_GROWTH
        for size, costs in ((SMALL, small), (asked.entries, large)):
            print(
                f"{name}, {size:,} entries: {costs.unit:.1f} ms a unit of work ({1000 / costs.unit:,.0f}/s), "
                f"{costs.inside:.2f} ms an entry ({costs.processor:.2f} of the processor), "
                f"{costs.proof:.1f} ms head and two proofs, {costs.verified:,.0f} verified/s"
            )
        print(f"{name}: an entry costs {growth:.2f} times the processor of {SMALL:,}")
    if asked.tamper:
        missed = tampered(new(), asked.tamper)
        print(f"{name}: {asked.tamper:,} random changes, {missed} not named")
        good = good and not missed
    if asked.kill:
        kept = 0
        for first in range(0, asked.kill, ONE_BASE):
            url = new().url.render_as_string(hide_password=False)
            kept += kill_rounds(url, Random(first), min(ONE_BASE, asked.kill - first))
        print(f"{name}: killed {asked.kill} times, {kept:,} acknowledged units of work are there once")
    return good


def main() -> int:
    """Measure; 1 where something is not as it should be."""
    sys.stdout.reconfigure(line_buffering=True)
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ledger", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000, help="beside 10,000 (0: do not measure)")
    parser.add_argument("--tamper", type=int, default=10_000, help="random changes")
    parser.add_argument("--kill", type=int, default=200, help="kills")
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    asked = parser.parse_args()
    good = True
    if asked.engine != "postgresql":
        with databases(None) as new:
            good = judged("SQLite", new, asked)
    if asked.engine != "sqlite":
        with running_server() as server, databases(server) as new:
            good = judged("PostgreSQL", new, asked) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
