"""Members with cards, for the tests of the door."""

from rotation.district.members import Member
from rotation.district.villages import district
from rotation.store import writing
from web.accounts import card_rows, cards, words
from web.extensions import db

PIN = "258036"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


def add_member(app, code="m001", name="王建国", phone="13800138000"):
    with app.app_context():
        with writing(db.session()) as session:
            home = district(session, "qixia").id
            session.add(Member(district_id=home, code=code, name=name, phone=phone))
        db.session.remove()


def print_for(app, code="m001"):
    """The secret of a new card."""
    with app.app_context():
        with writing(db.session()) as session:
            row = session.query(Member).filter_by(code=code).one()
            printed = cards.print_card(session, row)
        db.session.remove()
    return printed.secret


def card_with(app, secret, do):
    """What `do` says of the card with this secret, in a unit of work."""
    with app.app_context():
        with writing(db.session()) as session:
            found = do(session, cards.card_of(session, secret))
        db.session.remove()
    return found


def word_for(app, secret):
    return card_with(app, secret, lambda session, card: words.give(session, card)[0])


def in_use(app, secret, pin=PIN):
    """Set the PIN as the first use does."""
    card_with(app, secret, lambda session, card: cards.set_pin(session, card, pin))


def switch_off(app, secret):
    card_with(app, secret, cards.switch_off)


def scan(client, secret):
    return client.get(f"/c/{card_rows.in_address(secret)}", headers={"User-Agent": PHONE})


def type_pin(client, pin=PIN, onward=""):
    return client.post("/card/pin" + onward, data={"pin": pin}, headers={"User-Agent": PHONE})


def state(app, secret):
    """What has become of the card with this secret."""
    return card_with(app, secret, lambda _session, card: cards.state_of(card))
