"""`rotation solve` and `rotation check`: statuses, what is said, and that a roster is written whole or not at all."""

import json
import os
import pty
import re
import select
import signal
import time
from datetime import date

import pytest

from solver import Assignment, Member, Problem, Solution, Village, Weights
from tests.command import ROTATION, Command, said_without_traceback


@pytest.fixture
def rotation(tmp_path):
    return Command(tmp_path)


def easy(members=6, weeks=4, **more):
    """A village or two, solved in no time."""
    people = tuple(Member(f"m{number}", lead=number % 2 == 0) for number in range(members))
    return Problem(date(2026, 1, 5), weeks, people, (Village("v1"),), team_size=2, **more)


def hard():
    """Enough to be at it for longer than any test lasts."""
    people = tuple(
        Member(f"m{n}", lead=n % 3 == 0, skills=frozenset({"roads"}), unavailable=frozenset({n % 20}))
        for n in range(60)
    )
    villages = tuple(Village(f"v{n}", wants={week: frozenset({"roads"}) for week in range(20)}) for n in range(6))
    return Problem(date(2026, 1, 5), 20, people, villages, continuity_weeks=4, spacing_weeks=3, weights=WEIGHTS)


WEIGHTS = Weights(unmet_skill=400, repeat_partner=300, repeat_village=100, no_continuity=150)


@pytest.fixture
def problem(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(easy().to_json())
    return path


def test_a_problem_is_solved_checked_and_said_on_plain_lines(rotation, problem, tmp_path):
    done = rotation("solve", problem, "--out", tmp_path / "roster.json", "--seconds", 30)
    assert done.returncode == 0, done.stderr
    assert "8 of 8 seats are filled." in done.stdout
    assert "proven" in done.stdout
    assert "vacancies 0 (bound 0, proven)" in said_without_traceback(done)
    assert "\x1b" not in done.stdout + done.stderr
    assert Solution.from_json((tmp_path / "roster.json").read_bytes()).status == "optimal"
    checked = rotation("check", problem, tmp_path / "roster.json")
    assert checked.returncode == 0
    assert "Every rule is kept" in checked.stdout


def test_a_roster_that_breaks_rules_or_misstates_its_costs_has_status_1(rotation, problem, tmp_path):
    roster = {
        "format": "one-week-secretary/roster@1",
        "status": "optimal",
        "assignments": [{"week": 0, "place": "v1", "member": m} for m in ("m1", "m3")],
        "costs": {"vacancies": 0, "changes": 0, "unfairness": 1, "wishes": 0},
        "bounds": {"vacancies": 9, "changes": 0, "unfairness": 1, "wishes": 0},
        "wishes": dict.fromkeys(
            ("unmet_skill", "repeat_partner", "disliked", "no_continuity", "repeat_village", "crowding", "travel"), 0
        ),
    }
    (tmp_path / "roster.json").write_text(json.dumps(roster))
    done = rotation("check", problem, tmp_path / "roster.json")
    assert done.returncode == 1
    assert "a_lead_in_every_team: " in done.stdout
    assert "costs.vacancies: the roster says 0; counted again it is 6." in done.stdout
    assert "bounds.vacancies: 9 cannot be a bound on 6." in done.stdout
    assert "status: " in done.stdout
    assert said_without_traceback(done) == ""


BAD = {
    "nothing": (b"", "line 1, column 1"),
    "text": (b"hello", "line 1, column 1"),
    "deep": (b"[" * 200_000, "nested too deeply"),
    "huge number": (b'{"weeks": ' + b"9" * 10_000 + b"}", "too many digits"),
    "nan": (b'{"format": "one-week-secretary/problem@1", "weeks": NaN}', "NaN is not a number"),
    "not utf-8": (b'{"format": "\xff"}', "not UTF-8"),
    "a list": (b"[]", "object"),
    "other format": (b'{"format": "roster@9"}', "format: "),
    "no monday": (b'{"format": "one-week-secretary/problem@1", "start": "2026-01-06"}', "start: "),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_problem_has_status_2_and_says_where(rotation, tmp_path, case):
    content, said = BAD[case]
    (tmp_path / "p.json").write_bytes(content)
    done = rotation("solve", tmp_path / "p.json", "--out", tmp_path / "r.json")
    assert done.returncode == 2
    assert said in said_without_traceback(done)
    assert str(tmp_path / "p.json") in done.stderr
    assert not (tmp_path / "r.json").exists()


def test_the_place_in_the_file_is_named(rotation, problem, tmp_path):
    wrong = json.loads(problem.read_text())
    wrong["members"][3]["unavailable"] = ["x"]
    problem.write_text(json.dumps(wrong))
    for arguments in (["solve", problem, "--out", tmp_path / "r.json"], ["check", problem, problem]):
        done = rotation(*arguments)
        assert done.returncode == 2
        assert "members[3].unavailable[0]: " in said_without_traceback(done)


def test_a_byte_order_mark_is_no_obstacle(rotation, problem, tmp_path):
    problem.write_bytes(b"\xef\xbb\xbf" + problem.read_bytes())
    assert rotation("solve", problem, "--out", tmp_path / "r.json", "--seconds", 20).returncode == 0


def test_pins_that_contradict_each_other_have_status_3_and_are_named(rotation, tmp_path):
    pins = tuple(Assignment(week, "v1", "m1") for week in (0, 1))
    (tmp_path / "p.json").write_text(easy(pinned=pins).to_json())
    done = rotation("solve", tmp_path / "p.json", "--out", tmp_path / "r.json")
    assert done.returncode == 3
    assert "rest_between_terms" in said_without_traceback(done)
    assert "week 0, place v1, member m1" in done.stderr
    assert "week 1, place v1, member m1" in done.stderr
    assert not (tmp_path / "r.json").exists()


def test_a_place_that_cannot_be_written_is_refused_before_solving(rotation, problem, tmp_path):
    (tmp_path / "folder").mkdir()
    for out in (tmp_path / "none" / "r.json", tmp_path / "folder", "/dev/null", tmp_path / ("r" * 300), problem):
        began = time.monotonic()
        done = rotation("solve", problem, "--out", out, "--seconds", 100)
        assert done.returncode == 2
        assert said_without_traceback(done)
        assert "vacancies" not in done.stderr
        assert time.monotonic() - began < 60
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "problem.json"]


@pytest.mark.kill
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_writes_the_best_so_far(rotation, tmp_path, ending):
    (tmp_path / "p.json").write_text(hard().to_json())
    (tmp_path / "r.json").write_text("what was there before")
    running = rotation.start("solve", tmp_path / "p.json", "--out", tmp_path / "r.json", "--seconds", 600)
    while "vacancies" not in running.stderr.readline():
        assert running.poll() is None
    assert (tmp_path / "r.json").read_text() == "what was there before"
    running.send_signal(ending)
    said, _ = running.communicate(timeout=100)
    assert running.returncode == 0
    assert "Written to" in said
    assert rotation("check", tmp_path / "p.json", tmp_path / "r.json").returncode == 0


@pytest.mark.kill
def test_a_killed_solve_leaves_what_was_there(rotation, tmp_path):
    (tmp_path / "p.json").write_text(hard().to_json())
    (tmp_path / "r.json").write_text("what was there before")
    running = rotation.start("solve", tmp_path / "p.json", "--out", tmp_path / "r.json", "--seconds", 600)
    while "vacancies" not in running.stderr.readline():
        assert running.poll() is None
    running.kill()
    running.communicate(timeout=100)
    assert (tmp_path / "r.json").read_text() == "what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.json", "r.json"]


def test_on_a_terminal_the_tiers_stay_in_their_place(rotation, problem, tmp_path):
    shown = on_a_terminal(rotation, "solve", str(problem), "--out", str(tmp_path / "r.json"), "--seconds", "20")
    assert "\x1b[" in shown
    assert "unfairness" in shown
    words = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", " ", shown).split())  # a narrow table breaks the line
    assert "Ctrl-C writes the best so far." in words
    assert (tmp_path / "r.json").exists()


def on_a_terminal(rotation, *arguments):
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(rotation.folder)
        os.execve(ROTATION, [str(ROTATION), *arguments], rotation.environment | {"TERM": "xterm-256color"})
    shown = b""
    while select.select([terminal], [], [], 100)[0]:
        try:
            shown += os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
    os.close(terminal)
    assert os.waitpid(pid, 0)[1] == 0
    return shown.decode()
