"""The ledger for everyone: whoever has these answers can verify it, with a few lines of their own."""

import hashlib
import json
import subprocess
import sys

import pytest

from rotation.record import exporting, task_texts, tree
from rotation.record.faults import Printed
from rotation.record.merkle import verify_consistency, verify_inclusion
from rotation.record.offline import verify_file
from rotation.record.proofs import read_proof
from rotation.record.sealing import commitment_of
from rotation.record.task_texts import Why
from rotation.store import writing
from tests.board import boards_made as made
from tests.record.life_made import COMMITTEE
from tests.web.public.village_site import going_on, lived, lived_template, site, task_in
from web.public.verifier import VERIFIER

__all__ = ["lived", "lived_template", "site"]


def _get(site, address):
    answer = site.reader.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_size_and_root_are_those_of_the_tree(site):
    head = _get(site, "/ledger.json")
    with going_on(site.app) as life:
        assert (head["size"], head["root"]) == tuple(
            getattr(tree.head(life.session), name) for name in ("size", "root")
        )
    assert head["printed"].replace(" ", "") == head["root"]
    assert head["at"].endswith("Z")


def test_every_entry_proves_to_stand_in_the_ledger(site):
    head = _get(site, "/ledger.json")
    root = bytes.fromhex(head["root"])
    for number in range(head["size"]):
        found = _get(site, f"/ledger/{number}/inclusion.json?size={head['size']}")
        leaf = hashlib.sha256(b"\x00" + found["entry"].encode()).digest()
        assert leaf.hex() == found["leaf"]
        path = [bytes.fromhex(one) for one in found["path"]]
        assert verify_inclusion(leaf, number, head["size"], path, root)
        assert read_proof(json.dumps(found).encode()).faults == ()


def test_a_newer_ledger_proves_to_begin_with_an_older_one(site):
    for old in range(_get(site, "/ledger.json")["size"] + 1):
        found = _get(site, f"/ledger/consistency.json?old={old}")
        path = [bytes.fromhex(one) for one in found["path"]]
        roots = (bytes.fromhex(found[name]) for name in ("old_root", "new_root"))
        assert verify_consistency(found["old"], found["new"], path, *roots)
        assert read_proof(json.dumps(found).encode()).faults == ()


def test_entries_come_some_at_a_time_with_what_opens_their_public_texts(site):
    seen, first, texts = [], 0, []
    while first is not None:
        found = _get(site, f"/ledger/entries.json?from={first}&count=7")
        seen += found["entries"]
        first = found["next"]
    assert [one["number"] for one in seen] == list(range(_get(site, "/ledger.json")["size"]))
    for one in (opening for entry in seen for opening in entry["openings"]):
        assert commitment_of(bytes.fromhex(one["salt"]), one["content"]) == one["text"]
        texts.append(one["content"])
    assert {made.TITLE, made.REPORT, made.ANSWER, made.HELPER} <= set(texts)
    assert made.SILENT not in json.dumps(seen, ensure_ascii=False)
    assert _get(site, "/ledger/entries.json?from=9999")["entries"] == []


def test_what_was_withdrawn_is_said_and_not_opened(site):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        title = task.title
        by = task_texts.withdraw(session, task, COMMITTEE, [title], why=Why.ASKED, at=life.at(8)).number
    openings = [one for entry in _get(site, "/ledger/entries.json")["entries"] for one in entry["openings"]]
    assert {"withdrawn": title, "by": by} in openings
    assert made.TITLE not in json.dumps(openings, ensure_ascii=False)


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/entries.json?from=-1",
        "/ledger/entries.json?from=x",
        "/ledger/entries.json?from=1e3",
        "/ledger/entries.json?from=²",
        "/ledger/entries.json?count=0",
        "/ledger/entries.json?count=201",
        "/ledger/entries.json?count=",
        f"/ledger/entries.json?from={'9' * 400}",
        "/ledger/x/inclusion.json",
        "/ledger/-1/inclusion.json",
        "/ledger/0/inclusion.json?size=%00",
        "/ledger/consistency.json",
        "/ledger/consistency.json?old=a",
    ],
)
def test_what_cannot_be_is_refused_in_json_with_what_to_do(site, address):
    answer = site.reader.get(address)
    assert answer.status_code == 400
    assert answer.json["advice"]


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/999/inclusion.json",
        f"/ledger/{'9' * 15}/inclusion.json",
        "/ledger/5/inclusion.json?size=5",
        "/ledger/0/inclusion.json?size=999",
        "/ledger/consistency.json?old=3&new=2",
        "/ledger/consistency.json?old=999",
    ],
)
def test_what_there_is_not_is_said_in_json(site, address):
    answer = site.reader.get(address)
    assert answer.status_code == 404
    assert answer.json["advice"]


def test_the_file_is_that_of_the_command_and_verifies(site):
    head, answer = _get(site, "/ledger.json"), site.reader.get("/ledger/export.jsonl")
    with going_on(site.app) as life:
        assert answer.data == b"".join(exporting.lines(life.session))
    lines = answer.data.splitlines(keepends=True)
    report = verify_file(lines, [Printed(head["size"], head["root"])])
    assert report.faults == []
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("size", [1, 2, 13, None])
def test_the_lines_on_the_page_verify_a_board_just_as_they_stand_there(site, tmp_path, size):
    assert VERIFIER.splitlines()[0] in site.reader.get("/ledger").text
    (tmp_path / "ledger.jsonl").write_bytes(site.reader.get("/ledger/export.jsonl").data)
    (tmp_path / "verify.py").write_text(VERIFIER, encoding="utf-8")
    with going_on(site.app) as life:
        head = tree.head(life.session, size)
    fours = [head.root[first : first + 4] for first in range(0, 64, 4)]
    assert _verified(tmp_path, str(head.size), *fours) == "The board and the ledger agree.\n"
    assert "NOT" in _verified(tmp_path, str(head.size), *reversed(fours))
    assert "NOT" in _verified(tmp_path, "99999", *fours)


def _verified(folder, *printed):
    command = [sys.executable, "-I", "verify.py", "ledger.jsonl", *printed]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_head_request_leaves_no_file_open(site, monkeypatch):
    monkeypatch.setattr("web.public.streaming._places", one := _One())
    site.reader.head("/ledger/export.jsonl").close()
    assert one.taken == 0


def test_only_so_many_files_are_read_at_once(site, monkeypatch):
    monkeypatch.setattr("web.public.streaming._places", one := _One())
    one.taken = 1
    answer = site.reader.get("/ledger/export.jsonl")
    assert answer.status_code == 503
    assert site.reader.get("/districts/qixia/tasks.json").status_code == 503


class _One:
    """Place for one reader."""

    taken = 0

    def acquire(self, *, blocking):
        assert not blocking
        self.taken += 1
        return self.taken == 1

    def release(self):
        self.taken -= 1


def test_an_empty_ledger_has_a_page_too(app, client):
    assert client.get("/ledger").status_code == 200
    assert client.get("/ledger.json").json["size"] == 0
    assert client.get("/ledger.json").json["at"] is None
