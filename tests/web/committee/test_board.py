"""The committee and its own board: printed, issued where it is missing, corrected where it is wrong."""

from rotation.board import bulletin
from rotation.district.weeks import this_week


def test_the_committee_issues_its_board_once_and_prints_it(here):
    committee = here.come("committee")
    assert "has not been issued yet" in committee.get("/committee/board").text
    page = committee.post("/committee/board", follow_redirects=True).text
    assert "1 board issued." in page
    assert f"/villages/v01/bulletin.pdf?week={this_week()}&amp;size=a3" in page
    assert "0 boards issued." in committee.post("/committee/board", follow_redirects=True).text
    assert "/committee/board" in committee.get("/committee/").text
    assert here.do(bulletin.of_district, 1, this_week()).keys() == {"v01"}  # and no other village's


def test_the_committee_corrects_its_board_with_a_reason(here):
    committee = here.come("committee")
    assert committee.post("/committee/board/correct", data={"reason": "错"}).status_code == 404  # nothing to correct
    committee.post("/committee/board")
    assert "Say what was wrong" in committee.post("/committee/board/correct").text
    page = committee.post("/committee/board/correct", data={"reason": "电话印错了"}, follow_redirects=True).text
    assert "The board was issued again." in page
    assert "Issue 2" in page
    assert "电话印错了" in committee.get("/villages/v01").text


def test_the_committees_board_is_for_the_committee(here):
    for stranger in ("planner", "m01"):
        assert here.come(stranger).get("/committee/board").status_code == 403
