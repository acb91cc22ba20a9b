"""Every change to the ledger's rows is named; erasing a person keeps it whole."""

import json
from random import Random

import pytest
from sqlalchemy import text

from rotation.errors import InvalidInput
from rotation.record import acts, task_texts, tree
from rotation.record.exporting import lines, spelt
from rotation.record.faults import Printed, Wrong, in_fours, parse_root
from rotation.record.offline import verify_file
from rotation.record.sealing import commitment_of
from rotation.record.verifying import verify
from tests.record.life_made import LEAD, SYSTEM, furnished_life
from tests.record.tampering import begun, tamper, truncate, unguarded

TRIES = 50


def furnished_ledger(session):
    """A life in which tasks were done and texts released, withdrawn and erased."""
    begun(furnished_life(session))


@pytest.fixture
def furnishing(request, furnishing):
    return furnished_ledger if "lived" in request.fixturenames else furnishing


@pytest.fixture
def lived(life):
    return life


def entries(life):
    return life.session.scalar(text("SELECT count(*) FROM ledger_entry"))


def said(report):
    return [str(fault.said) for fault in report.faults]


def test_a_ledger_that_nobody_touched_is_whole(lived):
    size = entries(lived)
    head = tree.head(lived.session)
    report = verify(lived.session, [Printed(n, tree.head(lived.session, n).root) for n in range(size + 1)])
    assert said(report) == []
    assert (report.size, report.root) == (size, head.root)
    assert len(report.withdrawn) == 3 + 3


def test_an_empty_ledger_is_whole(session):
    assert said(verify(session)) == []
    assert said(verify_file(lines(session))) == []


def test_every_random_change_is_named(lived):
    size = entries(lived)
    random = Random(2015)
    for _ in range(TRIES):
        with unguarded(lived.session.connection()):
            done = tamper(lived.session.connection(), random)
            report = verify(lived.session)
        lived.session.rollback()
        named = {fault.entry for fault in report.faults if fault.entry is not None}
        assert not done.entries or done.entries & named, (done, said(report))
    assert said(verify(lived.session)) == []
    assert size == verify(lived.session).size


def test_a_tail_that_was_cut_off_is_missed_by_an_old_board(lived):
    size = entries(lived)
    board = Printed(size, tree.head(lived.session).root)
    with unguarded(lived.session.connection()):
        truncate(lived.session.connection(), size, size - 3)
        lived.session.execute(text("DELETE FROM task_text"))
        [first] = {f.entry for f in verify(lived.session, [board]).faults if f.wrong is Wrong.DROPPED}
    lived.session.rollback()
    assert first == size - 3


def test_a_ledger_made_anew_is_not_that_of_an_old_board(lived):
    report = verify(lived.session, [Printed(5, "0" * 64)])
    assert said(report) == ["The first 5 entries are not those that were there when the board was printed."]


def test_erasing_a_person_keeps_the_ledger_whole(life):
    task = life.task()
    life.do(acts.begin, task, LEAD)
    before = tree.head(life.session)
    [entry] = life.do(task_texts.erase_account, SYSTEM, "m02")
    report = verify(life.session, [Printed(before.size, before.root)])
    assert said(report) == []
    assert {by for _, by in report.withdrawn} == {entry.number}
    assert life.do(task_texts.erase_account, SYSTEM, "m02") == []
    rows = life.session.scalars(text("SELECT count(*) FROM sealed WHERE content = 'm02'")).one()
    assert rows == 0


def test_what_the_table_of_tasks_says_otherwise_is_named(lived):
    task = lived.task()
    for change, words in (
        (f"UPDATE task SET state = 'done', spent = 7 WHERE number = '{task.number}'", "state, spent"),
        (f"UPDATE task SET holder_code = 'm09' WHERE number = '{task.number}'", "holder_code"),
    ):
        lived.session.execute(text(change))
        [fault] = verify(lived.session).faults
        assert (fault.wrong, fault.entry) == (Wrong.TASK, task.last_entry)
        assert words in str(fault.said)
        lived.session.rollback()


def test_a_task_that_is_gone_or_was_put_in_is_named(life):
    task = life.task()
    life.session.execute(text("DELETE FROM task_holder"))
    life.session.execute(text(f"UPDATE task SET number = '999' WHERE number = '{task.number}'"))
    assert said(verify(life.session)) == [
        f"Task {task.number} is missing from the table of tasks.",
        "Task 999 stands in the table of tasks, and no entry knows it.",
    ]


def test_a_value_that_no_programme_writes_is_named_and_stops_nothing(life_on_sqlite):
    life = life_on_sqlite
    begun(life)
    for column, value in (
        ("payload", b"\xff\xfe"),
        ("payload", "{"),
        ("role", b"\x00"),
        ("role", "king"),
        ("at", "yesterday"),
        ("at", "2026-01-05 01:00:00"),
        ("at", 17),
        ("leaf", "text"),
        ("kind", 5),
        ("task", "路"),
    ):
        with unguarded(life.session.connection()):
            life.session.execute(text(f"UPDATE ledger_entry SET {column} = :v WHERE number = 3"), {"v": value})
            assert 3 in {fault.entry for fault in verify(life.session).faults}, (column, value)
        life.session.rollback()
    with unguarded(life.session.connection()):
        life.session.execute(text("UPDATE ledger_entry SET payload = CAST(x'7bff7d' AS TEXT) WHERE number = 3"))
        assert 3 in {fault.entry for fault in verify(life.session).faults}


def test_an_exported_file_is_verified_without_the_database(lived):
    size = entries(lived)
    file = list(lines(lived.session))
    head = tree.head(lived.session)
    report = verify_file(file, [Printed(size, head.root), Printed(4, tree.head(lived.session, 4).root)])
    assert said(report) == []
    assert (report.size, report.root) == (size, head.root)
    assert len(report.withdrawn) == 3 + 3
    content = b"".join(file).decode()
    assert "修路 2" in content
    for private in ("说明", "m02", "m09", "t-01", "材料", "补好了", "ab" * 32):
        assert (private in content) is (private == "ab" * 32)


def test_every_random_change_to_a_file_is_noticed(life_on_sqlite):
    begun(life_on_sqlite)
    file = list(lines(life_on_sqlite.session))
    random = Random(39)
    for _ in range(TRIES * 4):
        assert verify_file(spoilt(file, random)).faults


def test_a_text_that_no_entry_names_and_one_given_twice_are_named_though_the_counts_agree(life_on_sqlite):
    begun(life_on_sqlite)
    *file, counts = lines(life_on_sqlite.session)
    salt = bytes(32)
    loose = {"text": commitment_of(salt, "添"), "salt": salt.hex(), "content": "添"}
    again = next(json.loads(line) for line in file if line.startswith(b'{"content"'))
    for added, named in ((loose, "no entry names"), (again, "given twice")):
        total = json.loads(counts)
        total["texts"] += 1
        [only] = said(verify_file([*file, spelt(added), spelt(total)]))
        assert named in only


def spoilt(file, random):
    """The file with one bit changed, or lines swapped, dropped, doubled, or cut off."""
    how, lines = random.randrange(6), list(file)
    one, other = random.sample(range(len(lines)), 2)
    if how <= 1:
        raw = bytearray(b"".join(lines))
        raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
        return bytes(raw).splitlines(keepends=True)
    if how == 2:
        entries = [n for n, line in enumerate(lines) if line.startswith(b'{"entry"')]
        one, other = random.sample(entries, 2)
        lines[one], lines[other] = lines[other], lines[one]
    elif how == 3:
        del lines[one]
    elif how == 4:
        lines.insert(other, lines[one])
    else:
        del lines[max(one, 1) :]
    return lines


@pytest.mark.parametrize("given", [[], [b""], [b"\xff\xfe\n"], [b"[" * 100_000 + b"\n"], [b"{}\n"], [b"null\n"]])
def test_what_is_no_ledger_is_told_so(given):
    assert verify_file(given).faults


NO_ENTRY = b'{"entry":{"kind":"x","number":%s,"payload":{}},"leaf":"' + b"0" * 64 + b'"}\n'


@pytest.mark.parametrize(
    "line",
    [
        b'{"content":"a","salt":"00","text":["x"]}\n',
        b'{"by":1,"withdrawn":["x"]}\n',
        b'{"by":[1],"withdrawn":"x"}\n',
        NO_ENTRY % b"Infinity",
        NO_ENTRY % b"true",
    ],
)
def test_a_line_that_holds_what_no_ledger_does_is_named(line):
    head = b'{"format":"one-week-secretary/ledger@1","root":"x","size":0}\n'
    said = [fault.said.values for fault in verify_file([head, line]).faults]
    assert {"entry": None, "line": 2} in said


def test_entries_missing_by_the_million_are_named_at_once():
    head = b'{"format":"one-week-secretary/ledger@1","root":"x","size":10000000000000000}\n'
    found = verify_file([head, NO_ENTRY % b"1000000000000000"]).faults
    assert {(fault.entry, fault.said.values.get("last")) for fault in found if fault.wrong is Wrong.DROPPED} == {
        (0, 10**15 - 1),
        (10**15 + 1, 10**16 - 1),
    }


def test_a_root_is_read_as_it_is_printed():
    root = "0f" * 32
    assert parse_root(in_fours(root)) == parse_root(root.upper()) == root
    assert parse_root("０ｆ" * 32) == root
    with pytest.raises(InvalidInput, match="63 were typed"):
        parse_root(root[:-1])
