"""The lines of an event, beside those that a library writes."""

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from rotation.board.calendars.events import EVENING_BEFORE, HOUR_BEFORE, Event
from rotation.board.calendars.lines import event_lines
from rotation.district.weeks import CHINA

TEXTS = st.text(st.characters(exclude_categories=["C"], include_characters="\n,;\\村"), max_size=200)
DAYS = st.dates(date(2020, 1, 1), date(2099, 1, 1))
HOURS = st.builds(datetime.combine, DAYS, st.times().map(lambda hour: hour.replace(microsecond=0)))
EVENTS = st.builds(
    Event,
    uid=st.text("abc.-@", min_size=1, max_size=120),
    first=DAYS | HOURS.map(lambda hour: hour.replace(tzinfo=CHINA)),
    end=DAYS,
    title=TEXTS,
    sequence=st.integers(0, 1000),
    touched=HOURS.map(lambda hour: hour.replace(tzinfo=UTC)),
    cancelled=st.booleans(),
    location=TEXTS,
    description=TEXTS,
    alarm=st.sampled_from([None, EVENING_BEFORE, HOUR_BEFORE]),
)


def by_the_library(event: Event) -> bytes:
    made = icalendar.Event()
    touched = event.touched.replace(microsecond=0)
    said = {"uid": event.uid, "dtstamp": touched, "last-modified": touched, "sequence": event.sequence}
    said |= {"status": "CANCELLED" if event.cancelled else "CONFIRMED", "summary": event.title}
    said |= {"dtstart": event.first, "dtend": event.end, "location": event.location, "description": event.description}
    for name, value in said.items():
        if value not in ("", None):
            made.add(name, value)
    if not event.title:
        made.add("summary", "")
    if not isinstance(event.first, datetime):
        made.add("transp", "TRANSPARENT")
        made.add("x-microsoft-cdo-busystatus", "FREE")
    if event.alarm and not event.cancelled:
        alarm = icalendar.Alarm()
        for name, value in (("action", "DISPLAY"), ("description", event.title), ("trigger", -event.alarm)):
            alarm.add(name, value)
        made.add_component(alarm)
    return made.to_ical(sorted=False)


def unfolded(lines: bytes) -> list[bytes]:
    return sorted(lines.replace(b"\r\n ", b"").split(b"\r\n"))


@given(EVENTS)
def test_an_event_reads_as_the_library_writes_it(event):
    assert unfolded(event_lines(event)) == unfolded(by_the_library(event))


@given(EVENTS)
def test_each_line_is_whole_characters_and_no_longer_than_allowed(event):
    lines = event_lines(event).split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and line.decode() for line in lines)


def test_a_very_long_line_of_signs_that_are_escaped_is_folded():
    event = Event("a", date(2026, 1, 5), date(2026, 1, 12), "\\" * 5000, 0, datetime(2026, 1, 1, tzinfo=UTC))
    assert event_lines(event).replace(b"\r\n ", b"").count(b"\\\\") == 5000
