"""Texts that somebody typed: tidied, looked through, and sealed."""

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy.orm import Session

from rotation.district import values
from rotation.errors import N_, InvalidInput
from rotation.record.sealing import Secret, seal

LONGEST = 2000
_TURNS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_ENDS_AND_TABS = re.compile(r"\r\n?|[\u2028\u2029\t]")


def tidy(typed: str) -> str:
    """What somebody typed or pasted as it is kept: one kind of line ends, no tabs, no space around it.

    The signs that turn the direction of writing are left out, for they would turn what stands beside it on a board;
    what holds nothing that can be seen is empty.
    """
    plain = _ENDS_AND_TABS.sub(lambda sign: " " if sign[0] == "\t" else "\n", typed.translate(_TURNS))
    found = values.tidy(plain)
    return found if any(unicodedata.category(sign)[0] not in "CZM" for sign in found) else ""


def text(field: str, typed: str, *, most: int = LONGEST) -> str:
    """A text of some lines that must not be empty, tidied; InvalidInput names the field."""
    found = tidy(typed)
    for fault in _faults(field, found, most):
        raise fault
    return found


def line(field: str, typed: str, *, most: int = values.LINE) -> str:
    """One line, which may be empty, tidied; InvalidInput names the field."""
    found = tidy(typed)
    for fault in values.text(field, found, most=most):
        raise fault
    return found


def seal_text(session: Session, field: str, typed: str, *, most: int = LONGEST) -> str:
    """Seal a text and return its commitment."""
    return seal(session, text(field, typed, most=most), Secret.TEXT)


def seal_line(session: Session, field: str, typed: str) -> str | None:
    """Seal one line and return its commitment; None where nothing was typed."""
    found = line(field, typed)
    return seal(session, found, Secret.TEXT) if found else None


def _faults(field: str, found: str, most: int) -> Iterator[InvalidInput]:
    if not found:
        yield InvalidInput(N_("This must not be empty."), field=field)
    if len(found) > most:
        yield InvalidInput(N_("This is longer than %(most)s characters; shorten it."), field=field, most=most)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in found):
        yield InvalidInput(N_("This holds a sign that cannot be stored; type it again."), field=field)
