"""What single cells hold: how each kind is read from what a spreadsheet gives, and written back.

`read` takes what a cell holds (never nothing) and returns the value that the store knows, or raises
InvalidInput, which says what is wrong and how to mend it. `write` is its inverse.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from rotation.board.spreadsheets.words import Words, narrow
from rotation.district.values import tidy
from rotation.district.weeks import Week
from rotation.errors import N_, InvalidInput

Raw = str | int | float | bool | date | datetime | time
Written = str | int | float | date | None
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+00:00(?::00)?)?|(\d{4})(\d\d)(\d\d)"
)
_WEEK = re.compile(r"(\d{4})\s*[年-]?\s*(?:W|第)\s*(\d{1,2})\s*周?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})\s*[:时点]\s*(?:(\d{2})\s*分?)?(?::00)?")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+?\d{1,3}", re.IGNORECASE)
WHOLE_PHONE = 7


class Kind(Protocol):
    """One kind of cell; `is_text` where a spreadsheet must not turn it into a number or date."""

    @property
    def is_text(self) -> bool:
        """Whether cells are formatted as text."""

    def read(self, raw: Raw) -> Any:
        """The value that the cell holds."""

    def write(self, value: Any) -> Written:
        """What is put into a cell."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; a number is taken as its digits."""

    is_text: bool = True

    def read(self, raw: Raw) -> str:
        """The text."""
        return tidy(as_text(raw))

    def write(self, value: str) -> Written:
        """The text itself."""
        return value or None


@dataclass(frozen=True, slots=True)
class Code(Text):
    """The number of a member, village, zone or office."""

    def read(self, raw: Raw) -> str:
        """The code in small letters; whether it may be one is judged with all others."""
        return narrow(as_text(raw)).lower()


@dataclass(frozen=True, slots=True)
class Reference(Text):
    """The number, the number and name, or the name alone of what stands in another sheet (one of `sheets`)."""

    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phone(Text):
    """A telephone number, also where a spreadsheet has made a number of it."""

    def read(self, raw: Raw) -> str:
        """The digits as they were, if they are all still there."""
        text = narrow(as_text(raw))
        return _unfolded(text) if _SCIENTIFIC.fullmatch(text) else text


def _unfolded(text: str) -> str:
    mantissa = Decimal(text).as_tuple().digits
    whole = str(int(Decimal(text)))
    if len(mantissa) < WHOLE_PHONE or len(whole) > len(mantissa) + 2:
        raise InvalidInput(
            N_("“%(text)s” has lost its last digits; format the column as text, then type the number again."), text=text
        )
    return whole


@dataclass(frozen=True, slots=True)
class Number:
    """A number; with `whole`, without decimals."""

    whole: bool = False
    is_text: bool = False

    def read(self, raw: Raw) -> float:
        """The number, also where it stands as text."""
        number = _decimal(raw)
        if not self.whole:
            return as_kept(float(number))
        if number != int(number):
            raise InvalidInput(N_("“%(text)s” must be a whole number."), text=raw)
        return int(number)

    def write(self, value: float | None) -> Written:
        """The number itself."""
        return value


def as_kept(number: float) -> float:
    """The number as far as spreadsheets keep it: 15 digits."""
    return float(f"{number:.15g}")


def _decimal(raw: Raw) -> Decimal:
    if isinstance(raw, bool | date | time):
        raise InvalidInput(N_("“%(text)s” is not a number; write digits."), text=raw)
    try:
        number = Decimal(narrow(str(raw)).replace(",", ""))
    except InvalidOperation:
        raise InvalidInput(N_("“%(text)s” is not a number; write digits."), text=raw) from None
    if not number.is_finite() or abs(number) > 10**12:
        raise InvalidInput(N_("“%(text)s” cannot be meant as a number here; write digits."), text=raw)
    return number


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    is_text: bool = False

    def read(self, raw: Raw) -> date:
        """The date, also where it stands as text."""
        if isinstance(raw, datetime):
            return raw.date()
        return raw if isinstance(raw, date) else _day(narrow(str(raw)))

    def write(self, value: date) -> Written:
        """The date itself."""
        return value


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    parts = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
    try:
        return date(*parts)
    except ValueError:
        raise InvalidInput(N_("“%(text)s” is not a date; write it like 2026-01-05."), text=text) from None


@dataclass(frozen=True, slots=True)
class WeekOf:
    """A week: 2026-W03, or the date of its Monday."""

    is_text: bool = True

    def read(self, raw: Raw) -> Week:
        """The week."""
        if not isinstance(raw, date):
            text = narrow(str(raw))
            if found := _WEEK.fullmatch(text):
                return Week.parse(f"{found[1]}-W{found[2]}")
            raw = self._monday(text)
        monday = Day().read(raw)
        if monday.weekday():
            raise InvalidInput(
                N_("%(day)s is not a Monday; write the week's Monday, %(monday)s, or %(week)s."),
                day=monday,
                monday=Week.of(monday).monday,
                week=Week.of(monday),
            )
        return Week(monday)

    def write(self, value: Week) -> Written:
        """Like 2026-W03."""
        return str(value)

    def _monday(self, text: str) -> date:
        try:
            return _day(text)
        except InvalidInput:
            raise InvalidInput(N_("“%(text)s” is not a week; write it like 2026-W03."), text=text) from None


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day, kept as 08:30."""

    is_text: bool = True

    def read(self, raw: Raw) -> str:
        """The time with two digits each."""
        if isinstance(raw, datetime | time):
            return raw.strftime("%H:%M")
        text = narrow(str(raw))
        found = _TIME.fullmatch(text)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004 - hours and minutes
            raise InvalidInput(N_("“%(text)s” is not a time; write it like 08:30."), text=text)
        return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"

    def write(self, value: str) -> Written:
        """The time as it is kept."""
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: Words[Any]
    is_text: bool = True

    def read(self, raw: Raw) -> Any:
        """The value that the word stands for."""
        found = self.words.find(as_text(int(raw) if isinstance(raw, bool) else raw))
        if found is None:
            raise InvalidInput(
                N_("“%(text)s” is unknown here; choose from: %(allowed)s."), text=raw, allowed=self.words.allowed()
            )
        return found

    def write(self, value: Any) -> Written:
        """The word in both languages."""
        return self.words.both(value)


def as_text(raw: Raw) -> str:
    """What a cell holds as text: numbers as their digits; dates and truth values are not text."""
    if isinstance(raw, bool | date | time):
        raise InvalidInput(
            N_("“%(text)s” is not text to the spreadsheet; format the cell as text, then type it again."),
            text=raw,
        )
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return str(raw)
