"""The bulletin: one village's board of one week, issued once and frozen; a correction is its next issue.

It is the ledger at entry `size` with the roster's version and the consents of that moment, and everything that it
shows. Nothing on it changes any more, but what is withdrawn since is not shown.
"""

from datetime import datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.board.contents import packing, shown
from rotation.board.contents.gathering import gathered
from rotation.board.contents.scene import Scene
from rotation.board.contents.shown import Shown
from rotation.district.villages import Village
from rotation.district.weeks import CHINA, Week, WeekType
from rotation.errors import N_, InvalidInput, NotAllowed, NotFound
from rotation.record import ledger, tree
from rotation.record.duty import duty_at, week_of
from rotation.record.rights import in_committee
from rotation.record.roles import BY_ITSELF, Hand
from rotation.record.sealing import Secret, seal
from rotation.record.states import settle
from rotation.record.tasks import TO_DO, State, tasks_of
from rotation.record.texts import text
from rotation.roster.rosters import Roster, Status, Term, published
from rotation.store import Base, do_some, now

HOUR = time(6)
LONGEST_REASON = 200


class Bulletin(Base):
    """One issue of a board. `reason` (a commitment) says why it follows another; `roster` is the version in force."""

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("village_id", "week", "issue"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    week: Mapped[Week] = mapped_column(WeekType, index=True)
    issue: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    roster: Mapped[int | None]
    content: Mapped[dict[str, Any]]

    def shown(self, session: Session) -> Shown:
        """What it shows now."""
        return shown.shown(session, packing.unpacked(self.content), *([self.reason] if self.reason else []))


def issue(session: Session, village: Village, week: Week, hand: Hand, at: datetime | None = None) -> Bulletin:
    """Issue a village's board of a week; issued already, it is the newest issue that there is."""
    _require_issuer(session, hand, village)
    ledger.lock(session)
    return bulletin(session, village, week) or _made(session, village, week, hand, 1, None, at or now())


def correct(
    session: Session, village: Village, week: Week, hand: Hand, reason: str, at: datetime | None = None
) -> Bulletin:
    """Issue a board again as things stand now, and say why; NotFound where it was never issued."""
    _require_issuer(session, hand, village)
    why = text("reason", reason, most=LONGEST_REASON)
    ledger.lock(session)
    before = bulletin(session, village, week)
    if before is None:
        raise NotFound(N_("The board of this week has not been issued yet, so there is nothing to correct."))
    return _made(session, village, week, hand, before.issue + 1, seal(session, why, Secret.TEXT), at or now())


def issue_due(session: Session, *, at: datetime | None = None) -> list[Bulletin]:
    """Issue the next board that is due, on Monday at 06:00 or whenever it is noticed later; to be done again.

    One that cannot be made hinders no other, and is named once no other is left.
    """
    moment = at or now()
    week = week_of(moment)
    if moment < datetime.combine(week.monday, HOUR, CHINA):
        return []
    missing = session.scalars(_missing(week).order_by(Village.code)).all()
    return do_some(session, missing, lambda village: issue(session, village, week, BY_ITSELF, moment), 1)


def _missing(week: Week) -> Select[Village]:
    """The villages without a board of the week, once their district's first teams have come."""
    has_begun = (
        select(Term.id)
        .join(Roster, Roster.id == Term.roster_id)
        .where(Roster.district_id == Village.district_id, Roster.status == Status.PUBLISHED, Term.week <= week)
    )
    has_one = select(Bulletin.id).where(Bulletin.village_id == Village.id, Bulletin.week == week)
    return select(Village).where(Village.active, has_begun.exists(), ~has_one.exists())


def _require_issuer(session: Session, hand: Hand, village: Village) -> None:
    if hand == BY_ITSELF or hand.plans(village.district_id) or in_committee(session, hand, village):
        return
    raise NotAllowed(N_("Only the planner and the committee of %(village)s issue its board."), village=village.name)


def _made(  # noqa: PLR0913, PLR0917 - what an issue is
    session: Session, village: Village, week: Week, hand: Hand, number: int, reason: str | None, at: datetime
) -> Bulletin:
    if week > week_of(at):
        raise InvalidInput(N_("This week has not come yet."), field="week")
    _settle(session, village, at)
    roster = published(session, village.district_id)
    head = tree.head(session)
    made = Bulletin(village_id=village.id, week=week, issue=number, issued_at=at, issued_by=hand.account, reason=reason)
    made.size, made.root, made.roster = head.size, head.root, roster.version if roster else None
    made.content = packing.packed(gathered(Scene(session, village, week, at)))
    session.add(made)
    session.flush()
    return made


def _settle(session: Session, village: Village, at: datetime) -> None:
    """Pass on what is due, so that the board names those who are responsible from this moment on."""
    on = duty_at(session, village.district_id, at, [village.id])
    for task in tasks_of(session, village.id, TO_DO | {State.DONE}):
        if on.due(task) not in (None, task.holder):
            settle(session, task, at)


def bulletin(session: Session, village: Village, week: Week, number: int | None = None) -> Bulletin | None:
    """A village's board of a week: the issue of that number, else the newest."""
    query = select(Bulletin).where(Bulletin.village_id == village.id, Bulletin.week == week)
    if number is not None:
        query = query.where(Bulletin.issue == number)
    return session.scalar(query.order_by(Bulletin.issue.desc()).limit(1))


def issued(session: Session, village: Village) -> list[tuple[Week, int]]:
    """The weeks of which there are boards, newest first, each with the number of its newest issue."""
    query = select(Bulletin.week, Bulletin.issue).where(Bulletin.village_id == village.id)
    newest = {week: number for week, number in session.execute(query.order_by(Bulletin.week.desc(), Bulletin.issue))}  # noqa: C416
    return list(newest.items())


def of_district(session: Session, district_id: int, week: Week) -> dict[str, Bulletin]:
    """The newest issues of a week in a district, by the villages' codes."""
    query = (
        select(Village.code, Bulletin)
        .join(Village, Village.id == Bulletin.village_id)
        .where(Village.district_id == district_id, Bulletin.week == week)
        .order_by(Village.code, Bulletin.issue)
    )
    return {code: row for code, row in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy
