"""The roster file."""

import json
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import Assignment, Costs, Member, Problem, RosterError, Solution, Village, Weights, Wishes, audit
from tests.solver import make

WHOLE = Solution((Assignment(0, "v1", "m1"),), Costs(1, 2, 3, 4), Costs(1, 2, 3, 0), Wishes(travel=4))


def changed(**changes):
    return json.dumps(json.loads(WHOLE.to_json()) | changes)


@given(st.integers(0, 2**32 - 1))
def test_writing_and_reading_gives_the_same_roster(seed):
    random = Random(seed)
    lines = make.legal_roster(random, make.problem(random))
    solution = Solution(tuple(sorted(lines)), Costs(wishes=5), Costs(), Wishes(1, 2, 3))
    assert Solution.from_json(solution.to_json()) == solution


def test_the_file_is_as_the_format_says():
    written = json.loads(WHOLE.to_json())
    assert written == {
        "format": "one-week-secretary/roster@1",
        "status": "feasible",
        "assignments": [{"week": 0, "place": "v1", "member": "m1"}],
        "costs": {"vacancies": 1, "changes": 2, "unfairness": 3, "wishes": 4},
        "bounds": {"vacancies": 1, "changes": 2, "unfairness": 3, "wishes": 0},
        "wishes": {
            "unmet_skill": 0,
            "repeat_partner": 0,
            "disliked": 0,
            "no_continuity": 0,
            "repeat_village": 0,
            "crowding": 0,
            "travel": 4,
        },
    }


def test_status_is_optimal_only_where_every_cost_meets_its_bound():
    assert WHOLE.status == "feasible"
    assert Solution((), Costs(1), Costs(1), Wishes()).status == "optimal"


def test_a_status_that_a_file_states_is_kept_for_the_judge():
    assert Solution.from_json(changed(status="optimal")).status == "optimal"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{}", "format"),
        (changed(format="x"), "format"),
        (changed(status="perfect"), "status"),
        (changed(assignments={}), "assignments"),
        (changed(assignments=[{"week": "0", "place": "v1", "member": "m1"}]), "assignments[0].week"),
        (changed(assignments=[{"week": 0, "place": "v1", "member": 1}]), "assignments[0].member"),
        (changed(assignments=[{"week": 0, "place": "v1"}]), "assignments[0].member"),
        (changed(costs={"vacancies": 0}), "costs.changes"),
        (changed(bounds=None), "bounds"),
        (changed(wishes={"travel": 1.5}), "wishes.unmet_skill"),
        (changed(bounds={"vacancies": 0, "changes": 0, "unfairness": 0, "wishes": 0, "joy": 0}), "bounds.joy"),
        ("[" * 100_000, ""),
    ],
)
def test_what_is_wrong_in_a_roster_file_is_named_by_its_place(text, path):
    with pytest.raises(RosterError) as caught:
        Solution.from_json(text)
    assert caught.value.path == path


def test_what_a_roster_of_somebody_else_says_besides_is_left_aside():
    line = {"week": 0, "place": "v1", "member": "m1", "why": "so"}
    costs = {"vacancies": 1, "changes": 2, "unfairness": 3, "wishes": 4, "in all": 10}
    assert Solution.from_json(changed(by="another solver", assignments=[line], costs=costs)) == WHOLE


def test_a_line_that_stands_twice_is_read_and_is_for_the_judge():
    line = {"week": 0, "place": "v1", "member": "m1"}
    asked = Problem(date(2026, 1, 5), 1, (Member("m1", lead=True),), (Village("v1"),))
    found = audit(asked, Solution.from_json(changed(assignments=[line, line])).assignments)
    assert [broken.rule for broken in found.broken] == ["one_place_a_week"]
    assert found.costs.vacancies == 2


def test_a_roster_that_breaks_rules_can_still_be_read():
    lines = [{"week": -1, "place": "nowhere", "member": "stranger"}]
    assert Solution.from_json(changed(assignments=lines)).assignments == (Assignment(-1, "nowhere", "stranger"),)


def test_wishes_add_up_by_their_weights_and_travel_as_it_stands():
    wishes = Wishes(1, 2, 3, 4, 5, 6, 7)
    assert wishes.points(Weights(1, 10, 100, 1000, 10_000, 100_000, km=9)) == 654_321 + 7
