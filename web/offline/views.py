"""The room's pages: what can be done without network and what is not sent yet; and what the worker asks for."""

from flask import Response, jsonify, make_response, render_template
from flask_wtf.csrf import generate_csrf

from rotation.errors import N_, NotFound
from rotation.record.duty import day_of
from rotation.store import now
from web.accounts import actor
from web.accounts.actor import Actor
from web.language import html_language
from web.offline.ahead import pages, sheets
from web.offline.marks import key_of, mark_of
from web.offline.room import room


@room.get("/")
def page() -> str:
    """What is not sent yet, and the forms that work without network."""
    return render_template("offline/page.html", sheets=sheets(_asking()), today=day_of(now()))


@room.get("/plan")
def plan() -> Response:
    """For the worker: whose phone this is now, the key to what is not sent, and the pages to keep."""
    asking = _asking()
    return _for_the_worker(login=mark_of(asking), key=key_of(asking), language=html_language(), pages=pages(asking))


@room.get("/token")
def token() -> Response:
    """For the worker: who is logged in, and a token with which forms can be sent."""
    return _for_the_worker(login=mark_of(_asking()), csrf_token=generate_csrf())


def _asking() -> Actor:
    asking = actor()
    if asking is None:
        raise NotFound(N_("This login belongs to no member."))
    return asking


def _for_the_worker(**said: object) -> Response:
    response = make_response(jsonify(said))
    response.headers["Cache-Control"] = "no-store"
    return response
