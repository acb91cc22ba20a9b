"""One's own login: where it is open, its password, and what there is beside it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from rotation.errors import N_, InvalidInput, NotFound
from rotation.store import writing
from web.accounts import ceremonies, known_here, opening, passkeys, second_factor, users
from web.accounts.actor import user_here
from web.accounts.asking import to_the_login
from web.accounts.checking import password_is_right
from web.accounts.forms import NewPasswordForm
from web.accounts.models import User
from web.accounts.room import room
from web.errors import LoginEnded
from web.extensions import db, limiter
from web.forms import refuse


@room.get("/me")
def me() -> str | Response:
    """One's own login, and the browsers in which it is open."""
    user = user_here()
    if user is None:
        return to_the_login()
    return render_template(
        "accounts/me.html",
        user=user,
        here=opening.current(user),
        logins=opening.open_logins(db.session(), user),
        has_app=second_factor.has_app(db.session(), user),
        passkeys=passkeys.passkeys(db.session(), user),
        may_have_passkeys=ceremonies.place() is not None,
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
        return to_the_login()
    form = NewPasswordForm()
    if form.validate_on_submit() and (token := _reopened(user, form)):
        opening.carry(user, token)
        known_here.remember(user)
        flash(gettext("Your password is changed. Everywhere else you are logged out."))
        return redirect(url_for("accounts.me"))
    return render_template("accounts/new_password.html", form=form)


def _mine() -> User:
    user = user_here()
    if user is None:
        raise LoginEnded
    return user


def _reopened(user: User, form: NewPasswordForm) -> str | None:
    """With the new password, the token of the login that is open here from now on; None where it is refused."""
    key, mark = user.id, user.fs_uniquifier
    if not password_is_right(user, form.old.data):
        form.old.errors = [gettext("This is not your password until now. Type it again.")]
        return None
    try:
        with writing(db.session()) as session:
            mine = users.unchanged(session, key, mark)
            if mine is None:
                raise LoginEnded
            users.set_password(session, mine.username, form.password.data)
            return opening.begin(session, mine)
    except InvalidInput as error:
        refuse(form, error)
        return None
