"""Swaps on the planner's desk: what both members have agreed to is approved of, or not."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.board import telling
from rotation.board.telling import Post
from rotation.roster import swaps as swapping
from rotation.roster.amending import Amendment
from rotation.roster.swaps import State, Swap
from rotation.store import writing
from web.planner.desk import NUMBER, desk
from web.planner.room import room
from web.standing import swapped


@room.get("/swaps")
def swaps() -> str:
    """What waits for approval, and what came of the others."""
    here = desk()
    rows = swapping.recent(here.session, here.district)
    return render_template(
        "planner/reaching/swaps.html",
        waiting=[row for row in rows if row.state is State.AGREED],
        others=[row for row in rows if row.state is not State.AGREED],
        names=here.names(),
    )


@room.post(f"/swaps/{NUMBER}/approve")
def swap_approve(number: int) -> Response:
    """Put the swap in force."""
    here = desk()

    def deed(session: Session, wanted: Amendment) -> Swap:
        return swapping.approve(session, here.district, number, wanted, by=here.by)

    swapped(here.session, here.district, here.settings, number, deed)
    flash(_("The swap is in force, and both are told."))
    return redirect(url_for("planner.swaps"))


@room.post(f"/swaps/{NUMBER}/refuse")
def swap_refuse(number: int) -> Response:
    """Leave both terms as they are."""
    here = desk()
    with writing(here.session) as session:
        row = swapping.end(session, here.district, number, State.REFUSED, by=here.by)
        telling.swap_ended(Post.of(session, here.settings, here.district), row)
    flash(_("Both terms stay as they are, and both are told."))
    return redirect(url_for("planner.swaps"))
