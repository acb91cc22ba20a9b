"""The ledger and the programme's rounds on the command line."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from rotation.record import ledger, passing, tree
from rotation.record.faults import in_fours
from rotation.record.sealing import Sealed, Secret
from rotation.store import open_engine, writing
from tests.command import Within, said_without_traceback
from tests.record.life_made import begun
from tests.record.tampering import played, unguarded


@pytest.fixture
def rotation(tmp_path, monkeypatch, capsys):
    made = Within(tmp_path, monkeypatch, capsys)
    assert made("db", "upgrade").returncode == 0
    return made


@pytest.fixture
def life(rotation, settings):
    engine = open_engine(f"sqlite:///{rotation.instance / 'rotation.db'}")
    with Session(engine) as session:
        yield begun(session, settings)
    engine.dispose()


def test_the_ledger_is_verified_exported_and_verified_from_the_file(rotation, life, tmp_path):
    played(life, 2)
    head = tree.head(life.session)
    life.session.rollback()
    here = rotation("ledger", "verify")
    assert here.returncode == 0
    assert "The ledger is whole." in here.stdout
    assert in_fours(head.root) in here.stdout
    done = rotation("ledger", "export", tmp_path / "ledger.jsonl")
    assert done.stdout == f"{head.size} entries written to {tmp_path / 'ledger.jsonl'}.\n"
    board = rotation("ledger", "root", "--size", 5).stdout
    root = board.partition("Root: ")[2].strip()
    assert board.startswith("5 entries\n")
    for source in ([], ["--file", tmp_path / "ledger.jsonl"]):
        assert rotation("ledger", "verify", *source, "--size", 5, "--root", root).returncode == 0
        wrong = rotation("ledger", "verify", *source, "--size", 6, "--root", root)
        assert wrong.returncode == 1
        assert "The first 6 entries are not those" in wrong.stdout
        longer = rotation("ledger", "verify", *source, "--size", 9999, "--root", root)
        assert "have been taken out" in longer.stdout


def test_a_person_is_erased_once_after_being_asked(rotation, life):
    played(life, 2)
    query = select(Sealed.content).where(Sealed.kind == Secret.ACCOUNT, Sealed.content.is_not(None))
    login = life.session.scalars(query.limit(1)).one()
    life.session.rollback()
    assert rotation("ledger", "erase-person", login, typed="n\n").returncode == 1
    assert rotation("ledger", "erase-person", "nobody", "--yes").returncode == 1
    done = rotation("ledger", "erase-person", login, "--yes")
    assert (done.returncode, f"{login} no longer" in done.stdout) == (0, True)
    assert rotation("ledger", "verify").returncode == 0
    again = rotation("ledger", "erase-person", login, "--yes")
    assert "Nothing in the ledger names" in said_without_traceback(again)


def test_a_change_is_named_and_gives_status_1(rotation, life):
    played(life, 1)
    with unguarded(life.session.connection()):
        life.session.execute(text("UPDATE ledger_entry SET village = 'v02' WHERE number = 2"))
        life.session.commit()
    refused = rotation("ledger", "verify")
    assert refused.returncode == 1
    assert "lacks the triggers" in said_without_traceback(refused)
    assert rotation("db", "upgrade").returncode == 0
    done = rotation("ledger", "verify")
    assert done.returncode == 1
    assert done.stdout.startswith("Entry 2 has been changed since it was made.\n1 fault found.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verify", "--size", "5"], "give --size and --root together"),
        (["verify", "--size", "5", "--root", "abc"], "sixteen groups of four"),
        (["verify", "--file", "nowhere"], "cannot be read"),
        (["export", "nowhere/x"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_said(rotation, arguments, said):
    done = rotation("ledger", *arguments)
    assert done.returncode == 2
    assert said in said_without_traceback(done)


def test_a_ledger_shorter_than_asked_for_is_said(rotation):
    done = rotation("ledger", "root", "--size", "5")
    assert done.returncode == 1
    assert "The ledger has 0 entries, not 5." in said_without_traceback(done)


def test_a_round_that_fails_keeps_no_other_from_being_done(rotation, life, monkeypatch):
    """Who can be told is told, whatever is wrong with the reminders; and it is said that something was."""
    sent = []
    monkeypatch.setattr("rotation.board.reminders.remind", lambda *_: 1 // 0)
    monkeypatch.setattr("rotation.notices.send_due", lambda *_: sent.append("all") or 0)
    done = rotation("remind")
    assert done.returncode == 70
    assert "Something went wrong" in said_without_traceback(done)
    assert sent == ["all"]


def test_a_task_that_fails_keeps_no_other_from_being_passed_on(rotation, life, monkeypatch):
    poisoned, other = (life.task().number for _ in range(2))
    life.session.rollback()
    settle = passing.settle
    monkeypatch.setattr(
        passing, "settle", lambda session, task, at: settle(session, task, at) if task.number == other else 1 // 0
    )
    done = rotation("pass-on")
    assert done.returncode == 70
    assert "Something went wrong" in said_without_traceback(done)
    assert [len(ledger.of_task(life.session, number)) for number in (poisoned, other)] == [1, 2]


def test_rounds_do_what_is_due_and_nothing_the_second_time(rotation, life):
    task = life.task()
    life.session.rollback()
    assert rotation("pass-on").stdout == "1 task passed on.\n"  # nobody serves years later
    assert rotation("pass-on").stdout == "0 tasks passed on.\n"
    assert "1 reminder made." in rotation("remind").stdout  # of the deadline, late as it is
    assert "0 reminders made." in rotation("remind").stdout
    assert rotation("escalate").stdout == "1 task passed up.\n"
    assert rotation("escalate").stdout == "0 tasks passed up.\n"
    assert rotation("retain").stdout == "0 things erased.\n"
    with writing(life.session):
        assert task.level == "township"


def test_a_database_without_the_ledgers_triggers_is_refused(rotation, life):
    life.session.connection().exec_driver_sql("DROP TRIGGER ledger_entry_update")
    life.session.commit()
    for command in (["ledger", "verify"], ["serve", "--port", "0"], ["pass-on"]):
        done = rotation(*command)
        assert done.returncode == 1
        assert "ledger_entry_update" in said_without_traceback(done)
