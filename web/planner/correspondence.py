"""How complaints and findings correspond, in plain counts: by village over a year, and week by week."""

from flask import render_template, request

from rotation.district.villages import villages
from rotation.district.weeks import today
from rotation.record import tallies
from web.dates import local_name
from web.planner.desk import desk
from web.planner.room import room

_FIRST_YEAR, _LAST_YEAR = 2000, 9998


@room.get("/correspondence")
def correspondence() -> str:
    """What only villagers raised, what only officials saw, and how links came about, in a year's weeks."""
    here, year = desk(), _year()
    by_village = tallies.by_year(here.session, here.district.id, year)
    by_week = tallies.by_week(here.session, here.district.id, *tallies.weeks_of(year))
    names = {row.code: local_name(row) for row in villages(here.session, here.district.id, inactive=True)}
    return render_template(
        "planner/correspondence.html",
        year=year,
        years=range(max(_FIRST_YEAR, year - 1), min(year + 1, _this_year(), _LAST_YEAR) + 1),
        names=names,
        by_village=sorted(by_village.items()),
        whole=tallies.whole(by_village.values()),
        by_week=sorted(by_week.items(), key=lambda one: (-one[0][1].monday.toordinal(), one[0][0])),
    )


def _this_year() -> int:
    """The year that the running week belongs to."""
    return today().isocalendar().year


def _year() -> int:
    """The year that is asked for; this one where it is none."""
    asked = request.args.get("year", _this_year(), type=int)
    return asked if _FIRST_YEAR <= asked <= _LAST_YEAR else _this_year()
