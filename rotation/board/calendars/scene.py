"""Where feeds play: a district's places, its members as they may be named, its mornings, and a language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.board.calendars import facts
from rotation.board.calendars.events import Tongue
from rotation.board.calendars.history import Served, Track
from rotation.board.calendars.mornings import Mornings, mornings
from rotation.district.members import Member
from rotation.district.villages import District, Village, Zone, villages, zones
from rotation.errors import N_
from rotation.roster.words import day_in_words


@dataclass(frozen=True)
class Scene:
    """All that an event shows beside the roster. `names` has a member's name, or "" without consent to be named."""

    district: District
    places: Mapping[str, Village | Zone]
    names: Mapping[str, str]
    mornings: Mornings
    changed: Mapping[str, tuple[datetime, ...]]
    tongue: Tongue
    with_codes: bool = False

    def place(self, code: str) -> str:
        """A place's name."""
        return self.tongue.name(self.places[code])

    def is_zone(self, place: str) -> bool:
        """Whether the place is a zone, with troubleshooters instead of a team."""
        return isinstance(self.places[place], Zone)

    def people(self, place: str, served: Served, *, without: str = "") -> str:
        """Who serves, as they may be named, and on which days; the numbers of the others count the whole team."""
        shown = (
            self._person(place, code, number) + self._period(days)
            for number, (code, days) in enumerate(served, 1)
            if code != without
        )
        return self.tongue.listed(tuple(shown))

    def _period(self, days: tuple[date, ...]) -> str:
        if not days:
            return ""
        first, last = (day_in_words(day).text(self.tongue.translate) for day in days)
        period = first if days[0] == days[1] else self.tongue.say(N_("%(first)s to %(last)s"), first=first, last=last)
        return " " + self.tongue.say(N_("(%(days)s)"), days=period)

    def _person(self, place: str, code: str, number: int) -> str:
        if name := self.names.get(code, ""):
            return name
        template = N_("troubleshooter %(number)d") if self.is_zone(place) else N_("secretary %(number)d")
        unnamed = self.tongue.say(template, number=number)
        return f"{unnamed} ({code})" if self.with_codes else unnamed

    def stamp(self, track: Track[Any], codes: Callable[[Any], Iterable[str]]) -> tuple[int, datetime]:
        """An event's sequence number and moment of change: those of its publications and of what it has shown."""
        later = [
            moment
            for code, since, until in track.shown(codes)
            for moment in self.changed.get(code, ())
            if since <= moment and (until is None or moment <= until)
        ]
        return track.sequence + len(later), max([track.touched, *later])


def scene(session: Session, district: District, tongue: Tongue, *, with_codes: bool = False) -> Scene:
    """The scene of a district as it is now."""
    people = select(Member.code, Member.name, Member.named_in_public).where(Member.district_id == district.id)
    places: list[Village | Zone] = [*zones(session, district.id, inactive=True)]
    places += villages(session, district.id, inactive=True)
    return Scene(
        district,
        {place.code: place for place in places},
        {code: name if named else "" for code, name, named in session.execute(people)},
        mornings(session, district.id),
        facts.moments(session, district.id),
        tongue,
        with_codes,
    )
