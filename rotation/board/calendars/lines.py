"""An event as the lines of iCalendar (RFC 5545): a whole district has thousands, asked for by one request."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from rotation.board.calendars.events import Event

ZONE = "Asia/Shanghai"
OCTETS = 75
_CONTINUED = b"\r\n "
_FIRST_WITHIN, _LAST_WITHIN = 0x80, 0xBF  # octets of UTF-8 that begin no character
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


def event_lines(event: Event) -> bytes:
    """The event, each line folded and ended as the format asks."""
    return b"".join(map(_folded, _lines(event)))


def _lines(event: Event) -> Iterator[str]:
    touched = event.touched.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{touched}"
    yield f"LAST-MODIFIED:{touched}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DTSTART;{_moment(event.first)}"
    yield f"DTEND;{_moment(event.end)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if not isinstance(event.first, datetime):
        yield "TRANSP:TRANSPARENT"
        yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    if event.alarm and not event.cancelled:
        yield from _alarm(event.title, event.alarm)
    yield "END:VEVENT"


def _alarm(title: str, before: timedelta) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(title)}"
    yield f"TRIGGER:-PT{before // timedelta(hours=1)}H"
    yield "END:VALARM"


def _moment(moment: date) -> str:
    if isinstance(moment, datetime):
        return f"TZID={ZONE}:{moment:%Y%m%dT%H%M%S}"
    return f"VALUE=DATE:{moment:%Y%m%d}"


def _text(said: str) -> str:
    return said.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """The line in UTF-8, in pieces of at most 75 octets, none of them cut inside a character."""
    octets, pieces, room = line.encode(), [], OCTETS
    while len(octets) > room:
        end = room
        while _FIRST_WITHIN <= octets[end] <= _LAST_WITHIN:
            end -= 1
        pieces.append(octets[:end])
        octets, room = octets[end:], OCTETS - 1
    return _CONTINUED.join([*pieces, octets]) + b"\r\n"
