"""What the public's pages say when something cannot be: where to go on."""

from flask import Response, url_for
from flask_babel import gettext as _

from rotation.errors import InvalidInput, RotationError
from web.errors import WayOn, show_rotation_error
from web.public.views import room


@room.errorhandler(RotationError)
def show_refused(error: RotationError) -> Response:
    """With the way on that helps."""
    return show_rotation_error(error, _ways_on(error))


def _ways_on(error: RotationError) -> list[WayOn]:
    """From a number or a code that is mistyped to where it is typed."""
    field = error.field if isinstance(error, InvalidInput) else ""
    if field == "number":
        return [WayOn(url_for("public.search"), _("To the search"))]
    if field == "code":
        return [WayOn(url_for("public.slips"), _("Type the code again"))]
    return []
