"""The public's page of a district in numbers: what was heard, done, answered and said."""

from flask import render_template
from flask_babel import gettext as _

from rotation.district.villages import District
from rotation.district.villages import district as district_of
from web.extensions import db
from web.public.views import room
from web.public.which import of_one_district
from web.statistics import statistics_page


@room.get("/statistics")
def statistics() -> str:
    """The one district in numbers; where there are several, their list."""
    return of_one_district(_page, "public.district_statistics", _("Statistics"))


@room.get("/districts/<code>/statistics")
def district_statistics(code: str) -> str:
    """A district in numbers."""
    return _page(district_of(db.session(), code))


def _page(district: District) -> str:
    return render_template("public/statistics.html", **statistics_page(db.session(), district))
