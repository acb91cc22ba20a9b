"""The boards of a week: which are issued, as pages and PDF; those that are missing issued, wrong ones corrected."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rotation.board import bulletin
from rotation.board.bulletin import Bulletin
from rotation.district.villages import Village, village, villages
from rotation.district.weeks import Week, this_week
from web.issuing import correction_page, issue_boards
from web.planner.desk import desk
from web.planner.room import room


@dataclass(frozen=True, slots=True)
class Line:
    """A village and its newest issue of the week, where there is one."""

    village: Village
    row: Bulletin | None


@room.get("/boards")
def boards() -> str:
    """The boards of a week (?week=2026-W03), of this one where none is named."""
    here, week = desk(), _week()
    issued = bulletin.of_district(here.session, here.district.id, week)
    lines = [Line(row, issued.get(row.code)) for row in villages(here.session, here.district.id)]
    return render_template(
        "planner/boards/boards.html", district=here.district, week=week, lines=lines, is_to_come=week > this_week()
    )


@room.post("/boards")
def boards_issue() -> Response:
    """Issue the boards that are missing."""
    here, week = desk(), _week()
    issue_boards(here.session, [row.id for row in villages(here.session, here.district.id)], week)
    return redirect(url_for("planner.boards", week=week))


@room.route("/boards/<code>/correct", methods=["GET", "POST"])
def board_correct(code: str) -> str | Response:
    """Issue a village's board again, and say why."""
    here, week = desk(), _week()
    row = village(here.session, here.district.id, code)
    home = url_for("planner.boards", week=week)
    return correction_page(here.session, row, week, home, "planner/boards/correct.html")


def _week() -> Week:
    typed = request.values.get("week", "")
    return Week.parse(typed) if typed else this_week()
