"""Whether a password or a code is right; each try is charged first, and every refusal is recorded."""

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from rotation import store
from rotation.store import writing
from web.accounts import passkeys, second_factor, tries, users
from web.accounts.ceremonies import answered
from web.accounts.forms import FactorForm, LoginForm
from web.accounts.models import Means, Outcome, User
from web.accounts.record import note
from web.extensions import db
from web.installation import settings

__all__ = ["admitted", "factor_is_right", "password_is_right"]


def admitted(form: LoginForm) -> User | None:
    """Whose login and password these are. An unknown login and a wrong password look the same, also by the clock."""
    username = users.spelling(form.username.data)
    if not _may_try(username, username, Means.PASSWORD):
        form.password.errors = [_must_wait()]
        return None
    user = users.with_password(db.session(), username, form.password.data)
    if user is None:
        _refused(username, Means.PASSWORD, Outcome.WRONG)
        form.password.errors = [gettext("The login or the password is wrong. Check both and try again.")]
        return None
    if user.passing_until is not None and user.passing_until < store.now():
        _refused(username, Means.PASSWORD, Outcome.TOO_LATE)
        form.password.errors = [gettext("This password was good for once and is too old now. Ask for another.")]
        return None
    _forgive(username)
    return user


def password_is_right(user: User, typed: str) -> bool:
    """Whether `typed` is the password of somebody who has logged in."""
    username = user.username
    if not _may_try(username, username, Means.PASSWORD):
        return False
    right = users.with_password(db.session(), username, typed) is not None
    if right:
        _forgive(username)
    else:
        _refused(username, Means.PASSWORD, Outcome.WRONG)
    return right


def factor_is_right(form: FactorForm, user: User) -> bool:
    """Whether the form shows a second factor of `user`: a code, a recovery code or a passkey."""
    username, what = user.username, f"code:{user.username}"
    asked_for = Means.PASSKEY if form.passkey.data else Means.SECOND_FACTOR
    if not _may_try(what, username, asked_for):
        form.code.errors = [_must_wait()]
        return False
    with writing(db.session()) as session:
        means = _shown(session, session.get_one(User, user.id), form)
    if means is None:
        _refused(username, asked_for, Outcome.WRONG)
        form.code.errors = [_not_shown(asked_for)]
        return False
    _forgive(what)
    with writing(db.session()) as session:
        note(session, session.get_one(User, user.id), means, Outcome.ACCEPTED)
    return True


def _shown(session: Session, user: User, form: FactorForm) -> Means | None:
    if not form.passkey.data:
        return second_factor.redeem(session, user, form.code.data)
    return Means.PASSKEY if passkeys.redeem(session, user, answered(), form.passkey.data) else None


def _not_shown(asked_for: Means) -> str:
    if asked_for is Means.PASSKEY:
        return gettext("This passkey was not accepted. Try it once more, or type a code.")
    return gettext("This code is wrong or was used before. Wait for the next one and type that.")


def _may_try(what: str, username: str, means: Means) -> bool:
    with writing(db.session()) as session:
        may = tries.charge(session, what, settings().login)
    if not may:
        _refused(username, means, Outcome.MUST_WAIT)
    return may


def _forgive(what: str) -> None:
    with writing(db.session()) as session:
        tries.forgive(session, what)


def _refused(username: str, means: Means, outcome: Outcome) -> None:
    with writing(db.session()) as session:
        note(session, users.known(session, username), means, outcome)


def _must_wait() -> str:
    return ngettext(
        "There were too many wrong passwords for this login. Wait %(num)d minute and try again.",
        "There were too many wrong passwords for this login. Wait %(num)d minutes and try again.",
        settings().login.wait_minutes,
    )
