"""The village's own board: this week's as page and PDF; issued by hand where it is missing, corrected where wrong."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from rotation.board import bulletin
from rotation.district.weeks import this_week
from web.committee.room import desk, room
from web.issuing import correction_page, issue_boards


@room.get("/board")
def board() -> str:
    """This week's board, and what can be done about it."""
    here, week = desk(), this_week()
    row = bulletin.bulletin(here.session, here.village, week)
    return render_template("committee/board.html", village=here.village, week=week, row=row)


@room.post("/board")
def board_issue() -> Response:
    """Issue this week's board, where nobody has."""
    here = desk()
    issue_boards(here.session, [here.village.id], this_week())
    return redirect(url_for("committee.board"))


@room.route("/board/correct", methods=["GET", "POST"])
def board_correct() -> str | Response:
    """Issue it again, and say why."""
    here, home = desk(), url_for("committee.board")
    return correction_page(here.session, here.village, this_week(), home, "committee/board_correct.html")
