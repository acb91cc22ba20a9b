"""The planner's page of boards: what is issued, what is missing, and corrections."""

import pytest

from tests.web.conftest import come_in
from tests.web.public.board_site import lived, lived_template

__all__ = ["lived", "lived_template"]

WEEK = "/planner/boards?week=2026-W03"
CORRECT = "/planner/boards/v01/correct?week=2026-W03"


@pytest.fixture
def planner(lived):
    """The district's planner, reading English."""
    lived.config["WTF_CSRF_ENABLED"] = False
    client = lived.test_client()
    client.set_cookie("lang", "en")
    return come_in(lived, client, "planner")


def test_the_boards_of_a_week_are_listed_with_their_pages_and_papers(planner):
    page = planner.get(WEEK).text
    assert 'href="/villages/v01?week=2026-W03"' in page
    assert 'href="/villages/v01/bulletin.pdf?week=2026-W03&amp;size=a4"' in page
    assert 'href="/districts/qixia/bulletins.pdf?week=2026-W03&amp;size=a3"' in page
    assert "not yet" in page  # of the other village
    assert "week=2026-W02" in page


def test_missing_boards_are_issued_by_hand_and_the_others_stay(planner):
    page = planner.post("/planner/boards", data={"week": "2026-W03"}, follow_redirects=True).text
    assert "1 board issued." in page
    assert "planner" in page
    assert "Issue the boards that are missing" not in page
    assert "0 boards issued." in planner.post(WEEK, follow_redirects=True).text


def test_a_week_to_come_has_no_boards(planner):
    page = planner.get("/planner/boards?week=2999-W01")
    assert "missing" not in page.text
    assert planner.post("/planner/boards?week=2999-W01").status_code == 400


def test_a_board_is_corrected_with_a_reason(planner):
    assert "Say what was wrong; it stands on the board." in planner.post(CORRECT, data={"reason": ""}).text
    assert "组" * 201 in planner.post(CORRECT, data={"reason": "组" * 201}).text  # nothing typed is lost
    page = planner.post(CORRECT, data={"reason": "组员印错了"}, follow_redirects=True).text
    assert "The board was issued again." in page
    assert "组员印错了" in planner.get("/villages/v01").text


@pytest.mark.parametrize("address", ["/planner/boards?week=x", "/planner/boards/v01/correct?week=x"])
def test_what_is_no_week_is_said(planner, address):
    assert planner.get(address).status_code == 400


def test_boards_are_for_planners_only(lived):
    stranger = lived.test_client()
    assert stranger.get(WEEK).status_code == 302
    assert stranger.post("/planner/boards").status_code in {400, 403}
    assert stranger.get("/planner/boards/v01/correct").status_code == 302
