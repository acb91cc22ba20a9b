"""Entries are added one after the other, whatever happens beside; the database refuses everything else."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rotation.district.weeks import Week
from rotation.errors import InvalidInput, NotFound
from rotation.record import ledger, merkle, sealing, tree
from rotation.record.roles import Hand, Role
from rotation.record.sealing import Sealed
from rotation.store import now, writing

SECRETARY = Hand(Role.SECRETARY, "m001", member="m001")
SYSTEM = Hand(Role.SYSTEM)


def add(session, count=1, **payload):
    with writing(session):
        return [ledger.append(session, "spent", SYSTEM, task="260000013", fen=n, **payload) for n in range(count)]


def test_entries_are_numbered_from_nought_and_make_the_tree(session):
    added = add(session, 9)
    assert [one.number for one in added] == list(range(9))
    leaves = [merkle.leaf_hash(one.canonical) for one in ledger.entries(session)]
    for size in range(10):
        assert tree.head(session, size).root == merkle.root(leaves[:size]).hex()
    assert tree.head(session).size == ledger.size(session) == 9


def test_proofs_from_the_stored_tree_prove(session):
    added = add(session, 11)
    for size in range(1, 12):
        root = bytes.fromhex(tree.head(session, size).root)
        for number in range(size):
            proof = tree.inclusion_proof(session, number, size)
            assert merkle.verify_inclusion(added[number].leaf, number, size, proof, root)
        for first in range(size + 1):
            proof = tree.consistency_proof(session, first, size)
            before = bytes.fromhex(tree.head(session, first).root)
            assert merkle.verify_consistency(first, size, proof, before, root)


def test_what_is_not_there_is_said(session):
    add(session, 3)
    for ask in (
        lambda: tree.head(session, 4),
        lambda: tree.head(session, -1),
        lambda: tree.inclusion_proof(session, 3),
        lambda: tree.consistency_proof(session, 4),
        lambda: ledger.entry(session, 3),
    ):
        with pytest.raises(NotFound):
            ask()


def test_the_canonical_bytes_are_what_anybody_can_recount(session):
    at = datetime(2026, 1, 5, 0, 30, 17, 999, tzinfo=UTC)
    with writing(session):
        entry = ledger.append(
            session, "escalated", SYSTEM, task="260000013", village="v01", at=at, deadline=date(2026, 1, 9),
            week=Week.parse("2026-W03"), level="township", until_team=True, why=None,
        )  # fmt: skip
    session.expire_all()
    said = {
        "at": "2026-01-05T00:30:17Z",
        "kind": "escalated",
        "number": 0,
        "payload": {
            "deadline": "2026-01-09",
            "level": "township",
            "until_team": True,
            "week": "2026-01-12",
            "why": None,
        },
        "role": "system",
        "task": "260000013",
        "village": "v01",
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    assert entry.canonical == canonical
    assert entry.leaf == hashlib.sha256(b"\x00" + canonical).digest()
    assert entry.values == said["payload"]


@pytest.mark.parametrize("value", ["王大爷", "13800138000 ", "A", "x" * 81, 1.5, 2**60, now(), b"x", ["路"], {"a": 1}])
def test_only_codes_numbers_and_dates_may_stand_in_a_leaf(session, value):
    with pytest.raises(ValueError, match="may not stand in the ledger"), writing(session):
        ledger.append(session, "spent", SYSTEM, fen=value)


def test_an_entry_holds_what_its_kind_may_hold(session):
    with pytest.raises(ValueError, match="spent holds no colour"), writing(session):
        ledger.append(session, "spent", SYSTEM, colour="red")


def test_who_did_it_is_sealed(session):
    with writing(session):
        entry = ledger.append(session, "spent", SECRETARY, fen=1)
    assert "m001" not in entry.payload
    assert sealing.opened(session, entry.values["by"]) == "m001"
    assert sealing.of_account(session, "m001") == [entry.values["by"]]


def test_two_seals_of_one_text_have_nothing_in_common(session):
    with writing(session):
        one, other = (sealing.seal(session, "路灯坏了", "text") for _ in range(2))
    assert one != other
    row = session.get_one(Sealed, one)
    assert one == hashlib.sha256(b"\x02" + row.salt + "路灯坏了".encode()).hexdigest()
    assert sealing.sealed(session, [one, other, "0" * 64]).keys() == {one, other}


@pytest.mark.parametrize("content", ["a\x00b", "\ud83d"])
def test_a_sign_that_no_database_holds_is_refused(session, content):
    with pytest.raises(InvalidInput), writing(session):
        sealing.seal(session, content, "text")


def test_release_and_erasure(session):
    with writing(session):
        one = sealing.seal(session, "路灯坏了", "text")
        sealing.set_released(session, [one], now())
        entry = ledger.append(session, "withdrawn", SYSTEM, texts=[one], why="asked")
        sealing.erase(session, [one], entry.number)
    session.expire_all()
    row = session.get_one(Sealed, one)
    assert (row.content, row.salt, row.withdrawn_entry, row.is_released) == (None, None, 0, True)
    assert sealing.opened(session, one) is None


ANOTHER = (
    "INSERT INTO ledger_entry SELECT {number}, task, village, kind, role, at, payload, leaf "
    "FROM ledger_entry WHERE number = 2"
)


def refused(session, statement):
    with pytest.raises(DBAPIError, match=r"only ever added|after the last|only be released|CHECK|check"):
        session.execute(text(statement))
    session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET payload = '{}'",
        "UPDATE ledger_entry SET task = task",
        "DELETE FROM ledger_entry WHERE number = 2",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_node SET position = 7 WHERE position = 2",
        "DELETE FROM ledger_node",
        ANOTHER.format(number=4),
        ANOTHER.format(number=1),
        "DELETE FROM sealed",
        "UPDATE sealed SET content = 'x'",
        "UPDATE sealed SET content = NULL, salt = NULL",
        "UPDATE sealed SET salt = NULL, withdrawn_entry = 2",
        "UPDATE sealed SET kind = 'name'",
        "UPDATE sealed SET commitment = 'x'",
        "UPDATE sealed SET released_at = NULL",
    ],
)
def test_the_database_itself_refuses_every_other_change(session, statement):
    add(session, 3)
    with writing(session):
        sealing.set_released(session, [sealing.seal(session, "路灯坏了", "text")], now())
    refused(session, statement)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_node", "sealed"])
def test_a_table_cannot_be_emptied_or_written_over_at_once(session, table):
    add(session, 3)
    with writing(session):
        sealing.seal(session, "路灯坏了", "text")
    if session.connection().dialect.name == "postgresql":
        refused(session, f"TRUNCATE {table} CASCADE")
    else:
        refused(session, f"REPLACE INTO {table} SELECT * FROM {table}")


def test_what_was_erased_stays_erased(session):
    with writing(session):
        one = sealing.seal(session, "路灯坏了", "text")
        sealing.erase(session, [one], ledger.append(session, "erased", SYSTEM, texts=[one]).number)
    refused(session, "UPDATE sealed SET content = 'x', salt = 'x'")
    refused(session, "UPDATE sealed SET withdrawn_entry = 9")


def test_a_unit_of_work_that_fails_leaves_no_entry(session):
    add(session, 2)

    def stumble():
        with writing(session):
            ledger.append(session, "spent", SECRETARY, fen=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    assert [one.number for one in add(session, 1)] == [2]
