"""Publishing, being overtaken, and deleting."""

import re

from sqlalchemy import select

from rotation.district.leave import Leave
from rotation.district.members import Member
from rotation.roster.rosters import Status
from tests.web.roster.browsing import ROSTERS, START, edits_on, home_roster, publish


def test_publishing_says_how_many_notices_and_freezes_the_roster(planner, inside, team):
    assert re.search(r"\d+ notices to members", planner.get(f"{ROSTERS}/1/publish").text)
    assert publish(planner, 1, note="agreed").status_code == 303
    assert inside(lambda session: home_roster(session, 1).status) is Status.PUBLISHED
    data = {"do": "clear", "week": str(START), "place": "v01", "member": team[0], "edits": "0"}
    assert planner.post(f"{ROSTERS}/1/change", data=data).status_code == 409
    assert planner.get(f"{ROSTERS}/1/change", query_string=data).status_code == 409
    assert planner.post(f"{ROSTERS}/1/pins", data=data | {"pinned": "1"}).status_code == 409
    assert planner.get(f"{ROSTERS}/1/publish").status_code == 409
    assert planner.get(f"{ROSTERS}/1/delete").status_code == 409
    assert planner.post(f"{ROSTERS}/1/delete").status_code == 409
    assert planner.post(f"{ROSTERS}/1/again").status_code == 409
    assert "never edited" in planner.get(f"{ROSTERS}/1/seats/{START}/v01").text


def test_what_is_published_leads_on_to_those_who_do_not_know_yet(planner):
    assert "/planner/calls" not in planner.get(f"{ROSTERS}/1").text.split("<main")[1]
    publish(planner, 1)
    page = planner.get(f"{ROSTERS}/1").text.split("<main")[1]
    assert "not know yet what is published" in page
    assert "/planner/calls" in page


def test_warnings_must_be_ticked_and_nothing_typed_is_lost(planner, inside, team):
    def take_leave(session):
        member = session.scalar(select(Member).where(Member.code == team[0]))
        session.add(Leave(member_id=member.id, first_day=START.monday, last_day=START.sunday))

    inside(take_leave)
    answer = publish(planner, 1, note="in a hurry")
    assert answer.status_code == 200
    assert "Read the warnings and tick the box" in answer.text
    assert "in a hurry" in answer.text
    assert "is away in the week of" in answer.text
    assert publish(planner, 1, acknowledged="y").status_code == 303


def test_a_warning_that_came_after_the_page_is_shown_before_anything_is_published(planner, inside, team):
    page = planner.get(f"{ROSTERS}/1/publish").text

    def leave_for_good(session):
        member = session.scalar(select(Member).where(Member.code == team[0]))
        member.active = False

    inside(leave_for_good)
    data = {"edits": edits_on(page), "seen": "", "note": "agreed", "acknowledged": "y"}
    answer = planner.post(f"{ROSTERS}/1/publish", data=data)
    assert answer.status_code == 200
    assert "There are warnings about roster 1" in answer.text
    assert "checked" not in answer.text
    assert "agreed" in answer.text
    assert inside(lambda session: home_roster(session, 1).status) is Status.DRAFT


def test_a_draft_that_was_overtaken_is_brought_up_to_date(planner, inside):
    publish(planner, 1, note="meanwhile")
    assert "Another version has been published" in planner.get(f"{ROSTERS}/2").text
    assert "Bring up to date" in planner.get(f"{ROSTERS}/2/publish").text
    assert planner.post(f"{ROSTERS}/2/publish", data={"edits": "0", "seen": ""}).status_code in {200, 409}
    assert inside(lambda session: home_roster(session, 2).status) is Status.DRAFT
    assert "meanwhile" in planner.get(f"{ROSTERS}/2/update").text
    answer = planner.post(f"{ROSTERS}/2/update")
    assert answer.status_code == 303
    assert answer.location == f"{ROSTERS}/3/history"
    assert "Brought up to date" in planner.get(answer.location).text
    assert publish(planner, 3).status_code == 303
    assert inside(lambda session: home_roster(session, 1).status) is Status.SUPERSEDED


def test_a_draft_is_deleted_after_one_question(planner):
    assert "cannot be brought back" in planner.get(f"{ROSTERS}/2/delete").text
    assert planner.post(f"{ROSTERS}/2/delete").status_code == 302
    assert planner.get(f"{ROSTERS}/2").status_code == 404
