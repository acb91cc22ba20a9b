"""Public pages: a district's villages this week."""

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from rotation.district.villages import District
from rotation.district.villages import district as district_of
from rotation.district.weeks import this_week
from web.extensions import db
from web.public import showing
from web.public.fresh import fresh
from web.public.health import health
from web.public.which import of_one_district

room = Blueprint("public", __name__)
room.add_url_rule("/healthz", view_func=health)


@room.after_request
def compare_with_what_is_known(response: Response) -> Response:
    """A reader who has this very page already is told so, in a few bytes."""
    if request.method == "GET" and response.status_code == 200 and not response.is_streamed:  # noqa: PLR2004 - OK
        response.add_etag()
        response.make_conditional(request)
    return response


@room.get("/")
@fresh(kept=True)
def home() -> str:
    """The one district's villages this week; where there are several districts, their list."""
    return of_one_district(_district_page, "public.district", _("Who serves this week"))


@room.get("/districts/<code>")
@fresh(kept=True)
def district(code: str) -> str:
    """A district's villages this week."""
    return _district_page(district_of(db.session(), code))


@room.get("/robots.txt")
def robots() -> Response:
    """Not for search engines: a name that is shown for a week should not be found for years."""
    response = make_response("User-agent: *\nDisallow: /\n")
    response.mimetype = "text/plain"
    return response


def _district_page(shown: District) -> str:
    teams = showing.teams(db.session(), shown, this_week())
    return render_template("public/district.html", district=shown, week=this_week(), teams=teams)
