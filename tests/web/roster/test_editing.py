"""Editing a draft seat by seat, and pinning."""

import json
import re

import pytest
from sqlalchemy import select

from rotation import jobs
from rotation.roster.rosters import Term, lines
from tests.web.roster.browsing import ROSTERS, START, edits_on, home_roster


def choices(planner, team) -> tuple[list[str], list[str]]:
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    return re.findall(r"do=put[^\"]*member=(m\d+)", page), re.findall(r"do=exchange[^\"]*member=(m\d+)", page)


def test_who_can_take_a_seat_is_listed_and_who_cannot_with_the_reason(planner, team):
    able, exchangeable = choices(planner, team)
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    assert able
    assert exchangeable
    assert "serves elsewhere in this week" in page


def test_no_seat_is_offered_where_none_is_empty(planner):
    assert planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose").status_code == 409


def test_a_change_is_shown_with_every_cost_and_then_saved(planner, inside, team):
    able, _ = choices(planner, team)
    asked = {"do": "put", "week": str(START), "place": "v01", "member": able[0], "out": team[0]}
    page = planner.get(f"{ROSTERS}/1/change", query_string=asked).text
    assert "Save this change" in page
    assert "Notices when published" in page
    answer = planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": edits_on(page)})
    assert answer.status_code == 302
    serving = inside(
        lambda session: {line.member for line in lines(session, home_roster(session, 1)) if line.week == START}
    )
    assert able[0] in serving
    assert team[0] not in serving
    assert "Edited by hand" in planner.get(f"{ROSTERS}/1/history").text


def test_a_change_that_breaks_a_rule_is_named_and_cannot_be_saved(planner, team):
    _, busy = choices(planner, team)
    asked = {"do": "put", "week": str(START), "place": "v01", "member": busy[0], "out": team[0]}
    page = planner.get(f"{ROSTERS}/1/change", query_string=asked).text
    assert "It breaks a rule and cannot be saved" in page
    assert "has two places in the week of" in page
    assert "Save this change" not in page
    answer = planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": "0"})
    assert answer.status_code == 409
    assert "has two places in the week of" in answer.text


def test_two_members_exchange_places(planner, inside, team):
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    asked = dict(
        re.findall(r"(\w+)=([\w-]+)", re.search(r'change\?(do=exchange[^"]*)"', page)[1].replace("&amp;", "&"))
    )
    shown = planner.get(f"{ROSTERS}/1/change", query_string=asked)
    assert "exchange places" in shown.text
    assert planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": "0"}).status_code == 302
    places = inside(
        lambda session: {
            line.member: line.place for line in lines(session, home_roster(session, 1)) if line.week == START
        }
    )
    assert places[team[0]] == asked["there"]
    assert places[asked["member"]] == "v01"


def test_every_way_round_that_is_offered_can_be_saved(planner, team):
    for leaving in team:
        page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={leaving}").text
        for link in re.findall(r'href="([^"]*/change[?][^"]*)"', page):
            assert "Save this change" in planner.get(link.replace("&amp;", "&")).text, link


def test_a_pinned_seat_says_that_it_must_be_unpinned_first(planner, team):
    one = {"week": str(START), "place": "v01", "member": team[0]}
    planner.post(f"{ROSTERS}/1/pins", data=one | {"pinned": "1", "edits": "0"})
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    assert "the seat is pinned; unpin it first" in page
    assert "/change?" not in page


def test_a_seat_left_empty_says_why_and_can_be_filled_again(planner, team):
    asked = {"do": "clear", "week": str(START), "place": "v01", "member": team[0]}
    assert "becomes empty" in planner.get(f"{ROSTERS}/1/change", query_string=asked).text
    planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": "0"})
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01").text
    assert "1 seat empty" in page
    assert "could serve if you put them here by hand" in page
    assert "1 seat empty" in planner.get(f"{ROSTERS}/1/weeks/{START}").text
    assert "Village 1" in planner.get(f"{ROSTERS}/1/vacancies").text
    assert "takes an empty seat" in planner.get(f"{ROSTERS}/1/change", query_string=asked | {"do": "put"}).text


def test_the_second_of_two_tabs_is_told_that_the_draft_has_changed(planner, team):
    asked = {"do": "clear", "week": str(START), "place": "v01", "edits": "0"}
    assert planner.post(f"{ROSTERS}/1/change", data=asked | {"member": team[0]}).status_code == 302
    answer = planner.post(f"{ROSTERS}/1/change", data=asked | {"member": team[1]})
    assert answer.status_code == 409
    assert "Somebody has changed roster 1 meanwhile" in answer.text


def test_a_refusal_leads_back_to_the_team_and_the_draft(planner, team):
    asked = {"do": "clear", "week": str(START), "place": "v01", "member": team[0], "edits": "7"}
    page = planner.post(f"{ROSTERS}/1/change", data=asked).text
    assert f'class="govuk-button main-action" href="{ROSTERS}/1/seats/{START}/v01"' in page
    assert f'href="{ROSTERS}/1"' in page
    assert 'href="/">To the first page' not in page
    page = planner.post(f"{ROSTERS}/1/publish", data={"edits": ""}).text
    assert f'class="govuk-button main-action" href="{ROSTERS}/1"' in page


def test_a_refusal_of_a_stand_in_leads_back_to_the_list_and_to_no_roster(planner):
    page = planner.post("/planner/openings/1/assign").text.split("<main")[1]
    assert 'class="govuk-button main-action" href="/planner/openings"' in page
    assert f'href="{ROSTERS}/1"' not in page


def test_what_is_not_there_is_not_led_back_to(planner):
    page = planner.get(f"{ROSTERS}/99/seats/{START}/v01").text
    assert f"{ROSTERS}/99" not in page.split("<main")[1]
    assert 'href="/planner/"' in page


@pytest.mark.parametrize("edits", ["", "-1", "x", "9" * 40])
def test_a_form_without_its_count_of_edits_is_refused(planner, edits):
    data = {"do": "clear", "week": str(START), "place": "v01", "member": "m001", "edits": edits}
    assert planner.post(f"{ROSTERS}/1/change", data=data).status_code == 400


def pinned(session) -> set[str]:
    found = session.scalars(select(Term).where(Term.roster_id == home_roster(session, 1).id, Term.pinned))
    return {term.member for term in found if term.week == START}


def test_seats_and_weeks_are_pinned_and_unpinned(planner, inside, team):
    one = {"week": str(START), "place": "v01", "member": team[0]}
    assert planner.post(f"{ROSTERS}/1/pins", data=one | {"pinned": "1", "edits": "0"}).status_code == 302
    assert inside(pinned) == {team[0]}
    assert "Unpin" in planner.get(f"{ROSTERS}/1/seats/{START}/v01").text
    planner.post(f"{ROSTERS}/1/pins", data=one | {"pinned": "0", "edits": "1"})
    assert inside(pinned) == set()
    planner.post(f"{ROSTERS}/1/pins", data={"week": str(START), "pinned": "1", "edits": "2"})
    assert len(inside(pinned)) == 7
    assert "★" in planner.get(f"{ROSTERS}/1/grid").text


def test_solving_again_round_the_pins_is_a_job_of_its_own(planner, inside, team):
    planner.post(f"{ROSTERS}/1/pins", data={"week": str(START), "pinned": "1", "edits": "0"})
    answer = planner.post(f"{ROSTERS}/1/again")
    assert answer.status_code == 303
    question = inside(lambda session: json.loads(jobs.latest(session, "qixia")[0].question))
    assert len(json.loads(question["problem"])["pinned"]) == 7
