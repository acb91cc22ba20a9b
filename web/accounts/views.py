"""Logging in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext, ngettext
from flask_security.utils import login_user, logout_user
from werkzeug.wrappers import Response

from rotation.settings import Settings
from rotation.store import writing
from web.accounts import tries, users
from web.accounts.actor import actor
from web.accounts.forms import LoginForm
from web.accounts.models import User
from web.extensions import db, limiter

room = Blueprint("accounts", __name__)


@room.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def login() -> str | Response:
    """Log in, and go where one wanted to go."""
    if actor():
        return redirect(_onward())
    form = LoginForm()
    if form.validate_on_submit() and (user := _admitted(form)):
        cookie.clear()
        cookie.permanent = True
        login_user(user, remember=False, authn_via=["password"])
        return redirect(_onward())
    return render_template("accounts/login.html", form=form)


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
    parts = urlsplit(wanted.replace("\\", "/"))
    if wanted.startswith("/") and not wanted.startswith("//") and not (parts.scheme or parts.netloc):
        return wanted
    return "/planner/"
