"""Feeds as bytes: iCalendar that Apple, Google, Outlook and Android understand."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Timezone, TimezoneStandard
from icalendar import Event as Component

from rotation.board.calendars.events import Event, Feed

ZONE = "Asia/Shanghai"
EIGHT_HOURS = timedelta(hours=8)
ASKED_AGAIN = timedelta(hours=1)
LAST_LINE = b"END:VCALENDAR\r\n"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def to_ical(feed: Feed) -> bytes:
    """The feed's bytes: the same for the same events, whenever they are asked for."""
    calendar = Calendar()
    calendar.add("prodid", "-//One Week Secretary//Rotation//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", feed.name)
    calendar.add("x-wr-calname", feed.name)
    calendar.add("x-wr-timezone", ZONE)
    if feed.subscribed:
        calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    frame: bytes = calendar.to_ical(sorted=False)
    return frame.removesuffix(LAST_LINE) + b"".join(map(_bytes, feed.events)) + LAST_LINE


@lru_cache(maxsize=20_000)
def _bytes(event: Event) -> bytes:
    """An event's lines: kept, since most events are the same when a feed is asked for again."""
    lines: bytes = _component(event).to_ical(sorted=False)
    return lines


def _zone() -> Timezone:
    """China Standard Time alone: clocks have not been moved since 1991, and no event here is older."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1992, 1, 1))  # noqa: DTZ001 - the format wants local time
    standard.add("tzoffsetfrom", EIGHT_HOURS)
    standard.add("tzoffsetto", EIGHT_HOURS)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _component(event: Event) -> Component:
    touched = event.touched.astimezone(UTC).replace(microsecond=0)
    made = Component()
    made.add("uid", event.uid)
    made.add("dtstamp", touched)
    made.add("last-modified", touched)
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("summary", event.title)
    made.add("dtstart", event.first)
    made.add("dtend", event.end)
    for name in ("location", "description"):
        if value := getattr(event, name):
            made.add(name, value)
    if not isinstance(event.first, datetime):
        made.add("transp", "TRANSPARENT")
        made.add("x-microsoft-cdo-busystatus", "FREE")
    if event.alarm and not event.cancelled:
        made.add_component(_alarm(event.title, event.alarm))
    return made


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
