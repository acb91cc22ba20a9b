"""Coming in by a card: its secret, then its PIN; the first time a one-time word and a PIN of one's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from rotation import store
from rotation.errors import InvalidInput
from rotation.store import writing
from web.accounts import card_rows, cards, opening, words
from web.accounts.actor import actor, user_here
from web.accounts.cards import CardState
from web.accounts.entering import enter_by_card, kept_form, onward
from web.accounts.forms import CardForm, NewPinForm, PinForm, WordForm
from web.accounts.homes import home_of
from web.accounts.models import Card, Means, Outcome
from web.accounts.pins import digits
from web.accounts.record import note
from web.accounts.room import room
from web.accounts.whence import in_wechat
from web.extensions import db, limiter
from web.forms import refuse
from web.installation import settings

_MAY_SET_PIN = "may_set_pin"
_SET_WITHIN = timedelta(hours=1)
_REFUSED = {
    CardState.OFF: Outcome.SWITCHED_OFF,
    CardState.TOO_LATE: Outcome.TOO_LATE,
    CardState.LOCKED: Outcome.LOCKED,
    CardState.MUST_WAIT: Outcome.MUST_WAIT,
}


@room.get("/c/<secret>")
@limiter.limit("60 per minute")
def scanned(secret: str) -> str | Response:
    """Where a card's QR code leads. Nothing is kept in the address of the pages after it."""
    if in_wechat():
        return render_template("accounts/wechat.html")
    return _shown(card_rows.of_address(secret)) or render_template("accounts/card_unknown.html")


@room.route("/card", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def card() -> str | Response:
    """Type what stands on the card."""
    if in_wechat():
        return render_template("accounts/wechat.html")
    form = CardForm()
    if form.validate_on_submit():
        try:
            return _shown(card_rows.of_rows(form.rows)) or render_template("accounts/card_unknown.html")
        except InvalidInput as error:
            refuse(form, error)
    return render_template("accounts/card.html", form=form)


@room.route("/card/pin", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def pin() -> str | Response:
    """The PIN of the card that was shown."""
    found = _carried()
    if found is None:
        return redirect(url_for("accounts.card"))
    if actor():
        return redirect(onward() or home_of(actor()))
    if found.used_at is None:
        return redirect(url_for("accounts.word"))
    form = PinForm()
    kept = kept_form()
    if form.validate_on_submit() and _opens(found, form):
        return enter_by_card(found, kept, Means.PIN)
    return render_template("accounts/pin.html", form=form, card=found, kept=kept)


@room.route("/card/word", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def word() -> str | Response:
    """The one-time word, for the first use and where the PIN is forgotten."""
    found = _carried()
    if found is None:
        return redirect(url_for("accounts.card"))
    form = WordForm()
    if form.validate_on_submit() and _redeems(found, form):
        cookie[_MAY_SET_PIN] = {"card": found.id, "at": int(store.now().timestamp()), "since": _set_at(found)}
        return redirect(url_for("accounts.new_pin"))
    minutes = settings().login.code_minutes
    return render_template("accounts/word.html", form=form, first=found.used_at is None, minutes=minutes)


@room.route("/card/new-pin", methods=["GET", "POST"])
def new_pin() -> str | Response:
    """Choose a PIN, and be in."""
    found = _carried()
    if found is None or not _may_set_pin(found):
        return redirect(url_for("accounts.word"))
    form = NewPinForm()
    if form.validate_on_submit() and _takes(found, form):
        days = settings().login.card_days
        answer = enter_by_card(found, None, Means.WORD)
        said = ngettext(
            "You are logged in on this phone for %(num)d day.",
            "You are logged in on this phone for %(num)d days.",
            days,
        )
        flash(said)
        return answer
    return render_template("accounts/new_pin.html", form=form)


def _shown(secret: bytes | None) -> str | Response | None:
    """A card has been shown: what to do next; None where there is no such card."""
    with writing(db.session()) as session:
        found = cards.card_of(session, secret) if secret else None
        state = cards.state_of(found) if found else None
        if state in (None, CardState.OFF, CardState.TOO_LATE):
            outcome = _REFUSED[state] if state else Outcome.WRONG
            note(session, found.user if found else None, Means.CARD, outcome)
    if found is None:
        return None
    if state in (CardState.OFF, CardState.TOO_LATE):
        return render_template("accounts/card_refused.html", too_late=state is CardState.TOO_LATE)
    here = user_here()
    if here is not None and here.id == found.user_id and found.used_at is not None:
        return redirect(home_of(actor()))
    opening.carry_card(found)
    return redirect(url_for("accounts.word" if found.used_at is None else "accounts.pin"))


def _carried() -> Card | None:
    return cards.carried(db.session())


def _opens(found: Card, form: PinForm) -> bool:
    with writing(db.session()) as session:
        may = cards.charge_pin(session, found)
    right = may and cards.is_pin(found, digits(form.pin.data))
    with writing(db.session()) as session:
        again = session.get_one(Card, found.id)
        if right:
            cards.forgive(again)
        else:
            note(session, again.user, Means.PIN, Outcome.WRONG if may else _REFUSED[cards.state_of(again)])
        state = cards.state_of(again)
    if not right:
        form.pin.errors = [_why_not(state, tried=may)]
    return right


def _why_not(state: CardState, *, tried: bool) -> str:
    if state is CardState.LOCKED:
        return gettext(
            "There were too many wrong PINs, so this card is locked. Call your planner, who can say a new word."
        )
    if state is CardState.MUST_WAIT or not tried:
        minutes = settings().login.wait_minutes
        return ngettext(
            "There were too many wrong PINs. Wait %(num)d minute and try again, or call your planner.",
            "There were too many wrong PINs. Wait %(num)d minutes and try again, or call your planner.",
            minutes,
        )
    return gettext("This PIN is wrong. Type your six digits again, one by one.")


def _redeems(found: Card, form: WordForm) -> bool:
    with writing(db.session()) as session:
        again = session.get_one(Card, found.id)
        right = words.redeem(session, again, digits(form.word.data))
        note(session, again.user, Means.WORD, Outcome.ACCEPTED if right else Outcome.WRONG)
    if not right:
        form.word.errors = [
            gettext("This is not the word, or it is too old. Compare the digits, or ask your planner for a new one.")
        ]
    return right


def _takes(found: Card, form: NewPinForm) -> bool:
    try:
        with writing(db.session()) as session:
            cards.set_pin(session, session.get_one(Card, found.id), digits(form.pin.data))
    except InvalidInput as error:
        refuse(form, error)
        return False
    cookie.pop(_MAY_SET_PIN, None)
    return True


def _may_set_pin(found: Card) -> bool:
    """Whether the word was right within the hour, and no PIN was set by it yet."""
    held: Any = cookie.get(_MAY_SET_PIN)
    if not isinstance(held, dict) or held["card"] != found.id or held["since"] != _set_at(found):
        return False
    began = datetime.fromtimestamp(held["at"], UTC)
    return began <= store.now() < began + _SET_WITHIN


def _set_at(found: Card) -> str:
    at: datetime | None = found.pin_at
    return at.isoformat() if at else ""
