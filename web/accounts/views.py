"""Logging in and out, and going on with a form that was sent when the login had ended."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext, ngettext
from flask_security.utils import login_user, logout_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from rotation.settings import Settings
from rotation.store import writing
from web.accounts import tries, users
from web.accounts.actor import actor
from web.accounts.forms import LoginForm
from web.accounts.kept import KeptForm, is_ours
from web.accounts.models import User
from web.errors import LoginEnded, wants_json
from web.extensions import db, limiter

room = Blueprint("accounts", __name__)


@room.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def login() -> str | Response:
    """Log in, and go where one wanted to go."""
    if actor():
        return redirect(_onward())
    form = LoginForm()
    kept = KeptForm.read(request.form.get("kept", ""))
    if form.validate_on_submit() and (user := _admitted(form)):
        cookie.clear()
        g.pop("csrf_token", None)  # that of the session before
        cookie.permanent = True
        login_user(user, remember=False, authn_via=["password"])
        return _resumable(kept) if kept and kept.values else redirect(kept.page if kept else _onward())
    return render_template("accounts/login.html", form=form, kept=kept)


@room.app_errorhandler(LoginEnded)
@room.app_errorhandler(CSRFError)
def show_ended(error: HTTPException) -> Response:
    """A form whose login or token has ended: nothing is done, and what was typed is kept through the next login."""
    status = HTTPStatus.FORBIDDEN if isinstance(error, LoginEnded) else HTTPStatus.BAD_REQUEST
    if wants_json():
        return make_response(jsonify(error=gettext("You have been away for too long")), status)
    kept = KeptForm.read(request.form.get("kept", "")) if request.blueprint == room.name else KeptForm.sent()
    if kept and actor():
        return make_response(_resumable(kept), status)
    form = LoginForm(formdata=None)
    return make_response(render_template("accounts/login.html", form=form, kept=kept, ended=True), status)


def _resumable(kept: KeptForm) -> str:
    """The page from which one goes on with a form; what it would do waits until it is sent once more."""
    return render_template("accounts/resume.html", kept=kept)


@room.before_app_request
def show_resumed() -> Response | None:
    """A form that comes back after the login is shown as it was typed, and nothing is done yet."""
    if request.method != "POST" or "resumed" not in request.form or actor() is None:
        return None
    flash(gettext("You are logged in again. Nothing is saved yet: look at what you entered, and send it once more."))
    if request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        page = request.form["resumed"]
        return redirect(page if is_ours(page) else url_for("planner.overview"))
    request.method = "GET"
    g.resumed = True
    return None


@room.post("/logout")
def logout() -> Response:
    """Log out; what the browser has kept of the planner's pages goes with it, for whoever sits down next."""
    logout_user()
    cookie.clear()
    flash(gettext("You are logged out."))
    response = redirect(url_for("accounts.login"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _admitted(form: LoginForm) -> User | None:
    """Whose login and password these are. An unknown login and a wrong password look the same, also by the clock."""
    settings: Settings = current_app.extensions["settings"]
    username = users.spelling(form.username.data)
    with writing(db.session()) as session:
        may_try = tries.charge(session, username, settings.login)
    if not may_try:
        form.password.errors = [_must_wait(settings.login.wait_minutes)]
        return None
    user = users.with_password(db.session(), username, form.password.data)
    if user is None:
        form.password.errors = [gettext("The login or the password is wrong. Check both and try again.")]
        return None
    with writing(db.session()) as session:
        tries.forgive(session, username)
    return user


def _must_wait(minutes: int) -> str:
    return ngettext(
        "There were too many wrong passwords for this login. Wait %(num)d minute and try again.",
        "There were too many wrong passwords for this login. Wait %(num)d minutes and try again.",
        minutes,
    )


def _onward() -> str:
    """The page that was wanted, if it is one of ours; else the planner's first page."""
    wanted = request.args.get("next", "")
    return wanted if is_ours(wanted) else "/planner/"
