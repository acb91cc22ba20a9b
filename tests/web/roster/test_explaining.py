"""Why a roster is as it is, on its pages: in words, with names and dates, also without a script."""

import json
import re

import pytest

from rotation import jobs
from rotation.jobs import RunnerSign, State
from rotation.store import now
from tests.web.conftest import PASSWORD
from tests.web.roster.browsing import ROSTERS, START

EMPTY = f"{ROSTERS}/1/seats/{START}/v01"


@pytest.fixture
def emptied(planner, team):
    """A seat of v01 in the first week of draft 1 is empty; who had it."""
    asked = {"do": "clear", "week": str(START), "place": "v01", "member": team[0], "edits": "0"}
    assert planner.post(f"{ROSTERS}/1/change", data=asked).status_code == 302
    return team[0]


def answer(inside, found, state=State.DONE):
    """Let the last question be answered, or (while it runs) be answered so far."""

    def write(session):
        job = jobs.latest(session, "qixia")[0]
        job.state = state
        if state == State.DONE:
            job.result = {"roster": 1, "found": found}
        else:
            job.answer = json.dumps(found)
        return job.id

    return inside(write)


def fact(kind, member="", week=-1, place="", other=""):
    return {"kind": kind, "member": member, "week": week, "place": place, "other": other}


def test_why_a_seat_is_empty_is_asked_by_one_button_and_waits_in_the_queue(planner, emptied, inside):
    assert "Find out" in planner.get(f"{EMPTY}/why").text
    for _ in range(2):
        assert planner.post(f"{EMPTY}/why").status_code == 303
    assert "The solver is not running." in planner.get(f"{EMPTY}/why").text
    inside(lambda session: session.add(RunnerSign(id=1, at=now())))
    page = planner.get(f"{EMPTY}/why").text
    assert "Your question is next." in page
    assert "Find out" not in page
    assert "<noscript>" in page
    assert inside(lambda session: len(jobs.latest(session, "qixia"))) == 1


def test_the_answer_names_people_and_days_and_no_codes(planner, emptied, inside):
    planner.post(f"{EMPTY}/why")
    facts = [fact("away", "m001", 0), fact("away", "m002", 0), fact("apart", "m003", other="m004"), fact("rest")]
    ways = [
        {"kind": "back_earlier", "values": {"member": "m001", "week": 0}},
        {"kind": "share_a_team", "values": {"place": "v01", "other_place": "v02", "week": 0}},
    ]
    answer(inside, {"avoidable": False, "facts": facts, "ways": ways, "minimal": True})
    page = planner.get(f"{EMPTY}/why").text
    assert "Together these keep it empty" in page
    assert "Without any one of them" in page
    assert "if Village 1 and Village 2 shared a team in the week of" in page
    assert "came back from leave a week earlier" in page
    main = page[page.index("<main") :]
    assert not re.search(r">[^<]*\b(m00\d|v0\d)\b[^<]*<", main)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"avoidable": True, "facts": [], "ways": []}, "need not be empty"),
        (
            {
                "avoidable": True,
                "moves": [
                    {"term": {"week": 0, "place": "v02", "member": "m002"}, "left": None},
                    {
                        "term": {"week": 0, "place": "v01", "member": "m001"},
                        "left": {"week": 0, "place": "v02", "member": "m001"},
                    },
                ],
            },
            "giving up Village 2 in that of",
        ),
        ({"untold": True}, "could not be told in a sensible time"),
        ({"avoidable": False, "facts": [], "ways": [], "minimal": True}, "There are too few members"),
        (
            {"avoidable": False, "facts": [fact("away", f"m0{n:02}", 0) for n in range(1, 17)], "ways": []},
            "perhaps fewer of them would do",
        ),
    ],
)
def test_every_kind_of_answer_has_its_words(planner, emptied, inside, found, said):
    planner.post(f"{EMPTY}/why")
    answer(inside, found)
    assert said in planner.get(f"{EMPTY}/why").text


def test_a_seat_that_is_not_empty_is_not_asked_about(planner, team):
    assert planner.get(f"{EMPTY}/why").status_code == 404
    assert planner.post(f"{EMPTY}/why").status_code == 404


def test_what_the_rules_cost_fills_up_while_the_solver_is_at_work(planner, inside):
    assert "Find out" in planner.get(f"{ROSTERS}/1/rules").text
    assert planner.post(f"{ROSTERS}/1/rules").status_code == 303
    saved = {"vacancies": 2, "changes": 0, "unfairness": 1234, "wishes": -50}
    found = {"rules": [{"rule": "rest_between_terms", "saved": saved, "proven": ["vacancies"]}], "of": 3}
    number = answer(inside, found, State.RUNNING)
    page = planner.get(f"{ROSTERS}/1/rules").text
    assert "It is being found out." in page
    assert "1 of 3 rules so far." in page
    assert "Rest between two terms of a member" in page
    assert "−1,234" in page
    assert "Proven of: Empty seats." in page
    part = planner.get(f"{ROSTERS}/explanations/{number}/progress").json
    assert part["stage"] == "running"
    assert "−1,234" in part["html"]
    assert planner.post(f"{ROSTERS}/explanations/{number}/stop").location.endswith(f"{ROSTERS}/1/rules")
    assert "It is being stopped." in planner.get(f"{ROSTERS}/1/rules").text
    answer(inside, found)
    page = planner.get(f"{ROSTERS}/1/rules").text
    assert "Stopped early" in page
    assert "Find out" in page


def test_a_seat_question_is_stopped_on_its_page(planner, emptied, inside):
    planner.post(f"{EMPTY}/why")
    number = inside(lambda session: jobs.latest(session, "qixia")[0].id)
    assert planner.post(f"{ROSTERS}/explanations/{number}/stop").location.endswith(f"{EMPTY}/why")
    assert "It was stopped before anything was known." in planner.get(f"{EMPTY}/why").text


def test_a_neighbours_question_and_a_plan_are_no_explanations_of_ours(planner, emptied, inside):
    planner.post(f"{ROSTERS}/1/again")
    plan = inside(lambda session: jobs.latest(session, "qixia")[0].id)
    assert planner.get(f"{ROSTERS}/explanations/{plan}/progress").status_code == 404
    planner.post(f"{EMPTY}/why")
    asked = inside(lambda session: jobs.latest(session, "qixia")[0].id)
    planner.post("/logout")
    planner.post("/login", data={"username": "neighbour", "password": PASSWORD})
    assert planner.post(f"{ROSTERS}/explanations/{asked}/stop").status_code == 404
    assert planner.get(f"{ROSTERS}/explanations/{asked}/progress").status_code == 404


def test_why_this_member_and_who_else(planner, team):
    page = planner.get(f"{ROSTERS}/1/terms/{START}/{team[0]}").text
    assert "Who is free and could have it instead" in page
    assert re.search(rf"do=put[^\"]*out={team[0]}", page)
    assert "Who could not, and why" in page
    assert planner.get(f"{ROSTERS}/1/terms/{START + -1}/{team[0]}").status_code == 404
    assert planner.get(f"{ROSTERS}/1/terms/{START}/nobody").status_code == 404


def test_a_pinned_term_says_so_and_offers_no_change(planner, team):
    one = {"week": str(START), "place": "v01", "member": team[0], "pinned": "1", "edits": "0"}
    planner.post(f"{ROSTERS}/1/pins", data=one)
    page = planner.get(f"{ROSTERS}/1/terms/{START}/{team[0]}").text
    assert "Somebody pinned this seat" in page


def test_costs_are_shown_by_member_village_and_week(planner):
    for by, words in (("member", "Unfairness"), ("place", "Village 1"), ("week", "By week")):
        assert words in planner.get(f"{ROSTERS}/1/where?by={by}").text
    assert planner.get(f"{ROSTERS}/1/where?by=moon").status_code == 404


def test_the_empty_seats_are_summed_up_and_lead_to_their_reasons(planner, emptied):
    page = planner.get(f"{ROSTERS}/1/vacancies").text
    assert "1 seat is empty." in page
    assert re.search(r"Missing in all: 1 (secretary|lead)\.", page)
    assert f'href="{EMPTY}/why"' in page
    assert "Every seat is filled." in planner.get(f"{ROSTERS}/2/vacancies").text


def test_the_draft_leads_to_its_explanations(planner, team):
    page = planner.get(f"{ROSTERS}/1").text
    assert f"{ROSTERS}/1/rules" in page
    assert f"{ROSTERS}/1/where" in page
    assert f"{ROSTERS}/1/terms/{START}/{team[0]}" in planner.get(EMPTY).text


def test_explanations_speak_chinese_too(planner, emptied, inside):
    planner.set_cookie("lang", "zh_Hans")
    planner.post(f"{EMPTY}/why")
    answer(inside, {"avoidable": False, "facts": [fact("away", "m001", 0)], "ways": [], "minimal": True})
    for page in (f"{EMPTY}/why", f"{ROSTERS}/1/rules", f"{ROSTERS}/1/where", f"{ROSTERS}/1/vacancies"):
        assert planner.get(page).status_code == 200, page
