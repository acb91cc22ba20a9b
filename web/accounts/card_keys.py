"""The planner's pages of cards: printing them, saying words, switching lost ones off."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from rotation.district.members import member
from rotation.errors import N_, Conflict, InvalidInput
from rotation.store import writing
from web.accounts import card_rows, words
from web.accounts.actor import current_district
from web.accounts.cards import CardState, Printed, print_card, switch_off
from web.accounts.holders import Holder, holder, holders
from web.accounts.keys_room import keys
from web.accounts.models import Card
from web.extensions import db
from web.installation import settings, site_address
from web.qr import qr


@dataclass(frozen=True, slots=True)
class Sheet:
    """One card as it is printed."""

    name: str
    code: str
    rows: list[str]
    qr: Markup


@keys.get("/cards")
def cards() -> str:
    """All members and their cards, to choose for whom to print."""
    everybody = holders(db.session(), current_district().id)
    fresh = sum(one.state is CardState.FRESH for one in everybody)
    return render_template("keys/cards.html", holders=everybody, fresh=fresh)


@keys.post("/cards/print")
def print_cards() -> str:
    """A sheet of new cards; asks first where it takes the place of cards in use."""
    here = current_district().id
    chosen = set(request.form.getlist("members"))
    found = [one for one in holders(db.session(), here) if one.member.code in chosen]
    if not found:
        raise InvalidInput(N_("Nobody is chosen. Go back and tick the members whose cards you want to print."))
    replaced = [one.member.name for one in found if not one.wants_one]
    if replaced and "sure" not in request.form:
        return render_template("keys/print_ask.html", codes=sorted(chosen), replaced=replaced)
    with writing(db.session()) as session:
        printed = [_sheet(print_card(session, member(session, here, code))) for code in sorted(chosen)]
    days = settings().login.first_use_days
    return render_template("keys/sheet.html", cards=printed, address=_short_address(), days=days)


@keys.get("/cards/<code>")
def card(code: str) -> str:
    """One member's card: its state, and what can be done."""
    return render_template("keys/card.html", holder=_holder(code), minutes=settings().login.code_minutes)


@keys.post("/cards/<code>/word")
def say_word(code: str) -> str:
    """A one-time word for the first use, or the code for a forgotten PIN: shown once, to be said."""
    found = _usable(code)
    with writing(db.session()) as session:
        word, until = words.give(session, session.get_one(Card, found.id))
    return render_template("keys/word.html", holder=_holder(code), word=word, until=until)


@keys.post("/cards/words")
def say_words() -> str:
    """A one-time word for every card that was not used yet, to be said where all come together."""
    here = current_district().id
    with writing(db.session()) as session:
        fresh = [one for one in holders(session, here) if one.state is CardState.FRESH]
        said = [(one.member.code, one.member.name, words.give(session, one.card)[0]) for one in fresh if one.card]
    return render_template("keys/words.html", said=said)


@keys.route("/cards/<code>/off", methods=["GET", "POST"])
def card_off(code: str) -> str | Response:
    """Switch a lost card off."""
    found = _holder(code)
    if found.card is None:
        raise Conflict(N_("This member has no card. Print one first."))
    if request.method == "POST":
        with writing(db.session()) as session:
            switch_off(session, session.get_one(Card, found.card.id))
        flash(gettext("The card is switched off. Phones that came in by it are logged out."))
        return redirect(url_for("keys.card", code=code))
    return render_template("keys/card_off.html", holder=found)


def _holder(code: str) -> Holder:
    return holder(db.session(), current_district().id, code)


def _usable(code: str) -> Card:
    found = _holder(code)
    if found.card is None or found.wants_one:
        raise Conflict(N_("This member has no card that can be used. Print one first."))
    return found.card


def _sheet(printed: Printed) -> Sheet:
    address = site_address() + url_for("accounts.scanned", secret=card_rows.in_address(printed.secret))
    rows = [card_rows.spaced(row) for row in card_rows.rows_of(printed.secret)]
    return Sheet(printed.member.name, printed.member.code, rows, qr(address))


def _short_address() -> str:
    parts = urlsplit(site_address())
    return f"{parts.netloc}{parts.path}{url_for('accounts.card')}"
