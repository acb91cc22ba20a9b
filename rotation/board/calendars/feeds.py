"""The feeds: of a member, a village, a zone's troubleshooters, a whole district; and what is taken once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rotation.board.calendars import building
from rotation.board.calendars.building import Window
from rotation.board.calendars.events import Event, Feed, Tongue
from rotation.board.calendars.history import versions
from rotation.board.calendars.scene import scene
from rotation.district.members import member
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import CHINA, Week
from rotation.errors import N_, NotFound

HISTORY_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """How a feed is asked for: as of when, in which language, and whether with what was taken away."""

    now: datetime
    tongue: Tongue
    cancelled: bool = True

    @property
    def this_week(self) -> Week:
        """The week that is running."""
        return Week.of(self.now.astimezone(CHINA).date())

    @property
    def since(self) -> Week:
        """The first week that a feed shows."""
        return self.this_week + -HISTORY_WEEKS

    @property
    def window(self) -> Window:
        """What is shown."""
        return Window(self.now, self.cancelled)


def member_feed(session: Session, district: District, code: str, asked: Asked) -> Feed:
    """A member's terms and hearings: the last eight weeks, and everything published ahead."""
    member(session, district.id, code)
    events = _of_member(session, district, code, asked, asked.since)
    return Feed(asked.tongue.say(N_("One Week Secretary: my terms")), _in_order(events))


def place_feed(session: Session, place: Village | Zone, asked: Asked) -> Feed:
    """A village's teams and hearings, or a zone's troubleshooters, as anybody may see them."""
    district = session.get_one(District, place.district_id)
    stage = scene(session, district, asked.tongue)
    said = versions(session, district.id, asked.since, place=place.code)
    template = N_("Troubleshooters: %(place)s") if isinstance(place, Zone) else N_("One Week Secretary: %(place)s")
    name = asked.tongue.say(template, place=asked.tongue.name(place))
    mornings = building.open_mornings(stage, said, asked.window)
    return Feed(name, _in_order([*building.team_events(stage, said, asked.window), *mornings]))


def district_feed(session: Session, district: District, asked: Asked) -> Feed:
    """All teams and troubleshooters of a district, for its planners: whoever may not be named bears the number."""
    stage = scene(session, district, asked.tongue, with_codes=True)
    said = versions(session, district.id, asked.since)
    events = building.team_events(stage, said, asked.window)
    name = asked.tongue.say(N_("One Week Secretary: %(place)s"), place=asked.tongue.name(district))
    return Feed(name, _in_order(events))


def member_year(session: Session, district: District, code: str, asked: Asked) -> Feed:
    """All that is published of a member from this week on, to be taken once."""
    member(session, district.id, code)
    events = _of_member(session, district, code, replace(asked, cancelled=False), asked.this_week)
    return Feed(asked.tongue.say(N_("One Week Secretary: my terms")), _in_order(events), subscribed=False)


def member_term(session: Session, district: District, code: str, week: Week, asked: Asked) -> Feed:
    """One term of a member, to be taken once."""
    year = member_year(session, district, code, asked)
    events = tuple(event for event in year.events if Week.of(_day(event.first)) == week)
    if not events:
        raise NotFound(N_("There is no term in this week."))
    return Feed(year.name, events, subscribed=False)


def _of_member(session: Session, district: District, code: str, asked: Asked, since: Week) -> Iterable[Event]:
    said = versions(session, district.id, since, member=code)
    return building.member_events(scene(session, district, asked.tongue), code, said, asked.window)


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: (_day(event.first), event.uid)))


def _day(first: date) -> date:
    return first.date() if isinstance(first, datetime) else first
