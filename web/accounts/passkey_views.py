"""One's own passkeys: made, also on the way in, and done without."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.errors import N_, Conflict, InvalidInput
from rotation.store import writing
from web.accounts import ceremonies, known_here, passkeys, second_factor
from web.accounts.actor import user_here
from web.accounts.asking import after_factor, to_the_login
from web.accounts.entering import enter_with
from web.accounts.forms import PasskeyForm
from web.accounts.models import Means, Outcome, User
from web.accounts.record import note
from web.accounts.room import room
from web.accounts.whence import device
from web.errors import wants_json
from web.extensions import db, limiter
from web.forms import refuse


@room.route("/me/passkeys/new", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def new_passkey() -> str | Response:
    """Make a passkey beside the password."""
    user = user_here()
    if user is None:
        return to_the_login()
    form = PasskeyForm(name=device())
    if request.method == "POST" and wants_json():
        return _name_judged(user, form)
    codes = _kept(user, form)
    if codes is None:
        return _ask_for_a_new_one(user, form)
    known_here.remember(user, with_code=True)
    flash(gettext("The passkey is kept. From now on it is asked for after your password."))
    if codes:
        return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.me"))
    return redirect(url_for("accounts.me"))


@room.route("/login/passkey", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def first_passkey() -> str | Response:
    """Make a passkey before one comes in, where a second factor is required."""

    def set_up(user: User) -> list[str] | str | Response:
        form = PasskeyForm(name=device())
        if request.method == "POST" and wants_json():
            return _name_judged(user, form)
        codes = _kept(user, form)
        return _ask_for_a_new_one(user, form) if codes is None else codes

    return enter_with(set_up)


@room.route("/me/passkeys/<mark>/remove", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def remove_passkey(mark: str) -> str | Response:
    """Do without a passkey, after showing a second factor once more."""

    def remove(session: Session, user: User) -> Response:
        second_factor.remove_passkey(session, user, mark)
        note(session, user, Means.PASSKEY, Outcome.REMOVED)
        flash(gettext("The passkey is removed and opens nothing any more."))
        return redirect(url_for("accounts.me"))

    user = user_here()
    if user is None:
        return to_the_login()
    found = passkeys.passkey(db.session(), user, mark)
    return after_factor(user, "accounts/remove_passkey.html", remove, name=found.name)


def _name_judged(user: User, form: PasskeyForm) -> Response:
    """Whether a passkey can be called so: asked before the device makes one, which it would keep for nothing."""
    passkeys.new_name(db.session(), user, form.name.data or "")
    return Response(status=HTTPStatus.NO_CONTENT)


def _kept(user: User, form: PasskeyForm) -> list[str] | None:
    """Recovery codes for one who has none yet, once the passkey that was sent is kept; None until then."""
    question = ceremonies.answered() if request.method == "POST" else None
    if not form.validate_on_submit():
        return None
    try:
        with writing(db.session()) as session:
            mine = session.get_one(User, user.id)
            passkeys.add(session, mine, form.name.data, question, form.passkey.data)
            note(session, mine, Means.PASSKEY, Outcome.SET_UP)
            return second_factor.first_codes(session, mine)
    except InvalidInput as error:
        refuse(form, error)
        return None


def _ask_for_a_new_one(user: User, form: PasskeyForm) -> str:
    where = ceremonies.place()
    if where is None or user.password is None:
        raise Conflict(N_("Passkeys need a login by password and a site with an address of its own (https)."))
    question = ceremonies.for_a_new_one(where, user, passkeys.passkeys(db.session(), user))
    return render_template(
        "accounts/new_passkey.html", form=form, question=question, elsewhere=ceremonies.elsewhere(where)
    )
