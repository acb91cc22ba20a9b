"""Setting an installation up from the shell, and carrying its data in, out and elsewhere."""

import fcntl
import re
import shutil

import pytest

from rotation import settings as configuration
from rotation.cli import store
from rotation.cli.store import sole_runner
from rotation.demo import workbook
from rotation.district.weeks import Week
from tests.command import Command, Within, said_without_traceback
from tests.conftest import ROOT


@pytest.fixture
def rotation(tmp_path, monkeypatch, capsys):
    return Within(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of an installation with a district, to be copied."""
    rotation = Command(tmp_path_factory.mktemp("made"))
    assert rotation("db", "upgrade").returncode == 0
    assert rotation("district", "add", "qixia", "栖霞区", "--english", "Qixia").returncode == 0
    return rotation.instance


@pytest.fixture
def installed(rotation, made):
    """An installation with a district."""
    shutil.copytree(made, rotation.instance)
    return rotation


def test_without_a_database_every_command_says_what_to_do(rotation):
    for arguments in (["serve", "--port", "0"], ["backup", "b"], ["db", "current"]):
        done = rotation(*arguments)
        assert done.returncode == 1
        assert "rotation db upgrade" in said_without_traceback(done)
    assert not rotation.instance.exists()


def test_a_database_is_made_once_and_then_left_alone(rotation):
    assert rotation("db", "upgrade").returncode == 0
    assert rotation.instance.stat().st_mode & 0o077 == 0
    made = (rotation.instance / "rotation.db").read_bytes()
    assert rotation("db", "upgrade").returncode == 0
    assert (rotation.instance / "rotation.db").read_bytes() == made
    assert rotation("db", "current").stdout.strip()


def test_districts_are_added_once_and_listed(installed):
    assert installed("district", "list").stdout == "qixia  栖霞区  Qixia\n"
    for arguments in (["qixia", "again"], ["empty", "  "]):
        done = installed("district", "add", *arguments)
        assert done.returncode == 2
        assert said_without_traceback(done).startswith("Error: ")


def test_logins_are_added_changed_and_listed_and_passwords_are_never_shown(installed):
    done = installed("user", "add", "li", "--password", "long enough word")
    assert done.returncode == 0, done.stderr
    assert installed("user", "password", "li", "--password", "another long word").returncode == 0
    listed = installed("user", "list").stdout
    assert listed == "li  planner  qixia\n"
    for arguments in (["add", "li"], ["password", "nobody"]):
        done = installed("user", *arguments, "--password", "long enough word")
        assert done.returncode == 1
        assert said_without_traceback(done)
    assert installed("user", "add", "wu", "--password", "short").returncode == 2


def test_a_workbook_goes_in_and_comes_out_and_a_second_time_changes_nothing(installed, tmp_path):
    settings = configuration.load(ROOT / "config.toml")
    (tmp_path / "in.xlsx").write_bytes(workbook(Week.parse("2026-W17"), 1, settings))
    shown = installed("import", "in.xlsx", "--preview")
    assert shown.returncode == 0
    assert "members: 39 added" in shown.stdout
    asked = installed("import", "in.xlsx", typed="n\n")
    assert asked.returncode == 1
    assert "39 added" in asked.stdout, "a preview changes nothing"
    assert "Imported." in installed("import", "in.xlsx", "--yes").stdout
    assert installed("export", "out.xlsx").returncode == 0
    assert "Nothing would change." in installed("import", "out.xlsx").stdout
    assert installed("export", "sheets").returncode == 0
    assert "Nothing would change." in installed("import", "sheets/members.csv").stdout


def test_what_cannot_be_imported_is_named_by_sheet_and_cell(installed, tmp_path):
    (tmp_path / "members.csv").write_text("姓名,电话,纬度\n王建国,12000000001,far north\n", encoding="utf-8-sig")
    done = installed("import", "members.csv", "--yes")
    assert done.returncode == 2
    assert "C2: " in said_without_traceback(done)
    for name, content in (("x.xlsx", b"MZ no workbook"), ("e.csv", b"")):
        (tmp_path / name).write_bytes(content)
        assert installed("import", name, "--yes").returncode == 2


def test_what_is_gone_stays_unless_it_is_named(installed, tmp_path):
    header = "编号,姓名,电话\n"
    (tmp_path / "members.csv").write_text(
        header + "m001,王建国,12000000001\nm002,李秀英,12000000002\n", encoding="utf-8"
    )
    assert installed("import", "members.csv", "--yes").returncode == 0
    (tmp_path / "members.csv").write_text(header + "m001,王建国,12000000001\n", encoding="utf-8")
    shown = installed("import", "members.csv", "--yes")
    assert "--gone members-m002" in shown.stdout
    assert "Nothing would change." in shown.stdout
    assert "Imported." in installed("import", "members.csv", "--yes", "--gone", "members-m002").stdout


def test_an_unclear_row_is_asked_about(installed, tmp_path):
    text = "编号,姓名,电话\nm001,王建国,12000000001\nm002,王建国,12000000002\n"
    (tmp_path / "members.csv").write_text(text, encoding="utf-8")
    assert installed("import", "members.csv", "--yes").returncode == 0
    (tmp_path / "members.csv").write_text("姓名,住址\n王建国,柳园 1 号\n", encoding="utf-8")
    asked = installed("import", "members.csv", "--yes")
    assert asked.returncode == 2
    answer = next(line.split()[1] for line in asked.stderr.splitlines() if "=m002" in line)
    assert "Imported." in installed("import", "members.csv", "--yes", "--mean", answer).stdout


def test_a_backup_never_replaces_an_older_one_unasked(installed, tmp_path):
    assert installed("backup", "all.backup").returncode == 0
    before = (tmp_path / "all.backup").read_bytes()
    refused = installed("backup", "all.backup")
    assert refused.returncode == 1
    assert "all.backup is there already" in said_without_traceback(refused)
    assert (tmp_path / "all.backup").read_bytes() == before
    assert installed("backup", "all.backup", "--force").returncode == 0


def test_of_two_runners_only_the_first_is_alone(settings, engine):
    with sole_runner(settings, engine) as first, sole_runner(settings, engine) as second:
        assert (first, second) == (True, False)
    with sole_runner(settings, engine) as third:
        assert third


def test_a_backup_is_restored_elsewhere_and_never_over_data_unasked(installed, tmp_path, monkeypatch, capsys):
    assert installed("backup", "all.backup").returncode == 0
    assert installed("district", "add", "later", "later").returncode == 0
    refused = installed("restore", "all.backup")
    assert refused.returncode == 1
    assert "--force" in said_without_traceback(refused)
    (tmp_path / "elsewhere").mkdir()
    elsewhere = Within(tmp_path / "elsewhere", monkeypatch, capsys)
    restored = elsewhere("restore", tmp_path / "all.backup")
    assert restored.returncode == 0
    assert re.fullmatch(r"Restored as of \d{4}-\d\d-\d\d \d\d:\d\d\.\n", restored.stdout)
    assert elsewhere("district", "list").stdout == "qixia  栖霞区  Qixia\n"
    assert installed("restore", "all.backup", "--force").returncode == 0
    assert installed("district", "list").stdout == "qixia  栖霞区  Qixia\n"
    assert installed("restore", "none.backup", "--force").returncode == 2


def test_whatever_a_command_opens_is_not_exchanged_underneath(installed):
    assert installed("backup", "all.backup").returncode == 0
    with store.ready(configuration.load(ROOT / "config.toml")):
        done = installed("restore", "all.backup", "--force")
    assert done.returncode == 1
    assert "is in use" in said_without_traceback(done)


def test_what_is_in_use_is_not_exchanged(installed):
    assert installed("backup", "all.backup").returncode == 0
    with (installed.instance / "in-use.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        done = installed("restore", "all.backup", "--force")
    assert done.returncode == 1
    assert "is in use" in said_without_traceback(done)
