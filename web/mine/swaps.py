"""Swaps: a term is offered, only trades that break no rule are shown, the other agrees or not."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.board import telling
from rotation.district.villages import places
from rotation.district.weeks import Week, this_week, today
from rotation.errors import N_, NotAllowed
from rotation.roster import swaps as swapping
from rotation.roster import trading
from rotation.roster.amending import Amendment
from rotation.roster.own_terms import own_terms
from rotation.roster.swaps import State, Swap
from rotation.roster.words import Words
from rotation.store import writing
from web.mine.room import NUMBER, Own, own, room
from web.standing import SwapDeed, swapped


@room.get("/swaps")
def swaps() -> str:
    """What is offered to oneself, what one has offered, and the terms that could be."""
    here = own()
    rows = swapping.of_member(here.session, here.district, here.code)
    terms = own_terms(here.session, here.district.id, here.code, this_week() + 1, today())
    return render_template(
        "mine/swaps.html",
        to_me=[row for row in rows if row.state is State.OFFERED and row.other == here.code],
        others=[row for row in rows if not (row.state is State.OFFERED and row.other == here.code)][:20],
        terms=terms,
        me=here.code,
        **_names(here),
    )


@room.get("/swaps/weeks/<week>")
def trades(week: str) -> str:
    """With whom this term could be traded."""
    here, which = own(), Week.parse(week)
    found = trading.trades(here.session, here.district, here.code, which, here.settings, today=today())
    return render_template("mine/trades.html", week=which, trades=found, **_names(here))


@room.post("/swaps/weeks/<week>")
def offer(week: str) -> Response:
    """Offer this term for another one."""
    here, which = own(), Week.parse(week)
    theirs = request.form.get("other", ""), Week.parse(request.form.get("other_week", ""))
    with writing(here.session) as session:
        made = swapping.offer(session, here.district, here.settings, (here.code, which), theirs, by=here.by)
        telling.offered(here.post(session), made)
    flash(_("The offer is on its way. Your term stays yours until the other agrees."))
    return redirect(url_for("mine.swaps"))


@room.post(f"/swaps/{NUMBER}/agree")
def agree(number: int) -> Response:
    """Agree to what another member has offered."""
    here = own()
    _theirs(here, number)
    done = swapped(here.session, here.district, here.settings, number, _agreeing(here, number))
    text = (
        _("Done: the roster is changed.")
        if done is State.DONE
        else _("Agreed. It counts once the planner approves of it.")
    )
    flash(text)
    return redirect(url_for("mine.swaps"))


@room.post(f"/swaps/{NUMBER}/end")
def end(number: int) -> Response:
    """Decline what was offered, or withdraw what one has offered oneself."""
    here = own()
    row = swapping.swap_of(here.session, here.district, number)
    if here.code not in (row.member, row.other):
        raise NotAllowed(N_("This swap is for others to decide."))
    how = State.WITHDRAWN if row.member == here.code else State.DECLINED
    with writing(here.session) as session:
        telling.swap_ended(here.post(session), swapping.end(session, here.district, number, how, by=here.by))
    flash(_("The swap is off. Both terms stay as they are."))
    return redirect(url_for("mine.swaps"))


def _theirs(here: Own, number: int) -> Swap:
    row = swapping.swap_of(here.session, here.district, number)
    if row.other != here.code:
        raise NotAllowed(N_("This swap is for others to decide."))
    return row


def _agreeing(here: Own, number: int) -> SwapDeed:
    def agreed(session: Session, wanted: Amendment) -> Swap:
        return swapping.agree(session, here.district, number, here.settings, wanted, by=here.by)

    return agreed


def _names(here: Own) -> dict[str, object]:
    words = Words.of(here.session, here.district.id, this_week())
    return {"called": words.member, "places": places(here.session, here.district.id)}
