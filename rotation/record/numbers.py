"""Numbers of tasks: two digits of the year, six that count, and a check digit (Damm), so that a slip is noticed.

They are digits only, for any keypad, and said in threes: 260 001 233.
"""

import unicodedata
from datetime import date

from sqlalchemy import String, column, func, select, table
from sqlalchemy.orm import Session
from stdnum import damm

from rotation.errors import N_, Conflict, InvalidInput

LENGTH = 9
MOST_A_YEAR = 999_999
_BETWEEN = frozenset(" \t-–—.·_ ,，、")


def number_of(year: int, count: int) -> str:
    """The number of the `count`-th task of a year."""
    digits = f"{year % 100:02d}{count:06d}"
    return digits + damm.calc_check_digit(digits)


def next_number(session: Session, day: date) -> str:
    """The number that comes after all of this year's; to be asked for under the ledger's lock."""
    year = f"{day.year % 100:02d}"
    number = column("number", String)
    last = session.scalar(
        select(func.max(number)).select_from(table("task", number)).where(number.between(year, year + "9" * LENGTH))
    )
    count = int(last[2:8]) + 1 if last else 1
    if count > MOST_A_YEAR:
        raise Conflict(N_("This year's task numbers are used up."))
    return number_of(day.year, count)


def spoken(number: str) -> str:
    """A number as it is said and printed: in threes."""
    return " ".join(number[first : first + 3] for first in range(0, len(number), 3))


def digits_of(typed: str) -> str:
    """The digits that somebody typed, whatever stands between them; "" where there is anything else among them."""
    signs = "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign not in _BETWEEN)
    return signs if signs.isascii() and signs.isdigit() else ""


def parse(typed: str) -> str:
    """The number that somebody typed, with spaces, dashes or full-width digits; InvalidInput where it is none."""
    digits = digits_of(typed)
    if len(digits) != LENGTH:
        raise InvalidInput(
            N_("A task's number has %(length)s digits, like 260 001 233. Look at the board or the slip again."),
            field="number",
            length=LENGTH,
        )
    if not damm.is_valid(digits):
        raise InvalidInput(
            N_("%(number)s is mistyped: one of its digits is wrong, or two have changed places."),
            field="number",
            number=spoken(digits),
        )
    return digits
