# ruff: noqa: T201 - prints are what a measurement is for
"""Search over a hundred thousand tasks and over a tenth of them, on both engines: milliseconds, and how they grow.

python -m tests.benchmarks.searching [TASKS]
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import create_engine, insert, text
from sqlalchemy.orm import Session

from rotation.district.offices import Level
from rotation.district.villages import District, Village
from rotation.record import numbers
from rotation.record.searching import Search, Searchable, found, grams_of
from rotation.record.tasks import Holding, State, Task, Urgency
from rotation.store import create_triggers, open_engine
from rotation.tables import Base
from tests.postgres import running_server
from tests.record.texts_made import matters

LARGE = 100_000
WORDS = ("路", "垃圾", "停车位", "垃圾 桥头", "黑灯瞎火", "赵塘村口", "没有这个词")
MEASURED = 9
BATCH = 2000


def main(large: int) -> None:
    """Fill, ask, compare."""
    with TemporaryDirectory() as folder, running_server() as server:
        for name in ("sqlite", "postgresql"):
            small, grown = (_measured(_url(name, Path(folder), server, count), count) for count in (large // 10, large))
            print(f"{name}: {large:,} tasks beside {large // 10:,} (median of {MEASURED}, ms)")
            for words in WORDS:
                print(
                    f"  {words}: {grown[words]:.2f} beside {small[words]:.2f}, ratio {grown[words] / small[words]:.2f}"
                )


def _url(name: str, folder: Path, server: str, count: int) -> str:
    if name == "sqlite":
        return f"sqlite:///{folder / f'{count}.db'}"
    create_engine(server % "postgres", isolation_level="AUTOCOMMIT").connect().exec_driver_sql(
        f"CREATE DATABASE tasks_{count}"
    )
    return server % f"tasks_{count}"


def _measured(url: str, count: int) -> dict[str, float]:
    engine = open_engine(url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        create_triggers(connection)
    with Session(engine) as session:
        district_id = _fill(session, count)
        times = {words: _time(session, district_id, words) for words in WORDS}
    engine.dispose()
    return times


def _fill(session: Session, count: int) -> int:
    district = District(code="d", name="d")
    session.add(district)
    session.flush()
    village = Village(district_id=district.id, code="v", name="v")
    session.add(village)
    session.flush()
    texts = [f"{one.found} {one.said}" for one in matters(5000, seed=3)]
    for first in range(0, count, BATCH):
        tasks = [_task(district.id, village.id, n) for n in range(first, first + BATCH)]
        session.execute(insert(Task), tasks)
        rows = [
            {"id": int(task["number"]), "task": task["number"], "grams": grams_of([texts[n % len(texts)]])}
            for n, task in enumerate(tasks, first)
        ]
        session.execute(insert(Searchable), rows)
        session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    return district.id


def _task(district_id: int, village_id: int, count: int) -> dict[str, object]:
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    return {
        "number": numbers.number_of(2026, count + 1),
        "district_id": district_id,
        "village_id": village_id,
        "category": "roads",
        "level": Level.VILLAGE,
        "urgency": Urgency.NORMAL,
        "pressing": False,
        "state": State.OPEN,
        "holder_kind": Holding.OFFICE,
        "holder_code": "o",
        "until_team": False,
        "deadline": date(2026, 1, 19),
        "opened_at": moment,
        "changed_at": moment,
        "last_entry": count,
    }


def _time(session: Session, district_id: int, words: str) -> float:
    times = []
    for _n in range(MEASURED):
        start = perf_counter()
        found(session, district_id, Search(words, most=20))
        times.append(1000 * (perf_counter() - start))
        session.expunge_all()
    return median(times)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LARGE)
