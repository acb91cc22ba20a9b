"""The way in, step by step: after the password perhaps a password of one's own, perhaps the second factor, then in.

How far somebody has come stands in the signed cookie: whose password was right, and when. It lasts fifteen minutes.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from rotation import store
from rotation.store import writing
from web.accounts import opening, second_factor
from web.accounts.actor import actor
from web.accounts.asking import ask_for_factor
from web.accounts.forms import FactorForm
from web.accounts.homes import home_of
from web.accounts.kept import KeptForm, is_ours
from web.accounts.models import Card, Means, Outcome, User
from web.accounts.record import note
from web.accounts.roles import Role
from web.extensions import db
from web.installation import settings

__all__ = ["enter", "enter_with", "go_on", "half_way", "kept_form", "onward", "resumable", "too_late"]

_HALF = "half"
_CODE, _OWN_PASSWORD, _NEW_FACTOR = "accounts.code", "accounts.own_password", "accounts.first_second_factor"
_LASTS = timedelta(minutes=15)
_WITH_SECOND_FACTOR = (Role.PLANNER, Role.ADMINISTRATOR)


def go_on(user: User, kept: KeptForm | None, *, code_shown: bool = False) -> str | Response:
    """Lead `user`, whose password was right, to the next step; after the last one, in."""
    step = _step(user, code_shown=code_shown)
    if step is None:
        return enter(user, kept, Means.SECOND_FACTOR if code_shown else Means.PASSWORD)
    cookie[_HALF] = {"who": user.fs_uniquifier, "at": int(store.now().timestamp()), "code_shown": code_shown}
    if step == _CODE and kept:
        return ask_for_factor(user, FactorForm(formdata=None), "accounts/code.html", kept=kept)
    return redirect(url_for(step, next=onward() or None))


def half_way() -> tuple[User, bool] | None:
    """Who has shown the right password but is not in yet, and whether the code was right too; None where nobody is."""
    held = cookie.get(_HALF)
    if not isinstance(held, dict):
        return None
    began = datetime.fromtimestamp(held["at"], UTC)
    user = db.session.scalar(select(User).where(User.fs_uniquifier == held["who"]))
    if user is None or not user.active or not user.belongs_still or not began <= store.now() < began + _LASTS:
        return None
    return user, held["code_shown"]


def enter_with(set_up: Callable[[User], list[str] | str | Response]) -> str | Response:
    """Come in with a first second factor, where one is required; shows the recovery codes that go with it.

    `set_up` gives these codes once the factor is there, and its own page until then.
    """
    found = half_way()
    if found is None:
        return too_late()
    user, _code_shown = found
    if second_factor.has_one(db.session(), user):
        return redirect(url_for("accounts.login"))
    codes = set_up(user)
    if not isinstance(codes, list):
        return codes
    go_on(user, None, code_shown=True)
    return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.login"))


def enter(user: User, kept: KeptForm | None, means: Means, card: Card | None = None) -> str | Response:
    """Open the login, and go where one wanted to go."""
    wanted = onward()
    with writing(db.session()) as session:
        user = session.get_one(User, user.id)
        card = session.get_one(Card, card.id) if card else None
        token = opening.begin(session, user, card)
        note(session, user, means, Outcome.IN)
        card_id = card.id if card else None
    opening.carry(user, token, card_id)
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


def _step(user: User, *, code_shown: bool) -> str | None:
    if user.passing_until is not None:
        return _OWN_PASSWORD
    if second_factor.has_one(db.session(), user):
        return None if code_shown else _CODE
    needs_one = settings().login.second_factor == "required" and any(user.is_a(role) for role in _WITH_SECOND_FACTOR)
    return _NEW_FACTOR if needs_one else None
