"""Events and feeds as values, and what they are called for good.

A UID belongs to a term (member, week, kind of place), to a hearing in it, or to a team of a place; it is the same in
every version of the roster and in every message about it, and holds nothing that can change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from rotation.district.weeks import Week
from rotation.errors import N_

PROGRAMME = "one-week-secretary"
EVENING_BEFORE = timedelta(hours=4)  # before the midnight with which a term's first day begins: at 20:00
HOUR_BEFORE = timedelta(hours=1)


class Named(Protocol):
    """Whatever has a name and perhaps an English one."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a feed: how sentences are translated, and which names of places are used."""

    translate: Callable[[str], str]
    english: bool

    def say(self, template: str, **values: object) -> str:
        """A sentence in this language."""
        return self.translate(template) % values

    def name(self, thing: Named) -> str:
        """The name of a place or district in this language."""
        return (thing.name_en if self.english else "") or thing.name

    def listed(self, things: tuple[str, ...]) -> str:
        """Several things in a row."""
        return self.translate(N_(", ")).join(things)


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, from `first` to before `end`: dates for whole days, aware moments for a hearing.

    `sequence` and `touched` say how often and when last it was published otherwise than before.
    """

    uid: str
    first: date
    end: date
    title: str
    sequence: int
    touched: datetime
    cancelled: bool = False
    location: str = ""
    description: str = ""
    alarm: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """Events under a name; `subscribed` to and asked for again, or taken once."""

    name: str
    events: tuple[Event, ...]
    subscribed: bool = True


def term_uid(district: str, week: Week, member: str, *, is_zone: bool) -> str:
    """The name of a member's term in a village, or in a zone."""
    return _uid(district, "term", week, "zone" if is_zone else "village", member)


def hearing_uid(district: str, day: date, who: str) -> str:
    """The name of a morning hearing, of a member's or of a village's."""
    return _uid(district, "hearing", day, who)


def team_uid(district: str, week: Week, place: str) -> str:
    """The name of what a place's whole team does in a week."""
    return _uid(district, "team", week, place)


def _uid(district: str, *parts: object) -> str:
    return f"{'.'.join(map(str, parts))}@{district}.{PROGRAMME}".lower()
