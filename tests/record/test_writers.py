"""Several processes write at once, or are killed while they do: the numbering has no gap, the tree verifies,
and whatever was acknowledged is there once."""

import threading
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.record import sealing
from rotation.record.ledger import Entry
from rotation.record.verifying import verify_entries, verify_sealed
from rotation.store import open_engine, reading
from tests.record.writers import go, start

ROUNDS = 4


def acknowledged(process, before=""):
    """What a writer said after `before`, as far as whole lines came."""
    with process:  # `communicate` would lose what has been read already, beyond the lines in `before`
        said = before + process.stdout.read()
    return [tuple(map(int, line.split())) for line in said.splitlines(keepends=True) if line.endswith("\n")]


def held(session: Session, name: str) -> dict[int, str]:
    """By number of entry: the texts of one writer."""
    found = {}
    for entry in session.scalars(select(Entry).where(Entry.kind == "reported")):
        text = sealing.opened(session, entry.values["text"])
        if text.startswith(f"{name} "):
            found[entry.number] = text
    return found


def is_whole(session: Session) -> int:
    """Size of a ledger without any fault."""
    report, named, erased = verify_entries(session)
    verify_sealed(session, report, named, erased)
    assert [str(fault.said) for fault in report.faults] == []
    return report.size


def test_concurrent_writers_never_fork_or_gap_the_numbering(database_url):
    count = 25
    writers = {name: start(database_url, name, count) for name in ("w1", "w2", "w3")}
    for process in writers.values():
        go(process)
    said = {name: acknowledged(process) for name, process in writers.items()}
    assert [process.returncode for process in writers.values()] == [0] * 3
    engine = open_engine(database_url)
    with reading(engine) as session:
        assert is_whole(session) == sum(count + (count + 2) // 3 for _ in writers)
        for name in writers:
            assert held(session, name) == {number: f"{name} {n}" for number, n in said[name]}
            assert len(said[name]) == count
    engine.dispose()


@pytest.mark.kill
def test_what_was_acknowledged_before_a_kill_is_there_once(database_url):
    kill_rounds(database_url, Random(104), ROUNDS)


def kill_rounds(url: str, random: Random, rounds: int) -> int:
    """Kill a writer at a random moment, so many times; how many units of work were acknowledged in all."""
    engine = open_engine(url)
    total = before = 0
    for number in range(rounds):
        process = start(url, f"k{number}", 10_000)
        go(process)
        some = "".join(process.stdout.readline() for _ in range(random.randrange(4)))  # however slow the machine is
        ending = threading.Timer(random.uniform(0.002, 0.25), process.kill)
        ending.start()
        said = acknowledged(process, some)
        ending.join()
        with reading(engine) as session:
            before, size = is_whole(session), before
            texts = held(session, f"k{number}")
        missing = {number: n for number, n in said if texts.get(number) is None}
        assert not missing
        assert len(texts) - len(said) in (0, 1)  # one may have been kept without being acknowledged any more
        assert len(set(texts.values())) == len(texts)
        assert before >= size + len(said)
        total += len(said)
    engine.dispose()
    return total
