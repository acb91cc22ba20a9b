"""What members, places and rosters are called on a planner's pages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rotation.district.members import members
from rotation.district.villages import District, Village, Zone, villages, zones
from rotation.roster.rosters import Roster
from web.dates import listed, local_name


@dataclass(frozen=True, slots=True)
class Names:
    """What the members and places of a district are called, by code; whoever is unknown keeps the code."""

    members: Mapping[str, str]
    places: Mapping[str, str]

    def member(self, code: str) -> str:
        """A member's name; with the number where two have the same name."""
        return self.members.get(code, code)

    def place(self, code: str | None) -> str:
        """A village's or zone's name; none where nobody serves."""
        return self.places.get(code, code) if code else _("no term")

    def several(self, codes: Iterable[str]) -> str:
        """Several members in a row."""
        return listed(self.member(code) for code in codes) or _("nobody")


def names_of(session: Session, district: District) -> Names:
    """The names of a district's members and places, of those who have left too."""
    people = members(session, district.id, inactive=True)
    called = Counter(person.name for person in people)
    places: list[Village | Zone] = [
        *villages(session, district.id, inactive=True),
        *zones(session, district.id, inactive=True),
    ]
    return Names(
        {p.code: p.name if called[p.name] == 1 else _("%(what)s (%(note)s)", what=p.name, note=p.code) for p in people},
        {place.code: local_name(place) for place in places},
    )


def roster_name(roster: Roster) -> str:
    """How a roster is spoken of: by its version if it was published, else by its number."""
    name = (
        _("Version %(version)s", version=roster.version)
        if roster.version
        else _("Draft %(number)s", number=roster.number)
    )
    return _("%(label)s: %(value)s", label=name, value=roster.title) if roster.title else name
