"""From what was published to events: a member's terms and hearings, a place's teams and hearings. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from rotation.board.calendars.events import EVENING_BEFORE, HOUR_BEFORE, Event, hearing_uid, team_uid, term_uid
from rotation.board.calendars.history import Served, Track, Version, tracks
from rotation.board.calendars.scene import Scene
from rotation.district.villages import Village
from rotation.district.weeks import CHINA, Week
from rotation.errors import N_

TOMBSTONES_STAND = timedelta(weeks=8)
A_HEARING_TAKES = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Window:
    """What a feed shows: events as of `now`; those that were taken away only where `cancelled` ones are wanted."""

    now: datetime
    cancelled: bool = True

    def shows(self, track: Track[Any]) -> bool:
        """Whether an event stands, or was taken away not too long ago."""
        return not track.gone or (self.cancelled and track.touched + TOMBSTONES_STAND > self.now)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an event says, in words; `shown` are the codes of all that it shows with a content."""

    uid: str
    title: str
    location: str
    description: str
    shown: Callable[[Any], Iterable[str]]
    alarm: timedelta | None = None


def member_events(scene: Scene, member: str, versions: Iterable[Version], window: Window) -> Iterator[Event]:
    """A member's terms, and the morning hearings of their days."""
    history = [version.of(member) for version in versions]
    for (week, is_zone), term in tracks((said.at, _terms(scene, member, said)) for said in history).items():
        if window.shows(term):
            uid = term_uid(scene.district.code, week, member, is_zone=is_zone)
            place, team, days = term.content
            yield _of_days(scene, term, days, _term(scene, uid, member, place, team))
    for day, hearing in tracks(_mornings(scene, history, member)).items():
        if window.shows(hearing):
            yield _of_morning(scene, hearing, day, _heard(scene, member, day, hearing.content))


def team_events(scene: Scene, versions: Iterable[Version], window: Window) -> Iterator[Event]:
    """The teams and troubleshooters of all places that the versions hold."""
    for (place, week), team in tracks((version.at, version.served) for version in versions).items():
        if window.shows(team):
            yield _of_week(scene, team, week, _team(scene, place, week, team.content))


def open_mornings(scene: Scene, versions: Sequence[Version], window: Window) -> Iterator[Event]:
    """The hearings of all villages that the versions hold, in weeks with a team."""
    for day, hearing in tracks(_mornings(scene, versions)).items():
        if window.shows(hearing):
            yield _of_morning(scene, hearing, day, _open(scene, day, hearing.content))


def _terms(scene: Scene, member: str, said: Version) -> dict[tuple[Week, bool], tuple[str, Served, tuple[date, date]]]:
    """A member's terms in one publication: the place, the team, and the days of the week that are theirs."""
    return {
        (week, scene.is_zone(place)): (place, team, said.days.get((week, member), (week.monday, week.sunday)))
        for (place, week), team in said.served.items()
    }


def _mornings(
    scene: Scene, versions: Sequence[Version], member: str = ""
) -> Iterator[tuple[datetime, dict[date, str]]]:
    """What each publication says of hearings, and what is true of it after each later change of the mornings.

    Of a `member`, only the hearings on their own days.
    """
    changes = scene.mornings.changes({place for version in versions for place, _week in version.teams})
    for version, following in zip_longest(versions, versions[1:]):
        later = [at for at in changes if version.at <= at and not (following and following.at <= at)]
        yield version.at, _heard_in(scene, version, member, version.at)
        yield from ((at, _heard_in(scene, version, member, at + timedelta.resolution)) for at in later)


def _heard_in(scene: Scene, version: Version, member: str, moment: datetime) -> dict[date, str]:
    heard: dict[date, str] = {}
    for place, week in version.teams:
        first, last = version.days.get((week, member), (week.monday, week.sunday))
        heard |= {day: place for day in scene.mornings.of(place, week, moment) if first <= day <= last}
    return heard


def _term(scene: Scene, uid: str, member: str, place: str, served: Served) -> _Said:
    template = N_("Troubleshooter in %(place)s") if scene.is_zone(place) else N_("One Week Secretary in %(place)s")
    lines = []
    if partners := scene.people(place, served, without=member):
        lines.append(scene.tongue.say(N_("Together with %(names)s"), names=partners))
    if hours := _hours(scene, place):
        lines.append(hours)
    title = scene.tongue.say(template, place=scene.place(place))

    def shown(content: tuple[str, Served, object]) -> Iterable[str]:
        return content[0], *(code for code, _days in content[1] if code != member)

    return _Said(uid, title, _address(scene, place), "\n".join(lines), shown, EVENING_BEFORE)


def _heard(scene: Scene, member: str, day: date, place: str) -> _Said:
    title = scene.tongue.say(N_("Morning hearing in %(place)s"), place=scene.place(place))
    uid = hearing_uid(scene.district.code, day, member)
    return _Said(uid, title, _address(scene, place), "", _itself, HOUR_BEFORE)


def _team(scene: Scene, place: str, week: Week, served: Served) -> _Said:
    names = scene.people(place, served)
    title = scene.tongue.say(N_("%(label)s: %(value)s"), label=scene.place(place), value=names)
    uid = team_uid(scene.district.code, week, place)
    return _Said(uid, title, _address(scene, place), _hours(scene, place), lambda team: (place, *dict(team)))


def _open(scene: Scene, day: date, place: str) -> _Said:
    title = scene.tongue.say(N_("Morning hearing in %(place)s"), place=scene.place(place))
    description = scene.tongue.say(N_("Everybody may come and be heard."))
    return _Said(hearing_uid(scene.district.code, day, place), title, _address(scene, place), description, _itself)


def _itself(place: str) -> Iterable[str]:
    return (place,)


def _hours(scene: Scene, place: str) -> str:
    where = scene.places[place]
    if not isinstance(where, Village) or not where.hearing_days:
        return ""
    return scene.tongue.say(N_("Morning hearings begin at %(time)s."), time=where.hearing_time)


def _address(scene: Scene, place: str) -> str:
    where = scene.places[place]
    room = where.hearing_place if isinstance(where, Village) else ""
    return f"{scene.place(place)} {room}".strip()


def _of_week(scene: Scene, track: Track[Any], week: Week, words: _Said) -> Event:
    return _of_days(scene, track, (week.monday, week.sunday), words)


def _of_days(scene: Scene, track: Track[Any], days: tuple[date, date], words: _Said) -> Event:
    first, last = days
    return _event(scene, track, (first, last + timedelta(days=1)), words)


def _of_morning(scene: Scene, track: Track[str], day: date, words: _Said) -> Event:
    where = scene.places[track.content]
    hour = time.fromisoformat(where.hearing_time) if isinstance(where, Village) else time()
    begins = datetime.combine(day, hour, tzinfo=CHINA)
    return _event(scene, track, (begins, begins + A_HEARING_TAKES), words)


def _event(scene: Scene, track: Track[Any], span: tuple[date, date], words: _Said) -> Event:
    sequence, touched = scene.stamp(track, words.shown)
    title = scene.tongue.say(N_("Cancelled: %(title)s"), title=words.title) if track.gone else words.title
    return Event(
        words.uid,
        *span,
        title,
        sequence,
        touched,
        cancelled=track.gone,
        location=words.location,
        description=words.description,
        alarm=words.alarm,
    )
