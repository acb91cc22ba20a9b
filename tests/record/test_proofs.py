"""A saved proof is verified by itself: it holds for the board's root alone, and for nothing that was changed in it."""

import contextlib
import json
import random

import pytest

from rotation.errors import FileRefused
from rotation.record import exporting, ledger, sealing, task_texts, tree
from rotation.record.faults import Printed, in_fours
from rotation.record.proofs import read_proof
from tests.command import Within, said_without_traceback
from tests.record.life_made import COMMITTEE, LEAD

HASHES = "0123456789abcdef"


@pytest.fixture
def told(life_on_sqlite):
    """A ledger with a text that was released."""
    life = life_on_sqlite
    for _ in range(4):
        task = life.task()
    title = life.do(task_texts.write, task, LEAD, title="修路").values["title"]
    life.do(task_texts.release, task, COMMITTEE, [title])
    return life


def inclusion(session, number, size=None):
    """What the site answers."""
    head, entry = tree.head(session, size), ledger.entry(session, number)
    path = [one.hex() for one in tree.inclusion_proof(session, number, head.size)]
    texts = sealing.sealed(session, list(ledger.commitments(entry.values))).values()
    shown = [
        exporting.opening(row.commitment, row.salt, row.content, row.withdrawn_entry)
        for row in texts
        if row.is_released
    ]
    said = {"number": number, "entry": entry.canonical.decode(), "leaf": entry.leaf.hex(), "openings": shown}
    return said | {"size": head.size, "root": head.root, "path": path}


def consistency(session, old, new):
    path = [one.hex() for one in tree.consistency_proof(session, old, new)]
    roots = {"old_root": tree.head(session, old).root, "new_root": tree.head(session, new).root}
    return {"old": old, "new": new, "path": path} | roots


def said_of(proof, *boards):
    found = read_proof(json.dumps(proof).encode())
    return [str(one) for one in (*found.faults, *(fault for board in boards for fault in found.against(board)))]


def test_every_entry_is_proven_by_itself_for_every_board(told):
    size = tree.size(told.session)
    for board in range(1, size + 1):
        head = tree.head(told.session, board)
        for number in range(board):
            assert said_of(inclusion(told.session, number, board), Printed(head.size, head.root)) == []


def test_that_a_ledger_begins_with_an_older_one_is_proven_for_both_boards(told):
    size = tree.size(told.session)
    heads = [tree.head(told.session, one) for one in range(size + 1)]
    boards = [Printed(head.size, head.root) for head in heads]
    for old in range(size + 1):
        for new in range(old, size + 1):
            assert said_of(consistency(told.session, old, new), boards[old], boards[new]) == []


def test_any_change_of_a_proof_is_named(told):
    """A digit of a hash, a sign of the entry, a number: of the sizes only boards know."""
    draw, size = random.Random(7), tree.size(told.session)
    for _ in range(150):
        old = draw.randrange(1, size)
        proof = draw.choice((inclusion(told.session, draw.randrange(size)), consistency(told.session, old, size)))
        spoilt = changed(proof, draw)
        boards = [Printed(size, tree.head(told.session).root), Printed(old, tree.head(told.session, old).root)]
        with contextlib.suppress(FileRefused):
            assert said_of(spoilt, *boards[: 1 + ("old" in proof)]), (proof, spoilt)


def changed(proof, draw):
    """The same with one thing in it that is otherwise; what stands beside the proof for the reader is left out."""
    made = json.loads(json.dumps(proof))
    name = draw.choice([one for one in made if made[one] and one not in ("leaf", "openings")])
    if isinstance(made[name], int):
        made[name] += draw.choice((-1, 1))
    elif isinstance(made[name], list):
        made[name][draw.randrange(len(made[name]))] = draw.randbytes(32).hex()
    else:
        at = draw.randrange(len(made[name]))
        other = draw.choice([one for one in HASHES if one != made[name][at]])
        made[name] = made[name][:at] + other + made[name][at + 1 :]
    return made


def test_a_text_that_the_entry_has_not_sealed_is_named(told):
    proof = inclusion(told.session, _with_text(told))
    assert said_of(proof) == []
    proof["openings"][0]["content"] = "别修"
    assert "has been changed" in said_of(proof)[0]
    proof["openings"][0]["text"] = "0" * 64
    assert "has been changed" in said_of(proof)[0]


def test_a_board_of_another_size_or_root_is_not_proven(told):
    proof, head = inclusion(told.session, 0), tree.head(told.session)
    assert "another root" in said_of(proof, Printed(head.size, "0" * 64))[0]
    assert "says nothing of a ledger of 1 entries" in said_of(proof, Printed(1, head.root))[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"7", b"{}", b'{"entry": 1}', b"[" * 100_000, b'{"old": true, "new": 1, "path": []}'],
)
def test_what_is_no_proof_is_refused(content):
    with pytest.raises(FileRefused, match="no proof"):
        read_proof(content)


@pytest.mark.parametrize("value", [None, True, -1, 0.5, 10**30, "x", "{}", [], [[]], {}, {"text": 1}], ids=repr)
def test_a_proof_with_a_value_of_another_kind_is_refused_or_does_not_hold(told, value):
    proofs = inclusion(told.session, _with_text(told)), consistency(told.session, 1, 2)
    for proof in proofs:
        for name in proof.keys() - {"leaf", "openings"}:
            with contextlib.suppress(FileRefused):
                assert said_of(proof | {name: value}), (name, value)
    [opening] = proofs[0]["openings"]
    for name in opening.keys() & {"text", "salt", "content"}:
        with contextlib.suppress(FileRefused):
            assert said_of(proofs[0] | {"openings": [opening | {name: value}]}), (name, value)


def _with_text(told):
    return next(n for n in range(tree.size(told.session)) if inclusion(told.session, n)["openings"])


def test_the_command_says_what_is_proven_and_gives_its_status(told, tmp_path, monkeypatch, capsys):
    rotation = Within(tmp_path, monkeypatch, capsys)
    head, file = tree.head(told.session), tmp_path / "proof.json"
    file.write_text(json.dumps(inclusion(told.session, 2)), encoding="utf-8")
    board = ["--size", head.size, "--root", in_fours(head.root)]
    alone, with_board = (
        rotation("ledger", "verify", "--proof", file),
        rotation("ledger", "verify", "--proof", file, *board),
    )
    assert (alone.returncode, with_board.returncode) == (0, 0)
    assert with_board.stdout.startswith(f"Entry 2 stands in the ledger of the first {head.size} entries")
    assert "Compare a root" in alone.stdout
    assert "Compare a root" not in with_board.stdout
    assert in_fours(head.root) in alone.stdout
    wrong = rotation("ledger", "verify", "--proof", file, "--size", head.size, "--root", "0" * 64)
    assert (wrong.returncode, "another root" in wrong.stdout) == (1, True)
    both = rotation("ledger", "verify", "--proof", file, "--file", file)
    assert (both.returncode, "give --file or --proof" in said_without_traceback(both)) == (2, True)
    file.write_text("{}", encoding="utf-8")
    refused = rotation("ledger", "verify", "--proof", file)
    assert (refused.returncode, "is no proof" in said_without_traceback(refused)) == (2, True)
