"""The planner's page of the district in numbers: the same as the public's, with nothing that ranks people."""

from flask import render_template

from web.planner.desk import desk
from web.planner.room import room
from web.statistics import statistics_page


@room.get("/statistics")
def statistics() -> str:
    """The district in numbers."""
    at = desk()
    return render_template("planner/statistics.html", **statistics_page(at.session, at.district))
