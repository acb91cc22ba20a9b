"""One's own second factor: an app for codes is set up, recovery codes are made anew, the app is done without."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.store import writing
from web.accounts import ceremonies, known_here, second_factor
from web.accounts.actor import user_here
from web.accounts.asking import after_factor, to_the_login
from web.accounts.entering import enter_with
from web.accounts.forms import CodeForm
from web.accounts.models import Means, Outcome, User
from web.accounts.record import note
from web.accounts.room import room
from web.extensions import db, limiter
from web.qr import qr

_ISSUER = "一周书记"


@room.route("/me/second-factor", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def own_second_factor() -> str | Response:
    """Set up an app for codes."""
    user = user_here()
    if user is None:
        return to_the_login()
    if second_factor.has_app(db.session(), user):
        return redirect(url_for("accounts.me"))
    codes = _set_up(user, form := CodeForm())
    if codes:
        known_here.remember(user, with_code=True)
        return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.me"))
    return _ask_for_second_factor(user, form)


@room.route("/login/second-factor", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def first_second_factor() -> str | Response:
    """Set up an app for codes before one comes in, where a second factor is required."""

    def set_up(user: User) -> list[str] | str:
        codes = _set_up(user, form := CodeForm())
        return codes or _ask_for_second_factor(user, form, by_passkey=ceremonies.place() is not None)

    return enter_with(set_up)


@room.route("/me/recovery-codes", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def new_recovery_codes() -> str | Response:
    """Ten new recovery codes, after showing the second factor once more; those before count no longer."""

    def make(session: Session, user: User) -> str:
        codes = second_factor.new_codes(session, user)
        return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.me"))

    user = user_here()
    return after_factor(user, "accounts/new_recovery_codes.html", make) if user else to_the_login()


@room.route("/me/second-factor/remove", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def remove_second_factor() -> str | Response:
    """Do without the app, after showing a second factor once more."""

    def remove(session: Session, user: User) -> Response:
        second_factor.remove_app(session, user)
        note(session, user, Means.SECOND_FACTOR, Outcome.REMOVED)
        flash(gettext("The app's codes count no longer."))
        return redirect(url_for("accounts.me"))

    user = user_here()
    return after_factor(user, "accounts/remove_second_factor.html", remove) if user else to_the_login()


def _set_up(user: User, form: CodeForm) -> list[str] | None:
    if not form.validate_on_submit():
        return None
    with writing(db.session()) as session:
        mine = session.get_one(User, user.id)
        codes = second_factor.confirm(session, mine, form.code.data)
        note(session, mine, Means.SECOND_FACTOR, Outcome.SET_UP if codes else Outcome.WRONG)
    if codes is None:
        form.code.errors = [gettext("This code is wrong. Wait for the next one in the app and type that.")]
    return codes


def _ask_for_second_factor(user: User, form: CodeForm, *, by_passkey: bool = False) -> str:
    with writing(db.session()) as session:
        mine = session.get_one(User, user.id)
        factor = second_factor.started(session, mine)
        address = second_factor.address(factor, mine, _ISSUER)
        secret = second_factor.secret_of(factor)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template(
        "accounts/second_factor.html", form=form, qr=qr(address), secret=spaced, by_passkey=by_passkey
    )
