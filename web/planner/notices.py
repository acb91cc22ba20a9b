"""What was sent to whom, what became of it, and whom somebody must telephone."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation import notices as sent
from rotation.district.members import members
from rotation.store import writing
from web.planner.desk import NUMBER, desk
from web.planner.room import room


@room.get("/notices")
def notices() -> str:
    """Whom to telephone, and the last messages with their fates."""
    here = desk()
    return render_template(
        "planner/reaching/notices.html",
        to_phone=sent.to_phone(here.session, here.district.id),
        recent=sent.recent(here.session, here.district.id),
        people={one.code: one for one in members(here.session, here.district.id, inactive=True)},
        names=here.names(),
    )


@room.post(f"/notices/{NUMBER}/told")
def notice_told(number: int) -> Response:
    """This has been said by telephone."""
    here = desk()
    with writing(here.session) as session:
        sent.told(session, here.district.id, number, here.by)
    flash(_("Ticked: told by telephone."))
    return redirect(url_for("planner.notices"))
