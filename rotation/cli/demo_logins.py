"""The sample's logins, one of each kind, written down for whoever tries it out.

Members come in by a card: theirs have its address under `card`, and their PIN as the password.
"""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.cli.accounts import accounts
from rotation.cli.store import district_of
from rotation.district.members import member
from rotation.district.offices import Level, Office
from rotation.district.villages import Village, Zone, villages, zones
from rotation.district.weeks import this_week
from rotation.errors import InvalidInput
from rotation.files import write_whole
from rotation.roster.rosters import Term, lines, published
from rotation.store import writing

__all__ = ["FILE", "begin", "complete"]

FILE = "demo-logins.json"
KEEPERS = ("planner", "administrator")
Login = dict[str, str]


def begin(path: Path) -> None:
    """Write down the logins that are there before anything else; those written down before stay."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, [_login(role, role) for role in KEEPERS])


def complete(path: Path, code: str) -> None:
    """Make the logins that are missing in the sample's district, one of each kind, and write them down."""
    with accounts() as session, writing(session):
        held = _read(path)
        _add_keepers(session, code, held)
        known = {login["role"] for login in held}
        more = [login for login in _of_district(session, code, known) if login]
        if more:
            _write(path, [*held, *more])


def _add_keepers(session: Session, code: str, held: list[Login]) -> None:
    from web.accounts.users import add_user, users

    there = {user.username for user in users(session)}
    for login in held:
        if login["role"] in KEEPERS and login["username"] not in there:
            place = district_of(session, code)
            add_user(session, login["username"], login["password"], roles=[login["role"]], district=place)


def _of_district(session: Session, code: str, known: set[str]) -> Iterator[Login | None]:
    """Those who serve this week in a village, in its zone, and in the offices that answer for it."""
    district = district_of(session, code).id
    serving = _serving(session, district)
    places: list[Village | Zone] = [*villages(session, district), *zones(session, district)]
    village = next((place for place in places if isinstance(place, Village) and place.code in serving), None)
    zone = next((place for place in places if isinstance(place, Zone) and place.code in serving), None)
    for role, place in (("member", village), ("troubleshooter", zone)):
        if role not in known and place:
            yield _by_card(session, district, role, serving[place.code])
    offices = session.scalars(select(Office).where(Office.district_id == district).order_by(Office.code)).all()
    for role, level in (("committee", Level.VILLAGE), ("township", Level.TOWNSHIP), ("district", Level.DISTRICT)):
        of_level = [one for one in offices if one.level is level]
        own = [one for one in of_level if village and one.village_id == village.id]
        if role not in known and of_level:
            yield _by_password(session, role, (own or of_level)[0])
    township = next((one for one in offices if one.level is Level.TOWNSHIP), None)
    if "official" not in known and village and township:
        yield _by_password(session, "official", township, village)


def _serving(session: Session, district: int) -> dict[str, str]:
    """Somebody who serves this week, by place; around holidays, when places are closed, who serves there next."""
    roster = published(session, district)
    to_come = lines(session, roster, Term.week >= this_week()) if roster else []
    return {line.place: line.member for line in reversed(to_come)}


def _by_card(session: Session, district: int, role: str, code: str) -> Login:
    from web.accounts import card_rows, cards
    from web.accounts.models import Card, User

    whose = member(session, district, code)
    secret, pin = cards.print_card(session, whose).secret, _pin(whose.phone)
    theirs = select(Card).join(User).where(User.member_id == whose.id, Card.off_at.is_(None))
    card = session.scalars(theirs).one()
    cards.set_pin(session, card, pin)
    login = {"role": role, "username": card.user.username, "password": pin}
    return login | {"card": f"/c/{card_rows.in_address(secret)}"}


def _by_password(session: Session, role: str, office: Office, village: Village | None = None) -> Login:
    from web.accounts.users import Belonging, add_user, set_password, users

    login = _login(role, f"official-{village.code}" if village else office.code)
    if login["username"] in {user.username for user in users(session)}:  # the file was lost
        set_password(session, login["username"], login["password"])
        return login
    whose = Belonging(office=office, villages=[village] if village else [])
    name = office.holder or office.deputy
    add_user(session, login["username"], login["password"], roles=[role], name=name, belonging=whose)
    return login


def _pin(phone: str) -> str:
    """Six digits by chance that a card takes."""
    from web.accounts.pins import check_pin

    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        try:
            check_pin(pin, phone)
        except InvalidInput:
            continue
        return pin


def _login(role: str, username: str) -> Login:
    return {"role": role, "username": username, "password": secrets.token_urlsafe(12)}


def _read(path: Path) -> list[Login]:
    found: list[Login] = json.loads(path.read_bytes())
    return found


def _write(path: Path, logins: list[Login]) -> None:
    write_whole(path, json.dumps(logins, indent=1).encode(), 0o600)
