"""A district at a glance: its members and villages in one week, and its roster in force."""

from dataclasses import dataclass

from rotation.district import roll
from rotation.district.roll import Entry
from rotation.district.villages import Village, villages
from rotation.district.weeks import Week, this_week
from rotation.roster.rosters import Roster
from web.planner.desk import Desk
from web.planner.terms import roster_in_force


@dataclass(frozen=True, slots=True)
class Glance:
    """A district in one week."""

    week: Week
    members: list[Entry]
    villages: list[Village]
    roster: Roster | None

    @property
    def away(self) -> list[Entry]:
        """Those who are trained and away."""
        return [entry for entry in self.members if entry.is_trained and entry.away]

    @property
    def untrained(self) -> list[Entry]:
        """Those who may not serve yet."""
        return [entry for entry in self.members if not entry.is_trained]

    @property
    def leads(self) -> list[Entry]:
        """Those who can lead a team."""
        return [entry for entry in self.members if entry.is_lead]

    @property
    def able(self) -> list[Entry]:
        """Those who could serve."""
        return [entry for entry in self.members if entry.can_serve]

    @property
    def open_villages(self) -> list[Village]:
        """The villages that are open."""
        return [village for village in self.villages if not village.is_closed(self.week)]


def glance_now(here: Desk) -> Glance:
    """The district in the week that runs."""
    week = this_week()
    everybody = roll.roll(here.session, here.district.id, week)
    return Glance(
        week,
        [entry for entry in everybody if entry.member.active],
        villages(here.session, here.district.id),
        roster_in_force(here),
    )
