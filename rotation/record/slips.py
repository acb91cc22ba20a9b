"""Slips: the random codes by which somebody who said something finds out what became of it.

Sheets of them are printed beforehand and torn off at the hearing, so that it works without a network; a receipt is
one that is made on the spot. What is stored is only a mark, made from the code with the installation's own key:
whoever reads the database can use no slip.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from stdnum import damm

from rotation.district.villages import Village
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.record.numbers import digits_of
from rotation.store import Base, now

LENGTH = 12
GROUP = 4
MOST_PRINTED = 500


class Slip(Base):
    """A slip that was printed for a village, on which sheet; a receipt made on the spot is on none.

    `used_for` is the hearing, or the code of the voice, that it leads to: no slip leads to two.
    """

    __tablename__ = "slip"
    __table_args__ = (Index("ix_slip_village_id_sheet", "village_id", "sheet"),)

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    sheet: Mapped[int | None]
    made_at: Mapped[datetime]
    used_for: Mapped[str | None] = mapped_column(String(80), index=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it goes to the printer: its number among those of the village, and codes that are shown only now."""

    number: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A slip made on the spot, with its code, which is shown only now."""

    code: str
    slip: Slip


def new_code() -> str:
    """Eleven random digits and a check digit (Damm)."""
    digits = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return digits + damm.calc_check_digit(digits)


def spoken(code: str) -> str:
    """A code as it is printed and said: in fours."""
    return " ".join(code[first : first + GROUP] for first in range(0, len(code), GROUP))


def parse(typed: str) -> str:
    """The code that somebody typed, with spaces, dashes or full-width digits; InvalidInput where it is none."""
    digits = digits_of(typed)
    if len(digits) != LENGTH:
        raise InvalidInput(
            N_("A slip's code has %(length)s digits, like 0123 4567 8906. Look at the slip again."),
            field="code",
            length=LENGTH,
        )
    if not damm.is_valid(digits):
        raise InvalidInput(
            N_("This code is mistyped: one of its digits is wrong, or two have changed places."), field="code"
        )
    return digits


def mark_of(key: bytes, code: str) -> str:
    """What is stored in place of a code; `key` is the installation's secret for slips."""
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def print_sheet(session: Session, key: bytes, village: Village, count: int, at: datetime | None = None) -> Sheet:
    """Make a sheet of so many new slips for a village."""
    if not 1 <= count <= MOST_PRINTED:
        raise InvalidInput(N_("A sheet has from 1 to %(most)s slips."), field="count", most=MOST_PRINTED)
    session.scalar(select(Village.id).where(Village.id == village.id).with_for_update())  # else two get one number
    last = session.scalar(select(func.max(Slip.sheet)).where(Slip.village_id == village.id)) or 0
    made = _made(session, key, village.id, last + 1, at or now(), count)
    return Sheet(last + 1, tuple(one.code for one in made))


def receipt(session: Session, key: bytes, village_id: int, at: datetime | None = None) -> Receipt:
    """Make one slip on the spot."""
    return next(_made(session, key, village_id, None, at or now(), 1))


def code_of_form(key: bytes, form: str) -> str:
    """The code of the receipt that a form brings: sent twice, it brings the same."""
    number = int.from_bytes(hmac.new(key, b"form " + form.encode(), hashlib.sha256).digest())
    digits = f"{number % 10 ** (LENGTH - 1):0{LENGTH - 1}d}"
    return digits + damm.calc_check_digit(digits)


def receipt_of_form(
    session: Session, key: bytes, village_id: int, form: str, at: datetime | None = None
) -> tuple[Receipt, bool]:
    """The receipt that a form brings, and whether it is new: else the form has been sent before.

    To be asked for under a lock that keeps out whoever sends the same form at the same time.
    """
    code = code_of_form(key, form)
    found = session.get(Slip, mark_of(key, code))
    if found is not None:
        return Receipt(code, found), False
    made = Slip(mark=mark_of(key, code), village_id=village_id, sheet=None, made_at=at or now())
    session.add(made)
    session.flush()
    return Receipt(code, made), True


def _made(
    session: Session, key: bytes, village_id: int, sheet: int | None, at: datetime, count: int
) -> Iterator[Receipt]:
    for _n in range(count):
        code = new_code()
        while session.get(Slip, mark_of(key, code)) is not None:
            code = new_code()
        made = Slip(mark=mark_of(key, code), village_id=village_id, sheet=sheet, made_at=at)
        session.add(made)
        session.flush()
        yield Receipt(code, made)


def slip(session: Session, key: bytes, typed: str) -> Slip:
    """The slip whose code somebody typed; InvalidInput where it is mistyped, NotFound where there is none such."""
    found = session.get(Slip, mark_of(key, parse(typed)))
    if found is None:
        raise NotFound(N_("There is no slip with this code. Look at it again, or ask at the committee's counter."))
    return found


def slip_of_village(session: Session, key: bytes, typed: str, village: Village) -> Slip:
    """The same, where it was printed for this village; InvalidInput where it was printed for another or for none."""
    found = session.get(Slip, mark_of(key, parse(typed)))
    if found is None or found.village_id != village.id:
        raise InvalidInput(
            N_("This slip is not from a sheet that was printed for %(village)s."), field="code", village=village.name
        )
    return found


def use(session: Session, row: Slip, what: str) -> None:
    """Give a slip to somebody: from now on it leads to `what`; Conflict where it leads to something else."""
    session.refresh(row, with_for_update=True)
    if row.used_for not in (None, what):
        raise Conflict(N_("This slip has been given to somebody before. Take the next one of the sheet."))
    row.used_for = what
    session.flush()
