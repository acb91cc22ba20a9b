"""Which complaints and findings are about the same thing: links that people make, first without any help.

Once the team has gone through a day by itself, the matcher suggests at most five for each open item; a person
accepts or refuses each. What only villagers said, and what only officials saw, stays in view.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.keeping import hold
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict, InvalidInput
from rotation.record.blindness import sight
from rotation.record.items import I
from rotation.record.lists import Complaint, Finding
from rotation.record.rights import require_team_then_or_now
from rotation.record.roles import Hand
from rotation.settings import Settings
from rotation.store import Base, now


class FirstPass(Base):
    """A team has gone through a day's two lists by itself; from then on it may see suggestions."""

    __tablename__ = "first_pass"
    __table_args__ = (UniqueConstraint("village_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))


class Link(Base):
    """A complaint and a finding are about the same thing; `suggested` where the matcher had suggested it."""

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_finding_id", "finding_id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    suggested: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the table: the items of the week up to a day, what is undecided from before, and their links."""

    complaints: list[Complaint]
    findings: list[Finding]
    links: list[Link]

    @property
    def only_villagers(self) -> list[Complaint]:
        """What only villagers raised."""
        linked = {link.complaint_id for link in self.links}
        return [row for row in self.complaints if row.id not in linked]

    @property
    def only_officials(self) -> list[Finding]:
        """What only officials saw."""
        linked = {link.finding_id for link in self.links}
        return [row for row in self.findings if row.id not in linked]


def on_the_table(
    session: Session, settings: Settings, hand: Hand, village: Village, day: date, at: datetime | None = None
) -> Table:
    """The two lists beside each other, for the team of that day or of now; Conflict while a side still writes."""
    moment = at or now()
    require_team_then_or_now(session, hand, village, day, moment)
    require_open(session, settings, village, day, moment)
    complaints, findings = _lying(session, Complaint, village, day), _lying(session, Finding, village, day)
    return Table(complaints, findings, links_of(session, complaints, findings))


def _lying(session: Session, kind: type[I], village: Village, day: date) -> list[I]:
    of_the_week = kind.day >= Week.of(day).monday
    query = select(kind).where(kind.village_id == village.id, kind.day <= day, or_(of_the_week, kind.outcome.is_(None)))
    return list(session.scalars(query.order_by(kind.day, kind.number)))


def links_of(session: Session, complaints: Iterable[Complaint], findings: Iterable[Finding]) -> list[Link]:
    """The links of these items, also to others."""
    keys = [row.id for row in complaints]
    others = [row.id for row in findings]
    query = select(Link).where(or_(Link.complaint_id.in_(keys), Link.finding_id.in_(others)))
    return list(session.scalars(query.order_by(Link.complaint_id, Link.finding_id)))


def linked_to(session: Session, item: Complaint | Finding) -> list[Complaint | Finding]:
    """What an item is linked with, in the order of days and lists."""
    if isinstance(item, Complaint):
        found = select(Finding).join(Link, Link.finding_id == Finding.id).where(Link.complaint_id == item.id)
        return list(session.scalars(found.order_by(Finding.day, Finding.number)))
    others = select(Complaint).join(Link, Link.complaint_id == Complaint.id).where(Link.finding_id == item.id)
    return list(session.scalars(others.order_by(Complaint.day, Complaint.number)))


def require_open(session: Session, settings: Settings, village: Village, day: date, at: datetime) -> None:
    """Raise Conflict while one side must not see the other's list of a day."""
    seen = sight(session, settings, village, day, at)
    if not seen.is_open:
        raise Conflict(N_("Both lists open at %(time)s, or once both are closed."), time=f"{seen.opens_at:%H:%M}")


def link(
    session: Session, settings: Settings, hand: Hand, complaint: Complaint, finding: Finding, at: datetime | None = None
) -> Link:
    """Say that the two are about the same thing; said twice, it is one link."""
    moment = at or now()
    require_both(session, settings, hand, complaint, finding, moment)
    return make_link(session, hand, complaint, finding, moment, suggested=False)


def make_link(
    session: Session, hand: Hand, complaint: Complaint, finding: Finding, at: datetime, *, suggested: bool
) -> Link:
    """Store a link, where there is none yet."""
    hold(session, session.get_one(Village, complaint.village_id))  # two who tap at once make one link
    found = session.get(Link, (complaint.id, finding.id))
    if found is None:
        found = Link(complaint_id=complaint.id, finding_id=finding.id, suggested=suggested, at=at, by=hand.account)
        session.add(found)
        session.flush()
    return found


def unlink(
    session: Session, settings: Settings, hand: Hand, complaint: Complaint, finding: Finding, at: datetime | None = None
) -> None:
    """Say that the two are not about the same thing after all."""
    require_both(session, settings, hand, complaint, finding, at or now())
    found = session.get(Link, (complaint.id, finding.id), with_for_update=True)
    if found is not None:
        session.delete(found)
        session.flush()


def require_both(
    session: Session, settings: Settings, hand: Hand, complaint: Complaint, finding: Finding, at: datetime
) -> None:
    """Raise unless the team on duty may say of these two, which lie open before it, whether they belong together."""
    if complaint.village_id != finding.village_id:
        raise InvalidInput(N_("These two are from different villages."), field="finding")
    village = session.get_one(Village, complaint.village_id)
    require_team_then_or_now(session, hand, village, max(complaint.day, finding.day), at)
    for item in (complaint, finding):
        require_open(session, settings, village, item.day, at)
