"""Asking for the second factor: by a code or by a passkey, whichever one has."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.store import writing
from web.accounts import ceremonies, second_factor
from web.accounts.checking import factor_is_right
from web.accounts.forms import FactorForm
from web.accounts.models import User
from web.accounts.passkeys import passkeys
from web.errors import LoginEnded
from web.extensions import db

__all__ = ["after_factor", "ask_for_factor", "to_the_login"]


def ask_for_factor(user: User, form: FactorForm, template: str, **more: Any) -> str:
    """A page on which `user` shows a second factor; where there is a passkey, it carries the question for it."""
    held, where = passkeys(db.session(), user), ceremonies.place()
    by_passkey = {}
    if held and where:
        by_passkey = {"question": ceremonies.for_one_of(where, held), "elsewhere": ceremonies.elsewhere(where)}
    has_app = second_factor.has_app(db.session(), user)
    return render_template(template, form=form, has_app=has_app, **by_passkey, **more)


def after_factor(
    user: User, template: str, deed: Callable[[Session, User], str | Response], **more: Any
) -> str | Response:
    """Do `deed` once `user` has shown a second factor on the page of that template."""
    form = FactorForm()
    if form.validate_on_submit() and factor_is_right(form, user):
        with writing(db.session()) as session:
            return deed(session, session.get_one(User, user.id))
    return ask_for_factor(user, form, template, **more)


def to_the_login() -> Response:
    """To the login and back again; a form that was sent is kept on the way."""
    if request.method == "POST":
        raise LoginEnded
    return redirect(url_for("accounts.login", next=request.path))
