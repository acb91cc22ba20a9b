"""The way in, step by step: after the password perhaps a password of one's own, perhaps the second factor, then in.

How far somebody has come the browser carries (on_the_way).
"""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from rotation.store import writing
from web.accounts import known_here, on_the_way, opening, second_factor, users
from web.accounts.actor import actor
from web.accounts.asking import ask_for_factor
from web.accounts.forms import FactorForm
from web.accounts.homes import home_of
from web.accounts.kept import KeptForm, is_ours
from web.accounts.models import Card, Means, Outcome, User
from web.accounts.on_the_way import OnTheWay
from web.accounts.record import note
from web.accounts.roles import Role
from web.extensions import db
from web.installation import settings

__all__ = ["changed_meanwhile", "enter_by_card", "enter_with", "go_on", "kept_form", "onward", "resumable", "too_late"]

_CODE, _OWN_PASSWORD, _NEW_FACTOR = "accounts.code", "accounts.own_password", "accounts.first_second_factor"
_WITH_SECOND_FACTOR = (Role.PLANNER, Role.ADMINISTRATOR)


def go_on(way: OnTheWay, kept: KeptForm | None) -> str | Response:
    """Lead somebody whose password was right to the next step; after the last one, in."""
    step = _step(way)
    if step is None:
        return _enter(way, kept)
    on_the_way.carry(way)
    if step == _CODE and kept:
        return ask_for_factor(way.user, FactorForm(formdata=None), "accounts/code.html", kept=kept)
    return redirect(url_for(step, next=onward() or None))


def enter_with(set_up: Callable[[User], list[str] | str | Response]) -> str | Response:
    """Come in with a first second factor, where one is required; shows the recovery codes that go with it.

    `set_up` gives these codes once the factor is there, and its own page until then.
    """
    way = on_the_way.carried()
    if way is None:
        return too_late()
    if second_factor.has_one(db.session(), way.user):
        return redirect(url_for("accounts.login"))
    codes = set_up(way.user)
    if not isinstance(codes, list):
        return codes
    go_on(way.with_code(), None)
    return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.login"))


def enter_by_card(card: Card, kept: KeptForm | None, means: Means) -> str | Response:
    """Open the login of a card whose PIN or word was right, and go where one wanted to go."""
    wanted = onward()
    with writing(db.session()) as session:
        card = session.get_one(Card, card.id)
        token = opening.begin(session, card.user, card)
        note(session, card.user, means, Outcome.IN)
    opening.carry(card.user, token, card.id)
    return _onward(kept, wanted)


def _enter(way: OnTheWay, kept: KeptForm | None) -> str | Response:
    """Open the login by its password, if that is still the one that was shown, and go where one wanted to go."""
    wanted = onward()
    with writing(db.session()) as session:
        user = users.unchanged(session, way.user.id, way.mark)
        if user is not None:
            token = opening.begin(session, user)
            note(session, user, Means.SECOND_FACTOR if way.code_shown else Means.PASSWORD, Outcome.IN)
    if user is None:
        return changed_meanwhile()
    opening.carry(user, token)
    known_here.remember(user, with_code=way.code_shown)
    return _onward(kept, wanted)


def _onward(kept: KeptForm | None, wanted: str) -> str | Response:
    if kept and kept.values:
        return resumable(kept)
    return redirect(kept.page if kept else wanted or home_of(actor()))


def resumable(kept: KeptForm) -> str:
    """The page from which one goes on with a form; what it would do waits until it is sent once more."""
    return render_template("accounts/resume.html", kept=kept)


def kept_form() -> KeptForm | None:
    """The form that is being carried through the way in."""
    return KeptForm.read(request.form.get("kept", ""))


def onward() -> str:
    """The page that was wanted, if it is one of ours."""
    wanted = request.args.get("next", "")
    return wanted if is_ours(wanted) else ""


def too_late() -> Response:
    """Begin again: what was begun is over."""
    flash(gettext("That took longer than fifteen minutes. Log in again, please."), "warning")
    return redirect(url_for("accounts.login", next=onward() or None))


def changed_meanwhile() -> Response:
    """Begin again: another browser has changed the password since it was typed here."""
    flash(gettext("The password of this login has been changed meanwhile. Log in again, please."), "warning")
    return redirect(url_for("accounts.login", next=onward() or None))


def _step(way: OnTheWay) -> str | None:
    user = way.user
    if user.passing_until is not None:
        return _OWN_PASSWORD
    if second_factor.has_one(db.session(), user):
        return None if way.code_shown else _CODE
    needs_one = settings().login.second_factor == "required" and any(user.is_a(role) for role in _WITH_SECOND_FACTOR)
    return _NEW_FACTOR if needs_one else None
