"""Who knows of what was published: whoever said so, or was told; everybody else has yet to be told.

A row says that a member knows one version as far as it concerns them. What has been changed for them since the newest
version that they know is news; what was changed and changed back is none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import members
from rotation.district.keeping import hold
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster import rosters
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
    this = Week.of(today)
    known = {member: key for member, key in session.execute(_newest_known(district))}  # noqa: C416 - rows are no pairs
    after = _by_member(session, [in_force.id], this, of)[in_force.id]
    before = _by_member(session, set(known.values()), this, of)
    found = []
    for member in sorted(of or after.keys() | known.keys()):
        theirs = before.get(known.get(member, 0), {}).get(member, [])
        if notices := surprises(theirs, after.get(member, []), this):
            found.append(News(member, tuple(sorted(notices, key=lambda one: one.week.monday))))
    return sorted(found, key=lambda one: (one.notices[0].week.monday, one.member))


def how_many_wait(session: Session, district: District, *, today: date) -> int:
    """How many have news, without reading what it is."""
    in_force = published(session, district.id)
    if in_force is None:
        return 0
    known = _newest_known(district).subquery()
    theirs = select(known.c.id).where(known.c.member == Term.member).scalar_subquery()
    either = select(known.c.id).union(select(Roster.id).where(Roster.id == in_force.id))
    in_one_alone = (
        select(Term.member)
        .where(Term.week >= Week.of(today), Term.member.not_in(select(Known.member).filter_by(roster_id=in_force.id)))
        .where(Term.roster_id.in_(either), or_(Term.roster_id == in_force.id, Term.roster_id == theirs))
        .group_by(Term.member, Term.week, Term.place, Term.first_day, Term.last_day)
        .having(func.count() == 1)
    ).subquery()
    return session.scalar(select(func.count(in_one_alone.c.member.distinct()))) or 0


def known_versions(session: Session, district: District) -> dict[str, int]:
    """The newest version that each member knows."""
    return {member: version or 0 for member, version in session.execute(_newest(district))}


def _newest(district: District) -> Select[str, int | None]:
    newest = select(Known.member, func.max(Roster.version).label("version"))
    theirs = newest.join(Roster, Roster.id == Known.roster_id).where(Roster.district_id == district.id)
    return theirs.group_by(Known.member)


def _newest_known(district: District) -> Select[str, int]:
    """The key of the newest version that each member knows."""
    newest = _newest(district).subquery()
    query = select(newest.c.member, Roster.id).join(Roster, Roster.version == newest.c.version)
    return query.where(Roster.district_id == district.id)


def _by_member(
    session: Session, keys: Iterable[int], since: Week, of: Collection[str]
) -> Mapping[int, Mapping[str, Sequence[Line]]]:
    """The terms from `since` on, by roster and member; of some members only where they are given."""
    query = select(Term.roster_id, *AS_LINE).where(Term.roster_id.in_(list(keys)), Term.week >= since)
    if of:
        query = query.where(Term.member.in_(of))
    found: dict[int, dict[str, list[Line]]] = {key: {} for key in keys}
    for row in session.execute(query):
        line = line_of(*row[1:])
        found[row[0]].setdefault(line.member, []).append(line)
    return found


def _was_published(session: Session, district: District, number: int) -> Roster:
    found = rosters.roster(session, district.id, number)
    if found.status is Status.DRAFT:
        raise Conflict(N_("Roster %(number)s is a draft; nobody is told of drafts."), number=number)
    return found
