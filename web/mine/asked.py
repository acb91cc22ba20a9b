"""Standing in: what one is asked, and the answer; the first yes wins."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.district.villages import places
from rotation.district.weeks import today
from rotation.roster import asking, openings
from rotation.roster.amending import Amendment
from rotation.roster.asking import Filled
from rotation.roster.standing_in import ranking
from rotation.store import writing
from web.mine.room import NUMBER, Own, own, room
from web.standing import Deed, filling


@room.get("/asked")
def asked() -> str:
    """What one is asked just now, and the openings of one's own terms."""
    here = own()
    asked_of_me = openings.asked(here.session, here.district, here.code)
    mine = [one for one in openings.live(here.session, here.district) if one.member == here.code]
    return render_template(
        "mine/asked.html",
        asked=[row for row, _ask in asked_of_me],
        mine=mine,
        days=openings.days_of(here.session, here.district, [*mine, *(row for row, _ask in asked_of_me)], today()),
        places=places(here.session, here.district.id),
    )


@room.get(f"/asked/{NUMBER}")
def one_asked(number: int) -> str:
    """One opening: what it would mean for oneself, and yes or no."""
    here = own()
    row = openings.opening(here.session, here.district, number)
    asking.require_asked(here.session, row, here.code)
    way = None
    if row.is_live:
        found = ranking(here.session, here.district, row, here.settings, today=today())
        way = found.by_member.get(here.code)
    return render_template(
        "mine/one_asked.html",
        row=row,
        way=way,
        days=openings.days_of(here.session, here.district, [row], today())[row.id],
        place=places(here.session, here.district.id)[row.place],
    )


@room.post(f"/asked/{NUMBER}/yes")
def say_yes(number: int) -> Response:
    """Stand in."""
    here = own()
    filling(here.session, here.district, here.settings, number, (here.code,), _accepting(here, number))
    flash(_("Thank you! The term is yours."))
    return redirect(url_for("mine.terms"))


def _accepting(here: Own, number: int) -> Deed:
    def accept(session: Session, wanted: Amendment) -> Filled:
        return asking.accept(session, here.district, number, here.code, wanted, by=here.by)

    return accept


@room.post(f"/asked/{NUMBER}/no")
def say_no(number: int) -> Response:
    """Not this time."""
    here = own()
    with writing(here.session) as session:
        asking.decline(session, here.district, number, here.code, by=here.by)
    flash(_("Thank you for answering. Others are asked."))
    return redirect(url_for("mine.asked"))
