"""What the public's pages say when something cannot be: a page with a way on, or JSON where JSON was asked for."""

from flask import Response, jsonify, make_response, request, url_for
from flask_babel import gettext as _

from rotation.errors import InvalidInput, RotationError
from web.errors import WayOn, show_rotation_error
from web.public.views import room


@room.errorhandler(RotationError)
def show_refused(error: RotationError) -> Response:
    """In the form in which the answer would have been."""
    page = show_rotation_error(error, _ways_on(error))
    if not request.path.endswith((".json", ".jsonl")):
        return page
    return make_response(jsonify(error=_("This cannot be done"), advice=error.text(_)), page.status_code)


def _ways_on(error: RotationError) -> list[WayOn]:
    """From a number or a code that is mistyped to where it is typed."""
    field = error.field if isinstance(error, InvalidInput) else ""
    if field == "number":
        return [WayOn(url_for("public.search"), _("To the search"))]
    if field == "code":
        return [WayOn(url_for("public.slips"), _("Type the code again"))]
    return []
