"""Texts that somebody typed: tidied, looked through, and sealed."""

import unicodedata
from collections.abc import Iterator

from sqlalchemy.orm import Session

from rotation.district import values
from rotation.errors import N_, InvalidInput
from rotation.record.sealing import Secret, seal

LONGEST = 2000


def text(field: str, typed: str, *, most: int = LONGEST) -> str:
    """A text of some lines that must not be empty, tidied; InvalidInput names the field."""
    found = values.tidy(typed.replace("\r\n", "\n"))
    for fault in _faults(field, found, most):
        raise fault
    return found


def line(field: str, typed: str, *, most: int = values.LINE) -> str:
    """One line, which may be empty, tidied; InvalidInput names the field."""
    found = values.tidy(typed)
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
