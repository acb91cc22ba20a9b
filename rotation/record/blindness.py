"""Neither side sees the other's list before it has written its own: both open together.

They open once both are closed, and at the hour that config.toml sets in any case; then it is marked which side had
not closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.district.weeks import CHINA, Week
from rotation.errors import N_, NotAllowed
from rotation.record.duty import week_of
from rotation.record.items import DayList, Side, day_list, items
from rotation.record.lists import Complaint, Finding, Hearing, Inspection
from rotation.record.rights import decides, in_committee, in_team, inspects
from rotation.record.roles import Hand
from rotation.settings import Settings
from rotation.store import now


@dataclass(frozen=True, slots=True)
class Sight:
    """When the two lists of a day open (or opened), whether they are open now, and who had not closed by then."""

    opens_at: datetime
    is_open: bool
    unclosed: tuple[Side, ...]


def sight(session: Session, settings: Settings, village: Village, day: date, at: datetime | None = None) -> Sight:
    """Whether the two sides see each other's list of a day."""
    lists = {
        Side.VILLAGERS: day_list(session, Hearing, village, day),
        Side.OFFICIALS: day_list(session, Inspection, village, day),
    }
    return sight_of(lists, hour(settings, day), at or now())


def hour(settings: Settings, day: date) -> datetime:
    """The moment at which the lists of a day open by themselves."""
    return datetime.combine(day, time.fromisoformat(settings.record.open_lists_at), CHINA)


def sight_of(lists: Mapping[Side, DayList | None], by_itself: datetime, at: datetime) -> Sight:
    """The same, of lists that are known; one that was never opened is not closed."""
    closed = {side: row.closed_at if row else None for side, row in lists.items()}
    late = tuple(side for side, moment in closed.items() if moment is None or moment > by_itself)
    last = max((moment for moment in closed.values() if moment), default=by_itself)
    opens_at = by_itself if late else last
    is_open = at >= opens_at
    return Sight(opens_at, is_open, late if is_open else ())


@dataclass(frozen=True, slots=True)
class DaySeen:
    """A day's lists as one person may see them: None is a list that this person does not see yet."""

    sight: Sight
    complaints: list[Complaint] | None
    findings: list[Finding] | None


def day_seen(
    session: Session, settings: Settings, hand: Hand, village: Village, day: date, at: datetime | None = None
) -> DaySeen:
    """A day's lists: each side sees its own, and both once they are open; others only then.

    They are the planner, the committee, and the office that answers while no team is there.

    NotAllowed for everybody else: what was said, in its own words, is for no other eyes.
    """
    moment = at or now()
    seen = sight(session, settings, village, day, moment)
    own = _own_sides(session, hand, village, day, moment)
    return DaySeen(
        seen,
        items(session, Complaint, village, day) if seen.is_open or Side.VILLAGERS in own else None,
        items(session, Finding, village, day) if seen.is_open or Side.OFFICIALS in own else None,
    )


def require_seen(
    session: Session, settings: Settings, hand: Hand, item: Complaint | Finding, at: datetime | None = None
) -> None:
    """NotAllowed where an item stands in a list that this person does not see, or does not see yet."""
    moment, village = at or now(), session.get_one(Village, item.village_id)
    side = Side.VILLAGERS if isinstance(item, Complaint) else Side.OFFICIALS
    if side in _own_sides(session, hand, village, item.day, moment):
        return
    seen = sight(session, settings, village, item.day, moment)
    if not seen.is_open:
        raise NotAllowed(N_("Both lists open at %(time)s, or once both are closed."), time=f"{seen.opens_at:%H:%M}")


def _own_sides(session: Session, hand: Hand, village: Village, day: date, at: datetime) -> frozenset[Side]:
    """Whose list is a person's own on a day; NotAllowed for those who see neither, ever."""
    hears = in_team(session, hand, village, Week.of(day)) or in_team(session, hand, village, week_of(at))
    inspecting = inspects(session, hand, village)
    answers = in_committee(session, hand, village) or decides(session, hand, village, at)
    if not (hears or inspecting or answers or hand.plans(village.district_id)):
        raise NotAllowed(
            N_("Only the team, the officials and the committee of %(village)s see this."), village=village.name
        )
    return frozenset(side for side, own in ((Side.VILLAGERS, hears), (Side.OFFICIALS, inspecting)) if own)
