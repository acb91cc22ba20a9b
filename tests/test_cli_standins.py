"""`rotation stand-in` as people run it."""

import json
from datetime import date

import pytest

from solver import Assignment, Member, Problem, Solution, Village, audit
from tests.command import Command, said_without_traceback

PROBLEM = Problem(
    date(2026, 1, 5),
    3,
    tuple(Member(name, lead=True) for name in ("ill", "free", "tired")),
    (Village("v1"), Village("v2")),
    team_size=1,
)
LINES = (Assignment(0, "v1", "ill"), Assignment(0, "v2", "tired"), Assignment(2, "v2", "tired"))


@pytest.fixture
def rotation(tmp_path):
    found = audit(PROBLEM, LINES)
    (tmp_path / "p.json").write_text(PROBLEM.to_json())
    (tmp_path / "r.json").write_text(Solution(LINES, found.costs, found.costs, found.wishes).to_json())
    return Command(tmp_path)


def test_stand_ins_chains_swaps_and_refusals_are_listed(rotation):
    done = rotation("stand-in", "p.json", "r.json", "--member", "ill", "--week", "0", "--swaps")
    assert done.returncode == 0
    said = done.stdout
    assert "The seat of ill in v1, week 0 (2026-01-05):" in said
    assert "  free to v1, week 0 (2026-01-05): vacancies -1, changes +1" in said
    assert "  tired from v2 to v1, week 0 (2026-01-05); free to v2, week 0 (2026-01-05): vacancies -1" in said
    assert "  ill from v1 to v2, week 0 (2026-01-05); tired from v2 to v1, week 0 (2026-01-05): changes +2" in said
    assert "  ill is away in week 0 (2026-01-05)" in said


def test_the_same_in_json(rotation):
    done = rotation("stand-in", "p.json", "r.json", "--member", "ill", "--week", "0", "--json")
    said = json.loads(done.stdout)
    assert set(said) == {"opening", "options", "chains", "refusals"}
    assert said["opening"] == {"week": 0, "place": "v1", "member": "ill"}
    (option,) = said["options"]
    assert option["moves"] == [{"week": 0, "place": "v1", "member": "free", "left": None}]
    assert option["costs"]["vacancies"] == -1
    assert option["wishes"]["travel"] == 0
    assert said["chains"][0]["moves"][0]["left"] == {"week": 0, "place": "v2"}
    assert {refusal["reason"] for refusal in said["refusals"]} == {"away", "serving"}


def test_empty_seats_for_a_member(rotation):
    said = json.loads(rotation("stand-in", "p.json", "r.json", "--member", "ill", "--json").stdout)
    assert [option["moves"][0]["week"] for option in said["options"]] == [2]
    assert {refusal["reason"] for refusal in said["refusals"]} == {"resting"}
    assert "Empty seats that ill could take:" in rotation("stand-in", "p.json", "r.json", "--member", "ill").stdout


@pytest.mark.parametrize("wrong", [["--member", "nobody", "--week", "0"], ["--member", "ill", "--week", "1"], []])
def test_a_term_that_is_not_there_is_usage(rotation, wrong):
    done = rotation("stand-in", "p.json", "r.json", *wrong)
    assert done.returncode == 2
    assert said_without_traceback(done)
