"""One's own login: where it is open, its password, its second factor."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.errors import N_, InvalidInput, NotFound
from rotation.store import writing
from web.accounts import opening, second_factor, users
from web.accounts.actor import user_here
from web.accounts.checking import code_is_right, password_is_right
from web.accounts.entering import go_on, half_way, too_late
from web.accounts.forms import CodeForm, NewPasswordForm
from web.accounts.models import User
from web.accounts.room import room
from web.errors import LoginEnded
from web.extensions import db, limiter
from web.forms import refuse
from web.qr import qr

_ISSUER = "一周书记"


@room.get("/me")
def me() -> str | Response:
    """One's own login, and the browsers in which it is open."""
    user = user_here()
    if user is None:
        return _to_the_login()
    return render_template(
        "accounts/me.html",
        user=user,
        here=opening.current(user),
        logins=opening.open_logins(db.session(), user),
        has_second_factor=second_factor.has_one(db.session(), user),
        codes_left=second_factor.codes_left(db.session(), user),
    )


@room.post("/me/logins/<began>/end")
def end_login(began: str) -> Response:
    """Log out another browser of one's own."""
    user = _mine()
    with writing(db.session()) as session:
        found = opening.end(session, session.get_one(User, user.id), began)
    if not found:
        raise NotFound(N_("That phone or computer is logged out already."))
    flash(gettext("That phone or computer is logged out."))
    return redirect(url_for("accounts.me"))


@room.route("/me/password", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def new_password() -> str | Response:
    """Change the password; every other browser is logged out."""
    user = user_here()
    if user is None:
        return _to_the_login()
    form = NewPasswordForm()
    if form.validate_on_submit() and _takes(user, form):
        token = _reopened(user)
        opening.carry(user, token)
        flash(gettext("Your password is changed. Everywhere else you are logged out."))
        return redirect(url_for("accounts.me"))
    return render_template("accounts/new_password.html", form=form)


@room.route("/me/second-factor", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def own_second_factor() -> str | Response:
    """Set up a second factor."""
    user = user_here()
    if user is None:
        return _to_the_login()
    if second_factor.has_one(db.session(), user):
        return redirect(url_for("accounts.me"))
    codes = _set_up(user, form := CodeForm())
    if codes:
        return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.me"))
    return _ask_for_second_factor(user, form)


@room.route("/login/second-factor", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def first_second_factor() -> str | Response:
    """Set up a second factor before one comes in, where it is required."""
    found = half_way()
    if found is None:
        return too_late()
    user, _code_shown = found
    if second_factor.has_one(db.session(), user):
        return redirect(url_for("accounts.login"))
    codes = _set_up(user, form := CodeForm())
    if codes:
        go_on(user, None, code_shown=True)
        return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.login"))
    return _ask_for_second_factor(user, form)


@room.route("/me/recovery-codes", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def new_recovery_codes() -> str | Response:
    """Ten new recovery codes, after showing a code once more; those before count no longer."""

    def make(session: Session, user: User) -> str:
        codes = second_factor.new_codes(session, user)
        return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.me"))

    return _after_one_more_code("accounts/new_recovery_codes.html", make)


@room.route("/me/second-factor/remove", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def remove_second_factor() -> str | Response:
    """Do without a second factor, after showing its code once more."""

    def remove(session: Session, user: User) -> Response:
        second_factor.remove(session, user)
        flash(gettext("From now on your password alone is enough."))
        return redirect(url_for("accounts.me"))

    return _after_one_more_code("accounts/remove_second_factor.html", remove)


def _after_one_more_code(template: str, deed: Callable[[Session, User], str | Response]) -> str | Response:
    user = user_here()
    if user is None:
        return _to_the_login()
    form = CodeForm()
    if form.validate_on_submit() and code_is_right(form, user):
        with writing(db.session()) as session:
            return deed(session, session.get_one(User, user.id))
    return render_template(template, form=form)


def _mine() -> User:
    user = user_here()
    if user is None:
        raise LoginEnded
    return user


def _to_the_login() -> Response:
    if request.method == "POST":
        raise LoginEnded
    return redirect(url_for("accounts.login", next=request.path))


def _takes(user: User, form: NewPasswordForm) -> bool:
    if not password_is_right(user, form.old.data):
        form.old.errors = [gettext("This is not your password until now. Type it again.")]
        return False
    try:
        with writing(db.session()) as session:
            users.set_password(session, user.username, form.password.data)
    except InvalidInput as error:
        refuse(form, error)
        return False
    return True


def _reopened(user: User) -> str:
    with writing(db.session()) as session:
        return opening.begin(session, session.get_one(User, user.id))


def _set_up(user: User, form: CodeForm) -> list[str] | None:
    if not form.validate_on_submit():
        return None
    with writing(db.session()) as session:
        codes = second_factor.confirm(session, session.get_one(User, user.id), form.code.data)
    if codes is None:
        form.code.errors = [gettext("This code is wrong. Wait for the next one in the app and type that.")]
    return codes


def _ask_for_second_factor(user: User, form: CodeForm) -> str:
    with writing(db.session()) as session:
        mine = session.get_one(User, user.id)
        factor = second_factor.started(session, mine)
        address = second_factor.address(factor, mine, _ISSUER)
        secret = second_factor.secret_of(factor)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template("accounts/second_factor.html", form=form, qr=qr(address), secret=spaced)
