"""Whether a password or a code is right; each try is charged first, and every refusal is recorded."""

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from rotation import store
from rotation.store import writing
from web.accounts import counted, passkeys, second_factor, users
from web.accounts.ceremonies import answered
from web.accounts.counted import Counts
from web.accounts.forms import FactorForm, LoginForm
from web.accounts.models import Means, Outcome, User
from web.accounts.on_the_way import OnTheWay
from web.accounts.record import note
from web.extensions import db

__all__ = ["admitted", "factor_is_right", "password_is_right"]


def admitted(form: LoginForm) -> OnTheWay | None:
    """Whose login and password these are. An unknown login and a wrong password look the same, also by the clock."""
    username = users.spelling(form.username.data)
    counts = counted.of_password(users.known(db.session(), username), username)
    if minutes := _must_wait(counts, username, Means.PASSWORD):
        form.password.errors = [_wait(minutes)]
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
    way = OnTheWay(user, user.fs_uniquifier)
    _forgive(counts)
    return way


def password_is_right(user: User, typed: str) -> bool:
    """Whether `typed` is the password of somebody who has logged in."""
    username, counts = user.username, counted.of_password(user, user.username)
    if _must_wait(counts, username, Means.PASSWORD):
        return False
    right = users.with_password(db.session(), username, typed) is not None
    if right:
        _forgive(counts)
    else:
        _refused(username, Means.PASSWORD, Outcome.WRONG)
    return right


def factor_is_right(form: FactorForm, user: User) -> bool:
    """Whether the form shows a second factor of `user`: a code, a recovery code or a passkey."""
    username, counts = user.username, counted.of_code(user)
    asked_for = Means.PASSKEY if form.passkey.data else Means.SECOND_FACTOR
    if minutes := _must_wait(counts, username, asked_for):
        form.code.errors = [_wait(minutes)]
        return False
    with writing(db.session()) as session:
        means = _shown(session, session.get_one(User, user.id), form)
    if means is None:
        _refused(username, asked_for, Outcome.WRONG)
        form.code.errors = [_not_shown(asked_for)]
        return False
    _forgive(counts)
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


def _must_wait(counts: Counts, username: str, means: Means) -> int:
    """Charge a try; 0, or how many minutes to wait where there were too many."""
    with writing(db.session()) as session:
        minutes = counts.charge(session)
    if minutes:
        _refused(username, means, Outcome.MUST_WAIT)
    return minutes


def _forgive(counts: Counts) -> None:
    with writing(db.session()) as session:
        counts.forgive(session)


def _refused(username: str, means: Means, outcome: Outcome) -> None:
    with writing(db.session()) as session:
        note(session, users.known(session, username), means, outcome)


def _wait(minutes: int) -> str:
    return ngettext(
        "There were too many wrong passwords for this login. Wait %(num)d minute and try again.",
        "There were too many wrong passwords for this login. Wait %(num)d minutes and try again.",
        minutes,
    )
