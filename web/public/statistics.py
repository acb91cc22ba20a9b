"""The public's page of a district in numbers: what was heard, done, answered and said; and the same as data."""

from dataclasses import asdict, fields

from flask import Response, jsonify, render_template
from flask_babel import gettext as _

from rotation.board.counts import Counts
from rotation.board.spreadsheets.commas import text_of
from rotation.district.villages import District
from rotation.district.villages import district as district_of
from web.extensions import db, limiter
from web.public.views import room
from web.public.which import of_one_district
from web.statistics import counted_here, statistics_page

FORMAT = "one-week-secretary/statistics@1"
FILES_LIMIT = "30 per minute"


@room.get("/statistics")
def statistics() -> str:
    """The one district in numbers; where there are several, their list."""
    return of_one_district(_page, "public.district_statistics", _("Statistics"))


@room.get("/districts/<code>/statistics")
def district_statistics(code: str) -> str:
    """A district in numbers."""
    return _page(district_of(db.session(), code))


@room.get("/districts/<code>/statistics.json")
@limiter.limit(FILES_LIMIT)
def statistics_json(code: str) -> Response:
    """The plain counts of what the address asks for, as on the page."""
    district = district_of(db.session(), code)
    asked, (first, last), found = counted_here(db.session(), district)
    return jsonify(
        format=FORMAT,
        district=district.code,
        by=asked.by,
        first=str(first),
        last=str(last),
        village=asked.village or None,
        category=asked.category or None,
        rows=[{asked.by: key, **asdict(counts)} for key, counts in sorted(found.items())],
    )


@room.get("/districts/<code>/statistics.csv")
@limiter.limit(FILES_LIMIT)
def statistics_csv(code: str) -> Response:
    """The same, one line a week, village or category."""
    asked, _weeks, found = counted_here(db.session(), district_of(db.session(), code))
    names = [one.name for one in fields(Counts)]
    lines = [[key, *(str(getattr(counts, name)) for name in names)] for key, counts in sorted(found.items())]
    answer = Response(text_of([[asked.by, *names], *lines]), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={code}-statistics.csv"
    return answer


def _page(district: District) -> str:
    return render_template("public/statistics.html", **statistics_page(db.session(), district))
