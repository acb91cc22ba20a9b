"""Who hands over to whom, who has read and signed, and what goes over besides the note.

All of it is read from the roster in force: from a week's team to the first team that comes after it. Where none comes
for a while (closed, nobody planned, the roster ends), the handover waits, and the village's office may read it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.keeping import hold
from rotation.district.members import Member
from rotation.district.villages import Village, villages
from rotation.district.weeks import CHINA, Week, WeekType
from rotation.errors import N_, Conflict, NotAllowed
from rotation.record import ledger
from rotation.record.duty import day_of, duty, week_of
from rotation.record.follow_ups import FollowUp, unanswered
from rotation.record.handovers import HandoverNote
from rotation.record.outcomes import Undecided, undecided
from rotation.record.rights import DAYS_TO_FINISH, in_team, require_planner
from rotation.record.roles import Hand
from rotation.record.tasks import ENDED, State, Task, tasks_of
from rotation.record.verdicts import Verdict, to_look_at
from rotation.roster.rosters import Roster, Status, Term
from rotation.store import Base, now

NO_NOTE = 0


class HandoverSignature(Base):
    """Somebody of the next team has read a version of the note (0: that there is none), and what goes over.

    `at` is when it was given; the entry in the ledger says when it came.
    """

    __tablename__ = "handover_signature"
    __table_args__ = (UniqueConstraint("village_id", "week", "note"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    week: Mapped[Week] = mapped_column(WeekType)
    note: Mapped[int]
    member: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Handing:
    """A handover: from the team of one week to that of another (None: nobody is planned yet), note and signature.

    A signature counts for the version that was read: after a change somebody has to read and sign again.
    """

    village: Village
    outgoing: Week
    incoming: Week | None
    note: HandoverNote | None
    signature: HandoverSignature | None

    def is_missing(self, at: datetime) -> bool:
        """Whether the next team is there and nobody of it has signed: from its Monday on."""
        return self.incoming is not None and self.incoming <= week_of(at) and self.signature is None

    def waits(self, at: datetime) -> bool:
        """Whether the term is over and no team has come yet."""
        return self.outgoing < week_of(at) and (self.incoming is None or self.incoming > week_of(at))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read before it was signed: the version of the note (0: that there was none), and when, if not now."""

    note: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GoingOver:
    """What goes over by itself: tasks that go on, what nobody has decided, questions, and verdicts to look at."""

    tasks: list[Task]
    undecided: Undecided
    questions: list[FollowUp]
    verdicts: list[Verdict]


def handing(session: Session, village: Village, outgoing: Week) -> Handing:
    """The handover of a week's team in a village."""
    weeks = _weeks_with_a_team(session, [village])[village.id]
    incoming = next((week for week in weeks if week > outgoing), None)
    return _handings(session, [(village, outgoing, incoming)])[0]


def handing_to(session: Session, village: Village, week: Week) -> Handing | None:
    """The handover from the last team before a week; None where there never was one."""
    return next(iter(_handings(session, _pairs(session, [village], week))), None)


def handings(session: Session, hand: Hand, district_id: int, week: Week) -> list[Handing]:
    """In each village, the handover from the last team before a week, by village; for the planner."""
    require_planner(hand, district_id)
    return _handings(session, _pairs(session, villages(session, district_id), week))


def require_reader(session: Session, hand: Hand, here: Handing, at: datetime | None = None) -> None:
    """Raise NotAllowed unless it is one of the two teams, the office that answers in between, or the planner."""
    village = here.village
    if hand.plans(village.district_id) or in_team(session, hand, village, here.outgoing):
        return
    if here.incoming and in_team(session, hand, village, here.incoming):
        return
    if not _answers_in_between(session, hand, here, at or now()):
        raise NotAllowed(N_("A handover is for the team that goes, the team that comes, and the planner."))


def _answers_in_between(session: Session, hand: Hand, here: Handing, at: datetime) -> bool:
    office = duty(session, here.village.district_id, week_of(at), [here.village.id]).office(here.village.id)
    return here.waits(at) and office is not None and hand.office == office.code


def sign(
    session: Session,
    hand: Hand,
    village: Village,
    outgoing: Week,
    at: datetime | None = None,
    reading: Reading | None = None,
) -> Handing:
    """Somebody of the next team has read it; said twice, the first time counts. Without a `reading`, as it stands."""
    moment = at or now()
    ledger.lock(session)
    hold(session, village)
    here = handing(session, village, outgoing)
    _require_signer(session, hand, here, moment)
    if _is_signed(session, hand, here, reading):
        return here
    note = here.note.number if here.note else NO_NOTE
    if reading and reading.note != note:
        raise Conflict(N_("The note was changed after you had read it. Read it again, and sign then."))
    given = _given(reading, here, moment)
    session.add(HandoverSignature(village_id=village.id, week=outgoing, note=note, member=hand.member or "", at=given))
    session.flush()
    read = here.note.words if here.note else None
    ledger.append(session, "signed", hand, village=village.code, at=moment, week=outgoing, note=read)
    return handing(session, village, outgoing)


def _is_signed(session: Session, hand: Hand, here: Handing, reading: Reading | None) -> bool:
    """Whether it has its signature; or a version has, that the same one had read before there was the last one."""
    if here.signature is not None or reading is None:
        return here.signature is not None
    mine = select(HandoverSignature.id).filter_by(village_id=here.village.id, week=here.outgoing, note=reading.note)
    return session.scalar(mine.where(HandoverSignature.member == (hand.member or ""))) is not None


def _given(reading: Reading | None, here: Handing, at: datetime) -> datetime:
    """When it was signed, as far as that can be: a phone's clock may be wrong."""
    if reading is None or reading.at is None or here.incoming is None:
        return at
    monday = datetime.combine(here.incoming.monday, time(), CHINA)
    earliest = here.note.at if here.note else monday
    return reading.at if earliest <= reading.at <= at else at


def may_sign(session: Session, hand: Hand, here: Handing, at: datetime | None = None) -> bool:
    """Whether somebody can sign now, and nobody has."""
    try:
        _require_signer(session, hand, here, at or now())
    except (NotAllowed, Conflict):
        return False
    return here.signature is None


def _require_signer(session: Session, hand: Hand, here: Handing, at: datetime) -> None:
    if here.incoming is None or not in_team(session, hand, here.village, here.incoming):
        raise NotAllowed(N_("Only the team that comes next signs a handover."))
    if here.note is None and week_of(at) < here.incoming:
        raise Conflict(N_("The team has not written its note yet; look again when its week is over."))
    if day_of(at) > here.incoming.sunday + DAYS_TO_FINISH:
        raise Conflict(N_("The week in which this could be signed is over."))


def going_over(session: Session, village: Village, at: datetime | None = None) -> GoingOver:
    """What stands open in a village now."""
    return GoingOver(
        tasks_of(session, village.id, [state for state in State if state not in ENDED]),
        undecided(session, village, day_of(at or now())),
        unanswered(session, village),
        to_look_at(session, village),
    )


def _pairs(session: Session, where: Collection[Village], week: Week) -> Iterable[tuple[Village, Week, Week | None]]:
    served = _weeks_with_a_team(session, where)
    for village in where:
        outgoing = max((one for one in served[village.id] if one < week), default=None)
        if outgoing is not None:
            yield village, outgoing, min((one for one in served[village.id] if one >= week), default=None)


def _weeks_with_a_team(session: Session, where: Collection[Village]) -> dict[int, list[Week]]:
    """By village (its key) the weeks in which a team serves, in order."""
    by_code = {village.code: village for village in where}
    query = (
        select(Term.place, Term.week)
        .join(Roster, Roster.id == Term.roster_id)
        .join(Member, Member.code == Term.member)
        .where(Roster.status == Status.PUBLISHED, Term.place.in_(sorted(by_code)), Member.active)
        .distinct()
        .order_by(Term.week)
    )
    found: dict[int, list[Week]] = defaultdict(list)
    for place, week in session.execute(query):
        village = by_code[place]
        if village.active and not village.is_closed(week):
            found[village.id].append(week)
    return found


def _handings(session: Session, of: Iterable[tuple[Village, Week, Week | None]]) -> list[Handing]:
    pairs = list(of)
    keys, weeks = {village.id for village, _, _ in pairs}, {outgoing for _, outgoing, _ in pairs}
    notes = select(HandoverNote).where(HandoverNote.village_id.in_(keys), HandoverNote.week.in_(weeks))
    last = {(row.village_id, row.week): row for row in session.scalars(notes.order_by(HandoverNote.number))}
    signed = select(HandoverSignature).where(HandoverSignature.village_id.in_(keys), HandoverSignature.week.in_(weeks))
    signatures = {(row.village_id, row.week, row.note): row for row in session.scalars(signed)}
    made = []
    for village, outgoing, incoming in pairs:
        note = last.get((village.id, outgoing))
        signature = signatures.get((village.id, outgoing, note.number if note else NO_NOTE))
        made.append(Handing(village, outgoing, incoming, note, signature))
    return made
