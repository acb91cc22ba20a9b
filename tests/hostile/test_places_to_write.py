"""Where the command line is told to write: what cannot be written is said in one line, and nothing is lost."""

import subprocess

import pytest

from rotation.errors import FileRefused
from rotation.files import require_writable, write_whole
from tests.command import ROTATION, Within
from tests.conftest import ROOT

TINY = ROOT / "tests/problems/tiny-1.json"


@pytest.fixture
def rotation(tmp_path, monkeypatch, capfd):
    return Within(tmp_path, monkeypatch, capfd)


@pytest.fixture
def filled(rotation):
    """The command, with a database that holds an empty district; `old` is a file in the way."""
    rotation("db", "upgrade")
    rotation("district", "add", "qixia", "栖霞区")
    (rotation.folder / "old").write_text("old")
    (rotation.folder / "ring").symlink_to("ring")
    return rotation


@pytest.mark.parametrize("place", ["old/new", "no/such/folder/new", "ring", "/dev/full"])
def test_what_cannot_be_written_is_said_and_leaves_what_was_there(filled, place):
    for arguments in (("export", place), ("backup", place, "--force"), ("ledger", "export", place)):
        done = filled(*arguments)
        assert done.returncode == 2, (arguments, done)
        assert "cannot be written" in done.stderr or "not a file that can be replaced" in done.stderr
    assert (filled.folder / "old").read_text() == "old"


def test_a_ring_of_links_is_no_place_for_a_roster(filled):
    assert filled("solve", "ring", "--out", "out.json").returncode == 2
    assert filled("solve", TINY, "--out", "ring").returncode == 2
    assert filled("solve", TINY, "--out", "out.json", "--certificate", "ring").returncode == 2


def test_names_may_be_as_long_as_names_may_be_in_any_script(tmp_path):
    for name in ("名" * 85, "n" * 255, "🀄" * 63):
        require_writable(tmp_path / name)
        write_whole(tmp_path / name, b"x")
    for name in ("名" * 86, "n" * 256):
        with pytest.raises(FileRefused, match="too long"):
            write_whole(tmp_path / name, b"x")
    assert len(list(tmp_path.iterdir())) == 3


def test_a_seat_in_a_week_that_no_number_can_name_is_a_mistake_in_typing(rotation):
    done = rotation("explain", TINY, TINY, "--seat", "9" * 5000 + ":v01")
    assert done.returncode == 2
    assert "3:v01" in done.stderr


def test_who_closes_the_output_or_has_a_full_disk_gets_one_line(tmp_path):
    """What is done stands in the status, even where nobody can be told."""
    command = f"exec {ROTATION} check {TINY}"
    for ending, status in (
        (f"{TINY} >&-", 2),
        (f"{TINY} 2>/dev/full", 2),
        ("--nonsense 2>/dev/full", 2),
        ("--help >/dev/full", 1),
        ("--help >&- 2>&-", 0),
    ):
        done = subprocess.run(
            ["bash", "-c", f"{command} {ending}"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, (ending, done)
        assert done.stderr.count("\n") <= 1, (ending, done)


def test_a_ledger_whose_line_never_ends_is_refused(rotation):
    done = rotation("ledger", "verify", "--file", "/dev/zero")
    assert done.returncode == 2
    assert "too long" in done.stderr
