"""What the measurements are made of: the counts, curves and generated problems behind the tables."""

import re
import sys
from random import Random

from solver import Problem, audit
from tests.benchmarks import bent, golfers, growth, metro, picture, replan, report, table
from tests.benchmarks.contenders import HASTY, OURS, TIMEFOLD
from tests.benchmarks.measured import given, proven, reached, used_by
from tests.benchmarks.race import Result
from tests.benchmarks.verdicts import verdicts
from tests.solver.make import legal_roster

NOTHING = {"vacancies": 0, "changes": 0, "unfairness": 0, "wishes": 0}


def point(seconds, wishes, bound, vacancies=0):
    costs = NOTHING | {"wishes": wishes, "vacancies": vacancies}
    return {"seconds": seconds, "costs": costs, "bounds": NOTHING | {"wishes": bound}}


CURVE = [
    {"seconds": 0.1, "costs": None, "bounds": NOTHING},
    point(1, 90, 0, vacancies=1),
    point(2, 50, 0),
    point(3, 40, 40),
]


def test_a_tier_is_proven_from_when_its_cost_meets_its_bound_to_the_end():
    assert proven(CURVE) == {"vacancies": 2, "changes": 2, "unfairness": 2, "wishes": 3}
    assert proven(CURVE[:2])["vacancies"] is None


def test_a_target_is_reached_tier_by_tier():
    assert reached(CURVE, (0, 0, 0, 60)) == 2
    assert reached(CURVE, (1, 0, 0, 0)) == 2
    assert reached(CURVE, (0, 0, 0, 39)) is None


def test_the_known_maxima_are_those_of_the_literature():
    assert {g: golfers.known_maximum(g) for g in range(3, 14)} == {
        3: 4, 4: 4, 5: 7, 6: 8, 7: 10, 8: 11, 9: 13, 10: 14, 11: 16, 12: 17, 13: 19,
    }  # fmt: skip
    assert golfers.golfers(13, 19).seats == given("kirkman39-1").seats


def test_a_bent_design_has_the_leave_the_pairs_and_the_leads_it_is_said_to_have():
    problem = bent.bent(given("kirkman39-1"), Random(0))
    assert sum(len(member.unavailable) for member in problem.members) == 10
    assert len(problem.apart) == 4
    assert sum(member.lead for member in problem.members) == 19
    assert Problem.from_json(problem.to_json()) == problem


def test_who_falls_ill_served_that_week():
    problem = given("tiny-1")
    lines = legal_roster(Random(0), problem)
    ill = replan.fallen_ill(problem, lines, 2, Random(0))
    assert len(audit(ill, lines).broken) == 2
    assert len(ill.baseline) == len(lines)


def test_what_is_doubled_is_doubled():
    problems = growth.problems()
    base = problems["base"]
    assert len(problems["members"].members) == 2 * len(base.members)
    assert len(problems["villages"].villages) == 2 * len(base.villages)
    assert problems["weeks"].weeks == 2 * base.weeks
    assert all(Problem.from_json(problem.to_json()) for problem in problems.values())


def test_a_metro_is_four_cities_that_share_nothing_but_their_weeks():
    city = given("qixia39-1")
    found = metro.metro(city)
    assert len(found.member_of) == 4 * len(city.members)
    assert len(found.place_of) == 4 * len(city.place_of)
    assert found.seats == 4 * city.seats
    assert Problem.from_json(found.to_json()) == found


def test_a_table_is_kept_and_set_in_columns(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(report, "FOLDER", tmp_path)
    report.report("trial", [{"name": "a", "count": 1200}, {"name": "long", "count": 3}])
    assert "long      3" in capsys.readouterr().out
    assert report.reported("trial") == [{"name": "a", "count": "1200"}, {"name": "long", "count": "3"}]
    assert report.reported("nothing") == []


def test_a_picture_shows_every_panel_in_both_languages():
    panel = {
        "name": "qixia39-1",
        "points": [(1.0, 900), (5.0, 700), (60.0, 500)],
        "ends": {"timefold": (60.0, 650, False), "cp-sat": (60.0, 300, True)},
        "bound": 450,
    }
    for words in picture.WORDS.values():
        drawn = picture.drawn([panel, panel | {"name": "city-1", "bound": 0, "ends": {}}], words)
        assert drawn.count("<svg") == 1
        assert words["bound"] in drawn
        assert "city-1" in drawn
        assert "nan" not in drawn


def test_two_peers_that_miss_an_earlier_cost_are_told_apart():
    ends = {"timefold": (60.0, 650, True), "cp-sat": (61.0, 660, True)}
    panel = {"name": "festival-1", "points": [(1.0, 900), (60.0, 500)], "ends": ends, "bound": 450}
    drawn = picture.drawn([panel], picture.WORDS["en"])
    heights = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>an earlier cost is higher<', drawn)]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= picture.LINE


def test_the_table_says_what_is_proven_and_rounds_no_proof_up():
    tiers = ("vacancies", "changes", "unfairness", "wishes")
    row = {"referee": "accepts", **dict.fromkeys(tiers, "7"), **{f"{tier} bound": "7" for tier in tiers}}
    said = [
        table._proven("README.md", row | changed)
        for changed in (
            {},
            {"wishes": "1000", "wishes bound": "999"},
            {"unfairness bound": "6"},
            {"referee": "refuses"},
        )
    ]
    assert said == ["all", "wishes ≥ 99 %", "–", "breaks a rule"]


def test_what_takes_too_long_is_ended():
    waits = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    assert used_by(waits, 0.1).was_ended
    done = used_by([sys.executable, "-c", "raise SystemExit(3)"], 60)
    assert (done.status, done.was_ended) == (3, False)
    assert done.mib > 1


def result(contender, wishes, vacancies=0):
    costs = NOTHING | {"wishes": wishes, "vacancies": vacancies}
    return Result("tiny-1", contender, 20, 20.0, "accepts", costs, NOTHING | {"wishes": 40}, CURVE, 99.0)


def test_the_verdicts_say_what_is_proven_and_where_a_peer_is_better():
    said = list(verdicts([result(OURS, 40), result(HASTY, 90), result(TIMEFOLD, 80)]))
    assert said[0].startswith("tiny-1: proven: vacancies after 2 s, unfairness after 2 s, wishes after 3 s; wishes at")
    assert "0.50 times those of timefold; 99 MiB" in said[0]
    assert said[1:] == ["Ours is nowhere worse.", f"{said[2].split(' is worse')[0]} is worse on: tiny-1 (timefold)"]
    assert "(earlier tiers differ)" in next(verdicts([result(OURS, 40), result(HASTY, 90), result(TIMEFOLD, 80, 1)]))
