"""The public's page of a district in numbers: what was heard, done, answered and said."""

from flask import render_template

from rotation.district.villages import District
from rotation.district.villages import district as district_of
from web.extensions import db
from web.public import showing
from web.public.views import room
from web.statistics import statistics_page


@room.get("/statistics")
def statistics() -> str:
    """The one district in numbers; where there are several, their list."""
    districts = showing.districts(db.session())
    if len(districts) == 1:
        return _page(districts[0])
    return render_template("public/statistics_which.html", districts=districts)


@room.get("/districts/<code>/statistics")
def district_statistics(code: str) -> str:
    """A district in numbers."""
    return _page(district_of(db.session(), code))


def _page(district: District) -> str:
    return render_template("public/statistics.html", **statistics_page(db.session(), district))
