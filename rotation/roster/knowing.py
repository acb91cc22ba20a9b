"""Who knows of what was published: whoever said so, or was told; everybody else has yet to be told.

A row says that a member knows one version as far as it concerns them. What has been changed for them since the newest
version that they know is news; what was changed and changed back is none.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import members
from rotation.district.keeping import hold
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster import rosters
from rotation.roster.amended import changed_seats
from rotation.roster.changes import Notice, surprises
from rotation.roster.rosters import AS_LINE, Line, Roster, Status, Term, line_of, published
from rotation.store import Base, choice, now

NEAREST = 3  # so many changes are told at once; of more, whoever hears them keeps none


class Way(StrEnum):
    """How it is known that a member knows."""

    SAID = "said"
    PHONE = "phone"


class Known(Base):
    """A member knows what this version says of them: since when, how, and by whom that was entered (a login)."""

    __tablename__ = "known_version"
    __table_args__ = (UniqueConstraint("roster_id", "member"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"))
    member: Mapped[str] = mapped_column(String(40), index=True)
    way: Mapped[Way] = mapped_column(choice(Way))
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class News:
    """What a member has yet to be told: each week that is otherwise than they know."""

    member: str
    notices: tuple[Notice, ...]


def know(session: Session, district: District, number: int, member: str, way: Way, by: str) -> None:
    """A member knows what roster `number` says of them; that it was known already changes nothing."""
    roster = _was_published(session, district, number)
    hold(session, members.member(session, district.id, member))
    if session.scalar(select(Known.id).where(Known.roster_id == roster.id, Known.member == member)) is None:
        session.add(Known(roster_id=roster.id, member=member, way=way, by=by))
        session.flush()


def take_back(session: Session, district: District, number: int, member: str) -> None:
    """It was entered by mistake that a member had been told by telephone."""
    roster = _was_published(session, district, number)
    told = (Known.roster_id == roster.id, Known.member == member, Known.way == Way.PHONE)
    session.execute(delete(Known).where(*told))


def who_knows(session: Session, roster: Roster) -> list[Known]:
    """Who knows this version, the last first."""
    return list(session.scalars(select(Known).where(Known.roster_id == roster.id).order_by(Known.id.desc())))


def news(session: Session, district: District, *, today: date, of: Collection[str] = ()) -> list[News]:
    """Who does not know yet what is in force for them from this week on, the nearest week first; of all, or of some."""
    in_force = published(session, district.id)
    if in_force is None:
        return []
    this, known, keys = Week.of(today), known_versions(session, district), _keys(session, district)
    aware = _aware(session, district, known, keys)
    coming = [Term.week >= this, Term.member.not_in(aware), *([Term.member.in_(of)] if of else [])]
    after, before = _by_member(session, in_force.id, *coming), dict[str, list[Line]]()
    behind = {member: version for member, version in known.items() if member not in aware and (not of or member in of)}
    for version in set(behind.values()):
        theirs = [member for member, newest in behind.items() if newest == version]
        before |= _by_member(session, keys[version], *coming, Term.member.in_(theirs))
    found = [
        News(member, tuple(sorted(notices, key=lambda one: one.week.monday)))
        for member in after.keys() | before.keys()
        if (notices := surprises(before.get(member, []), after.get(member, []), this))
    ]
    return sorted(found, key=lambda one: (one.notices[0].week.monday, one.member))


def _keys(session: Session, district: District) -> dict[int, int]:
    """The keys of all published versions by their numbers."""
    query = select(Roster.version, Roster.id).where(Roster.district_id == district.id, Roster.status != Status.DRAFT)
    return {version or 0: key for version, key in session.execute(query)}


def _aware(session: Session, district: District, known: Mapping[str, int], keys: Mapping[int, int]) -> set[str]:
    """The members who know the last version that can have changed anything for them: a whole one, or one about them."""
    small = changed_seats(session, district.id)
    whole = max((version for version, key in keys.items() if key not in small), default=0)
    about = {who: version for version in sorted(keys) for _place, _week, who in small.get(keys[version], ())}
    return {member for member, version in known.items() if version >= max(whole, about.get(member, 0))}


def known_versions(session: Session, district: District) -> dict[str, int]:
    """The newest version that each member knows."""
    newest = select(Known.member, func.max(Roster.version)).join(Roster, Roster.id == Known.roster_id)
    theirs = newest.where(Roster.district_id == district.id).group_by(Known.member)
    return {member: version or 0 for member, version in session.execute(theirs)}


def _by_member(session: Session, roster: int, *conditions: ColumnElement[bool]) -> dict[str, list[Line]]:
    """The terms of a roster for which the conditions hold, by member."""
    found: dict[str, list[Line]] = defaultdict(list)
    for row in session.execute(select(*AS_LINE).where(Term.roster_id == roster, *conditions)):
        line = line_of(*row)
        found[line.member].append(line)
    return found


def _was_published(session: Session, district: District, number: int) -> Roster:
    found = rosters.roster(session, district.id, number)
    if found.status is Status.DRAFT:
        raise Conflict(N_("Roster %(number)s is a draft; nobody is told of drafts."), number=number)
    return found
