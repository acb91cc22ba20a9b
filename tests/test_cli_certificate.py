"""`rotation solve --certificate` writes what `rotation check --certificate` counts again."""

import json

import pytest

from tests.command import Command, said_without_traceback
from tests.test_cli_solve import WEIGHTS, easy


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """A folder with a problem, its roster and its certificate."""
    folder = tmp_path_factory.mktemp("solved")
    (folder / "p.json").write_text(easy(weights=WEIGHTS, continuity_weeks=2).to_json())
    done = Command(folder)("solve", "p.json", "--out", "r.json", "--certificate", "c.json", "--seconds", 20)
    assert done.returncode == 0, done.stderr
    assert "Its certificate is in c.json." in done.stdout
    return folder


@pytest.fixture
def check(solved):
    return lambda name: Command(solved)("check", "p.json", "r.json", "--certificate", name)


def changed(folder, name, **changes):
    whole = json.loads((folder / "c.json").read_text())
    (folder / name).write_text(json.dumps(whole | changes))
    return name


def test_a_certificate_is_checked_tier_by_tier(check):
    done = check("c.json")
    assert done.returncode == 0, done.stdout
    assert "unfairness: the bound" in done.stdout
    assert "is checked." in done.stdout


def test_a_certificate_that_proves_less_than_it_says_is_a_fault(check, solved):
    tiers = json.loads((solved / "c.json").read_text())["tiers"]
    tiers["unfairness"]["bound"] += 1
    done = check(changed(solved, "more.json", tiers=tiers))
    assert done.returncode == 1
    assert "unfairness: the certificate does not give its bound" in done.stdout


def test_a_certificate_for_another_problem_is_refused(check, solved):
    done = check(changed(solved, "other.json", problem="0" * 64))
    assert done.returncode == 2
    assert "other.json: problem: this certificate is for another problem" in said_without_traceback(done)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "one-week-secretary/certificate@1"}', "\x00"])
def test_a_file_that_is_no_certificate_is_refused(check, solved, text):
    (solved / "bad.json").write_text(text)
    done = check("bad.json")
    assert done.returncode == 2
    assert "bad.json" in said_without_traceback(done)


def test_a_row_that_the_problem_does_not_have_is_named(check, solved):
    tiers = {"wishes": {"bound": 0, "multipliers": {"terms": {"nobody": 3}}}}
    done = check(changed(solved, "rows.json", tiers=tiers))
    assert done.returncode == 2
    assert "terms.nobody: there is no such row in this problem" in said_without_traceback(done)


def test_the_certificate_may_not_take_the_place_of_the_others(solved):
    for name in ("p.json", "r.json"):
        done = Command(solved)("solve", "p.json", "--out", "r.json", "--certificate", name, "--seconds", 1)
        assert done.returncode == 2
        assert "names the problem or the roster itself" in said_without_traceback(done)
