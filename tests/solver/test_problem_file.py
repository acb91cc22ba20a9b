"""The problem's file: what it may hold, and what is said of everything else."""

import json
import pickle
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import Costs, Member, Problem, ProblemError, Solution, Wishes
from tests.solver import make

SEEDS = st.integers(0, 2**32 - 1)
HUGE = 10**400


def document(**changes):
    """A problem file's content that is right, but for the changes."""
    whole = {
        "format": "one-week-secretary/problem@1",
        "start": "2026-01-05",
        "weeks": 4,
        "members": [{"id": "m1"}, {"id": "m2"}],
        "villages": [{"id": "v1", "zone": "z1"}],
        "zones": [{"id": "z1"}],
    } | changes
    return {key: value for key, value in whole.items() if value is not ABSENT}


ABSENT = object()


def member(**keys):
    return document(members=[{"id": "m1"}, {"id": "m2", **keys}])


def village(**keys):
    return document(villages=[{"id": "v1", **keys}])


def pin(**keys):
    return document(pinned=[{"week": 0, "place": "v1", "member": "m1", **keys}])


WRONG = [
    (document(format="one-week-secretary/problem@2"), "format"),
    (document(format=ABSENT), "format"),
    (document(start=ABSENT), "start"),
    (document(start="2026-01-06"), "start"),
    (document(start="20260105"), "start"),
    (document(start="2026-02-30"), "start"),
    (document(start=20260105), "start"),
    (document(weeks=0), "weeks"),
    (document(weeks=True), "weeks"),
    (document(weeks=4.0), "weeks"),
    (document(weeks="4"), "weeks"),
    (document(weeks=HUGE), "weeks"),
    (document(start="9999-12-27", weeks=1), "weeks"),
    (document(team_size=0), "team_size"),
    (document(rest_weeks=-1), "rest_weeks"),
    (document(spacing_weeks=None), "spacing_weeks"),
    (document(spacing_weeks=1_000_000), "spacing_weeks"),
    (document(continuity_weeks=-3), "continuity_weeks"),
    (document(teem_size=3), "teem_size"),
    (document(members=ABSENT), "members"),
    (document(members={}), "members"),
    (document(members=["m1"]), "members[0]"),
    (document(members=[{}]), "members[0].id"),
    (document(members=[{"id": ""}]), "members[0].id"),
    (document(members=[{"id": "\ud800"}]), "members[0].id"),
    (document(members=[{"id": "m1"}, {"id": "m1"}]), "members[1]"),
    (document(villages=[{"id": "z1"}]), "zones[0].id"),
    (document(weights={"unmet_skill": 0.5}), "weights.unmet_skill"),
    (document(weights={"km": -1}), "weights.km"),
    (document(weights={"km": HUGE}), "weights.km"),
    (document(weights={"travel": 1}), "weights.travel"),
    (document(weights=[]), "weights"),
    (member(lead=1), "members[1].lead"),
    (member(roles=["boss"]), "members[1].roles[0]"),
    (member(roles=["team", "team"]), "members[1].roles[1]"),
    (member(skills="roads"), "members[1].skills"),
    (member(lat=32.0), "members[1]"),
    (member(lat=91, lon=0), "members[1].lat"),
    (member(lat=0, lon=-180.5), "members[1].lon"),
    (member(max_km=-0.1), "members[1].max_km"),
    (member(unavailable=[1, True]), "members[1].unavailable[1]"),
    (member(unavailable=[1, 1]), "members[1].unavailable[1]"),
    (member(recused=["v9"]), "members[1].recused[0]"),
    (member(max_terms=-1), "members[1].max_terms"),
    (member(dislikes={"villages": ["v9"]}), "members[1].dislikes.villages[0]"),
    (member(dislikes={"places": []}), "members[1].dislikes.places"),
    (member(owes=0.5), "members[1].owes"),
    (member(history={"last_week": 0}), "members[1].history.last_week"),
    (member(history={"partners": {"m1": -1}}), "members[1].history.partners.m1"),
    (village(zone="z9"), "villages[0].zone"),
    (village(closed=[0, 0]), "villages[0].closed[1]"),
    (village(last_served={"m1": 0}), "villages[0].last_served.m1"),
    (village(wants={"zero": ["roads"]}), "villages[0].wants.zero"),
    (village(wants={"01": ["roads"]}), "villages[0].wants.01"),
    (village(wants={"0": "roads"}), "villages[0].wants.0"),
    (document(zones=[{"id": "z1", "troubleshooters": -1}]), "zones[0].troubleshooters"),
    (document(apart=[["m1", "m1"]]), "apart[0][1]"),
    (document(apart=[["m1", "m9"]]), "apart[0][1]"),
    (document(apart=[["m1"]]), "apart[0]"),
    (document(apart=[["m1", "m2"], ["m2", "m1"]]), "apart[1]"),
    (pin(member="m9"), "pinned[0].member"),
    (pin(place="v9"), "pinned[0].place"),
    (pin(week=4), "pinned[0].week"),
    (pin(week=-1), "pinned[0].week"),
    (pin(why="so"), "pinned[0].why"),
    (document(pinned=[{"week": 0, "place": "v1"}]), "pinned[0].member"),
    (document(baseline=None), "baseline"),
    (document(baseline=[{"week": 0, "place": p, "member": "m1"} for p in ("v1", "z1")]), "baseline[1]"),
]


@pytest.mark.parametrize(("wrong", "path"), WRONG, ids=[f"{path} {n}" for n, (_, path) in enumerate(WRONG)])
def test_what_is_wrong_in_a_file_is_named_by_its_place(wrong, path):
    with pytest.raises(ProblemError) as caught:
        Problem.from_json(json.dumps(wrong))
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "NaN",
        '{"weeks": Infinity}',
        '{"weeks": 1, "weeks": 2}',
        '{"weeks": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
        b"\xff\xfe",
        b"PK\x03\x04 a workbook",
        b" " * 16_000_001,
    ],
    ids=range(13),
)
def test_junk_is_an_error_and_never_a_traceback(text):
    with pytest.raises(ProblemError) as caught:
        Problem.from_json(text)
    assert str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_small_file_that_asks_for_more_than_any_machine_holds_is_refused():
    villages = [{"id": f"v{number}"} for number in range(1, 11)]
    members = [{"id": f"m{number}"} for number in range(1, 12_000)]
    for wrong in (document(weeks=5_000, team_size=1_000, villages=villages), document(weeks=5_000, members=members)):
        with pytest.raises(ProblemError, match="too large"):
            Problem.from_json(json.dumps(wrong))


@pytest.mark.parametrize("key", ["\ud800", "x" * 100_000, "a\nb"])
def test_a_message_can_be_printed_whatever_stands_in_the_file(key):
    for wrong in (document(**{key: 1}), member(id=key, recused=[key]), document(format=key)):
        with pytest.raises(ProblemError) as caught:
            Problem.from_json(json.dumps(wrong))
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 400


def test_numbers_that_overflow_to_infinity_are_no_numbers():
    text = json.dumps(member(lat=0, lon=0)).replace('"lat": 0', '"lat": 1e999')
    with pytest.raises(ProblemError, match=r"members\[1\]\.lat"):
        Problem.from_json(text)


@pytest.mark.parametrize(
    "right",
    [
        document(),
        document(zones=ABSENT, villages=[]),
        document(members=[], villages=[], zones=[]),
        member(max_km=None, max_terms=None, lat=None, lon=None, history={"last_week": None}),
        member(roles=[]),
        member(unavailable=[-3, 99]),
        member(recused=["z1"], dislikes={"villages": ["z1"]}),
        member(history={"villages": {"gone": 2}, "partners": {"gone": 1}}),
        village(last_served={"gone": -2}),
        document(weights={"km": 0.25}),
        document(baseline=[]),
        document(baseline=[{"week": 3, "place": "gone", "member": "gone too"}]),
        document(members=[{"id": "v1"}]),
    ],
    ids=range(13),
)
def test_what_may_stand_in_a_file_is_read(right):
    problem = Problem.from_json(json.dumps(right, ensure_ascii=False).encode())
    assert Problem.from_json(problem.to_json()) == problem


def test_what_is_missing_has_the_meaning_that_the_format_gives_it():
    problem = Problem.from_json(json.dumps(document()))
    assert problem.start == date(2026, 1, 5)
    assert (problem.team_size, problem.rest_weeks, problem.spacing_weeks, problem.continuity_weeks) == (3, 1, 0, 0)
    assert problem.members[0] == Member("m1", roles=frozenset({"team"}))
    assert problem.baseline is None


def test_a_roster_given_as_a_problem_is_told_so():
    with pytest.raises(ProblemError, match="this must be a file of the format one-week-secretary/problem@1"):
        Problem.from_json(Solution((), Costs(), Costs(), Wishes()).to_json())


@pytest.mark.referee
def test_every_problem_of_the_referee_is_read(referee):
    files = list(Path(referee.__file__).parent.glob("instances/*.json"))
    assert files
    for file in files:
        problem = Problem.from_json(file.read_bytes())
        assert Problem.from_json(problem.to_json()) == problem


def test_a_byte_order_mark_does_no_harm():
    text = json.dumps(document())
    assert Problem.from_json(b"\xef\xbb\xbf" + text.encode()) == Problem.from_json(text)


@given(SEEDS)
def test_writing_and_reading_gives_the_same_problem(seed):
    problem = make.problem(Random(seed))
    assert Problem.from_json(problem.to_json()) == problem


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["members", "weeks", "id", "villages"]), inner),
    )
)
def test_any_json_at_all_is_read_or_refused(value):
    with pytest.raises(ProblemError):
        Problem.from_json(json.dumps(value))


def test_an_error_survives_the_way_to_another_process():
    error = ProblemError("weeks", "must be %(low)s", {"low": 1})
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "weeks: must be 1"


def test_an_error_speaks_the_language_that_it_is_given():
    with pytest.raises(ProblemError) as caught:
        Problem.from_json(json.dumps(document(weeks=0)))
    assert caught.value.text(lambda _: "%(low)s 到 %(high)s") == "1 到 5200"
