"""Receipts of what was said on the site, and what became of it: found again by the code of a receipt or a slip."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from rotation import store
from rotation.board.slip_pages import became_of
from rotation.errors import InvalidInput, NotFound
from rotation.record import slips
from web.extensions import db
from web.forms import refuse
from web.hand import slip_key
from web.installation import site_address
from web.public import limits
from web.public.scanned import form_for
from web.public.slip_form import SlipForm
from web.public.views import room
from web.qr import qr

SHOWN_FOR = timedelta(minutes=30)
_KEPT = "receipt"


def remember(number: str, sent_as: str) -> None:
    """Let this browser see the receipt of a form for a while."""
    session[_KEPT] = [number, sent_as, int(store.now().timestamp())]


@room.get("/receipt")
def receipt() -> Response:
    """The code of what was said last from this browser, to be written down or printed."""
    number, sent_as, at = session.get(_KEPT) or ("", "", 0)
    if store.now() - datetime.fromtimestamp(at, UTC) > SHOWN_FOR:
        session.pop(_KEPT, None)
        return _private(render_template("public/receipt_gone.html"), HTTPStatus.NOT_FOUND)
    code = slips.code_of_form(slip_key(), sent_as)
    address = site_address() + url_for("public.slips", code=code)
    return _private(render_template("public/receipt.html", number=number, code=slips.spoken(code), picture=qr(address)))


@room.route("/slips", methods=["GET", "POST"], endpoint="slips")
def look_up() -> Response:
    """What became of what somebody said, by the code of the slip; nothing is shown before the code is sent.

    Who scans a slip to give it comes to the form of a complaint.
    """
    scanned = request.args.get("code", "")[: 4 * slips.LENGTH]
    onward = form_for(scanned) if scanned and request.method == "GET" else None
    if onward:
        return redirect(onward)
    form = SlipForm(code=scanned)
    if not form.validate_on_submit():
        return _private(render_template("public/slips.html", form=form, minutes=0))
    try:
        slips.parse(form.code.data)
        if not limits.may_try_code():
            page = render_template("public/slips.html", form=form, minutes=limits.wait_minutes())
            return _private(page, HTTPStatus.TOO_MANY_REQUESTS)
        found = became_of(db.session(), slips.slip(db.session(), slip_key(), form.code.data))
    except (InvalidInput, NotFound) as error:
        refuse(form, InvalidInput(error.template, field="code", **error.values))
        return _private(render_template("public/slips.html", form=form, minutes=0))
    return _private(render_template("public/slip.html", found=found))


def _private(page: str, status: int = HTTPStatus.OK) -> Response:
    """A page that nobody keeps: whoever sits down next must not find the code."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
