"""Logging in by password and out, and going on with a form that was sent when the login had ended."""

from dataclasses import replace
from http import HTTPStatus

from flask import flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from flask_login import logout_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from rotation.errors import InvalidInput
from rotation.store import writing
from web.accounts import cards, on_the_way, opening, users
from web.accounts.actor import actor, wants_login
from web.accounts.asking import ask_for_factor
from web.accounts.checking import admitted, factor_is_right
from web.accounts.entering import changed_meanwhile, go_on, kept_form, onward, resumable, too_late
from web.accounts.forms import FactorForm, LoginForm, OwnPasswordForm, PinForm
from web.accounts.homes import home_of
from web.accounts.kept import KeptForm, is_ours
from web.accounts.on_the_way import OnTheWay
from web.accounts.room import room
from web.accounts.whence import in_wechat
from web.errors import LoginEnded, wants_json
from web.extensions import db, limiter
from web.forms import refuse


@room.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def login() -> str | Response:
    """Log in, and go where one wanted to go. A phone that came in by a card before is only asked for its PIN."""
    asking = actor()
    if asking:
        return redirect(onward() or home_of(asking))
    if request.method == "GET" and in_wechat() and "here" not in request.args:
        here = url_for("accounts.login", here=1, next=onward() or None)
        return render_template("accounts/wechat.html", here=here)
    if "other" in request.args:
        opening.forget_card()
    if request.method == "GET" and cards.carried(db.session()):
        return redirect(url_for("accounts.pin", next=onward() or None))
    form = LoginForm()
    kept = kept_form()
    if form.validate_on_submit() and (way := admitted(form)):
        return go_on(way, kept)
    return render_template("accounts/login.html", form=form, kept=kept)


@room.route("/login/code", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def code() -> str | Response:
    """Show the second factor."""
    way = on_the_way.carried()
    if way is None:
        return too_late()
    form = FactorForm()
    if form.validate_on_submit() and factor_is_right(form, way.user):
        return go_on(way.with_code(), kept_form())
    return ask_for_factor(way.user, form, "accounts/code.html", kept=kept_form())


@room.route("/login/own-password", methods=["GET", "POST"])
def own_password() -> str | Response:
    """Choose a password in place of one that was only good for once."""
    way = on_the_way.carried()
    if way is None:
        return too_late()
    if way.user.passing_until is None:  # only in place of a passing one: else the password alone could change itself
        return go_on(way, None)
    form = OwnPasswordForm()
    if form.validate_on_submit():
        try:
            changed = _changed(way, form.password.data)
        except InvalidInput as error:
            refuse(form, error)
        else:
            return go_on(changed, None) if changed else changed_meanwhile()
    return render_template("accounts/own_password.html", form=form)


def _changed(way: OnTheWay, password: str) -> OnTheWay | None:
    """The same on the way with a password of their own; None where somebody else has chosen one meanwhile."""
    with writing(db.session()) as session:
        user = users.unchanged(session, way.user.id, way.mark)
        if user is None:
            return None
        users.set_password(session, user.username, password)
        return replace(way, user=user, mark=user.fs_uniquifier)


@room.app_errorhandler(LoginEnded)
@room.app_errorhandler(CSRFError)
def show_ended(error: HTTPException) -> Response:
    """A form whose login or token has ended: nothing is done, and what was typed is kept through the next login.

    Where no login is needed none is asked for: there it is enough to send the form once more.
    """
    status = HTTPStatus.FORBIDDEN if isinstance(error, LoginEnded) else HTTPStatus.BAD_REQUEST
    if wants_json():
        return make_response(jsonify(error=gettext("You have been away for too long")), status)
    kept = kept_form() if request.blueprint == room.name else KeptForm.sent()
    if kept and actor():
        return make_response(resumable(kept), status)
    if kept and request.blueprint != room.name and not wants_login():
        return make_response(render_template("accounts/send_again.html", kept=kept), status)
    return make_response(_ask_again(kept), status)


@room.before_app_request
def show_resumed() -> Response | None:
    """A form that comes back after the login is shown as it was typed, and nothing is done yet."""
    if request.method != "POST" or "resumed" not in request.form or actor() is None:
        return None
    flash(gettext("You are logged in again. Nothing is saved yet: look at what you entered, and send it once more."))
    if request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        page = request.form["resumed"]
        return redirect(page if is_ours(page) else home_of(actor()))
    request.method = "GET"
    g.resumed = True
    return None


@room.post("/logout")
def logout() -> Response:
    """Log out; what the browser has kept of the pages goes with it, for whoever sits down next."""
    with writing(db.session()) as session:
        opening.end_this(session)
    logout_user()  # type: ignore[no-untyped-call]  # Flask-Login's
    cookie.clear()
    flash(gettext("You are logged out."))
    response = redirect(url_for("accounts.login"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _ask_again(kept: KeptForm | None) -> str:
    """By the PIN where this browser came in by a card, else by the password."""
    card = cards.carried(db.session())
    if card is not None:
        return render_template("accounts/pin.html", form=PinForm(formdata=None), card=card, kept=kept, ended=True)
    return render_template("accounts/login.html", form=LoginForm(formdata=None), kept=kept, ended=True)
