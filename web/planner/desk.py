"""The planner's desk: the session, district and settings from which every roster page starts."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.roster import rosters
from rotation.roster.rosters import Roster
from rotation.roster.unserved import Reporter
from rotation.settings import Settings
from web.accounts import actor, current_district
from web.changing import changing
from web.extensions import db
from web.installation import settings
from web.planner.names import Names, names_of

NUMBER = "<int(max=999999999):number>"


@dataclass(frozen=True, slots=True)
class Desk:
    """The planner's desk: all that a page's questions to the programme need."""

    session: Session
    district: District
    settings: Settings
    by: str

    def roster(self, number: int) -> Roster:
        """The district's roster of that number."""
        return rosters.roster(self.session, self.district.id, number)

    def changing(self, *conditions: ColumnElement[bool]) -> AbstractContextManager[Session]:
        """A unit of work in which facts change; what that makes impossible of the published roster is opened."""
        return changing(self.session, self.settings, self.district, Reporter(self.by), *conditions)

    def names(self) -> Names:
        """What the district's members and places are called."""
        return names_of(self.session, self.district)


def desk() -> Desk:
    """The desk of the planner who asks."""
    asking = actor()
    return Desk(db.session(), current_district(), settings(), asking.code if asking else "")
