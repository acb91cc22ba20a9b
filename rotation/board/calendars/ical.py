"""Feeds as bytes: iCalendar that Apple, Google, Outlook and Android understand."""

from datetime import datetime, timedelta

from icalendar import Calendar, Timezone, TimezoneStandard

from rotation.board.calendars.events import Feed
from rotation.board.calendars.lines import ZONE, event_lines

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
    return frame.removesuffix(LAST_LINE) + b"".join(map(event_lines, feed.events)) + LAST_LINE


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
