"""What a single value may be: texts, telephone numbers, coordinates, counts, weeks. Each check names its field."""

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from rotation.district.weeks import Week
from rotation.errors import N_, InvalidInput

Faults = Iterator[InvalidInput]
NAME = 80
LINE = 200
FIRST_YEAR = 2000
LAST_YEAR = 2099
_PHONE = re.compile(r"[0-9+()（）/,;，；、 #*转-]{3,40}")
_MOBILE_DIGITS, _NOT_A_SHORT_NUMBER = 11, 7
_MOBILE = re.compile(r"1[3-9]\d*")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def tidy(text: str) -> str:
    """The text without space around it, its characters composed as everybody else's."""
    return unicodedata.normalize("NFC", text).strip()


def text(field: str, value: str, *, most: int = LINE, needed: bool = False) -> Faults:
    """One line of at most `most` characters."""
    if needed and not value.strip():
        yield InvalidInput(N_("This must not be empty."), field=field)
    if len(value) > most:
        yield InvalidInput(N_("This is longer than %(most)s characters; shorten it."), field=field, most=most)
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value):
        yield InvalidInput(N_("This holds a line break or another invisible sign; type it again."), field=field)


def phone(field: str, value: str) -> Faults:
    """A telephone number, or nothing."""
    if value and not _PHONE.fullmatch(value):
        yield InvalidInput(
            N_("“%(value)s” is not a telephone number; write digits, like 13800138000 or 025-1234567."),
            field=field,
            value=value,
        )
        return
    for number, digits in _broken_mobiles(value):
        yield InvalidInput(
            N_("“%(value)s” has %(count)s digits, a mobile number has %(all)s; compare it with the number you have."),
            field=field,
            value=number,
            count=digits,
            all=_MOBILE_DIGITS,
        )


def _broken_mobiles(value: str) -> Iterator[tuple[str, int]]:
    """What begins like a mobile number and is too short or too long for one, and how many digits it has."""
    for number in _single_numbers(value):
        digits = len(_mobile(number))
        if digits >= _NOT_A_SHORT_NUMBER and digits != _MOBILE_DIGITS:
            yield number, digits


def _single_numbers(value: str) -> Iterator[str]:
    """The numbers of a field: set apart by a sign, or by a space if one of them is a whole mobile number by itself."""
    for some in re.split(r"[/,;，；、]", value):
        parts = some.split()
        yield from parts if any(len(_mobile(one)) == _MOBILE_DIGITS for one in parts) else [some.strip()]


def _mobile(number: str) -> str:
    """The digits of a number that begins like a mobile one, without China's prefix and an extension; else ""."""
    digits = re.sub(r"\D", "", re.split("[转#*]", number)[0])
    found = _MOBILE.fullmatch(re.sub(r"^(00)?86(?=1[3-9])", "", digits))
    return found[0] if found else ""


def coordinates(lat: float | None, lon: float | None) -> Faults:
    """A point on earth, or none; half of one is a fault."""
    if (lat is None) != (lon is None):
        field = "lat" if lat is None else "lon"
        yield InvalidInput(N_("Latitude and longitude belong together: give both, or neither."), field=field)
    yield from number("lat", lat, least=-90, most=90)
    yield from number("lon", lon, least=-180, most=180)


def number(field: str, value: float | None, *, least: float, most: float) -> Faults:
    """A number from `least` to `most`, or none."""
    if value is not None and not (math.isfinite(value) and least <= value <= most):
        yield InvalidInput(
            N_("This must be a number from %(least)s to %(most)s."), field=field, least=f"{least:g}", most=f"{most:g}"
        )


def each_once(field: str, values: Iterable[str], allowed: Collection[str]) -> Faults:
    """Only what is allowed, and nothing twice."""
    seen: set[str] = set()
    for value in values:
        if value not in allowed:
            yield InvalidInput(
                N_("“%(value)s” is unknown here. Choose from: %(allowed)s."),
                field=field,
                value=value,
                allowed=tuple(sorted(allowed)) or "–",
            )
        elif value in seen:
            yield InvalidInput(N_("“%(value)s” stands here twice."), field=field, value=value)
        seen.add(value)


def weeks(field: str, values: Iterable[str]) -> Faults:
    """Weeks as 2026-W03, each once."""
    seen: set[str] = set()
    for value in values:
        try:
            proper = str(Week.parse(value))
        except InvalidInput as error:
            yield InvalidInput(error.template, field=field, **error.values)
            continue
        if proper != value:
            yield InvalidInput(N_("Write the week “%(value)s” as %(proper)s."), field=field, value=value, proper=proper)
        if proper in seen:
            yield InvalidInput(N_("“%(value)s” stands here twice."), field=field, value=value)
        seen.add(proper)


def time_of_day(field: str, value: str) -> Faults:
    """A time like 08:30."""
    if not _TIME.fullmatch(value):
        yield InvalidInput(N_("“%(value)s” is not a time; write it like 08:30."), field=field, value=value)


def day(field: str, value: date) -> Faults:
    """A date in the years that a programme can speak of."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        yield InvalidInput(
            N_("The year must be from %(least)s to %(most)s."), field=field, least=FIRST_YEAR, most=LAST_YEAR
        )
