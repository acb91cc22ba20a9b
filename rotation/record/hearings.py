"""The morning hearing: opened by the team, complaints written down, closed; and how a teller is reached."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district import values
from rotation.district.keeping import hold
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.errors import N_, InvalidInput, NotAllowed
from rotation.record.blindness import sight
from rotation.record.duty import day_of, week_of
from rotation.record.items import (
    Said,
    close,
    day_list,
    fill,
    give_number,
    refuse_filled,
    refuse_other_days,
    sent_before,
)
from rotation.record.lists import Complaint, Hearing, Teller
from rotation.record.rights import in_committee, in_team, require_committee, require_team, require_unfinished
from rotation.record.roles import Hand
from rotation.record.slips import Slip, use
from rotation.record.tasks import Task
from rotation.record.texts import line
from rotation.settings import Settings
from rotation.store import now

MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where and when a hearing is, and how many came (None: not counted yet)."""

    place: str = ""
    time: str = ""
    came: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a teller who wants an answer."""

    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Said):
    """A complaint as it is written down: the slip that the teller gets, and a contact only if an answer is wanted."""

    slip: Slip | None = None
    contact: Contact | None = None


def open_hearing(
    session: Session, hand: Hand, village: Village, day: date, meeting: Meeting, at: datetime | None = None
) -> Hearing:
    """Open the team's hearing of a day; opened already, it takes the place, time and count that are given now."""
    moment = at or now()
    require_team(session, hand, village, Week.of(day))
    _refuse_faults(day, meeting, moment)
    hold(session, village)
    row = day_list(session, Hearing, village, day)
    if row is None:
        row = Hearing(village_id=village.id, day=day, opened_at=moment, opened_by=hand.account)
        session.add(row)
    row.place = line("place", meeting.place) or row.place or village.hearing_place
    row.time = meeting.time or row.time or village.hearing_time
    row.came = row.came if meeting.came is None else meeting.came
    session.flush()
    return row


def _refuse_faults(day: date, meeting: Meeting, at: datetime) -> None:
    refuse_other_days(day, at)
    faults = [*values.number("came", meeting.came, least=0, most=MOST_PEOPLE)]
    if meeting.time:
        faults += values.time_of_day("time", meeting.time)
    for fault in faults:
        raise fault


def hear(
    session: Session, settings: Settings, hand: Hand, hearing: Hearing, heard: Heard, at: datetime | None = None
) -> Complaint:
    """Write down a complaint; sent twice under one key, it is stored once."""
    village = session.get_one(Village, hearing.village_id)
    require_team(session, hand, village, Week.of(hearing.day))
    require_unfinished(hearing.day, at or now())
    hold(session, village)
    row = sent_before(session, Complaint, heard, hand, village)
    return row or _write_down(session, settings, hand, village, Complaint(day=hearing.day), heard, at or now())


def hear_at_the_counter(
    session: Session, settings: Settings, hand: Hand, village: Village, heard: Heard, at: datetime | None = None
) -> Complaint:
    """The committee writes down what somebody says at its counter: it joins the day's list, as if said at the hearing.

    What becomes of it is for the team to say; where no team comes, for the committee.
    """
    moment = at or now()
    require_committee(session, hand, village)
    hold(session, village)
    row = sent_before(session, Complaint, heard, hand, village)
    new = Complaint(day=day_of(moment), office=hand.office)
    return row or _write_down(session, settings, hand, village, new, heard, moment)


def _write_down(  # noqa: PLR0913, PLR0917 - who writes what down of whom, where and when
    session: Session, settings: Settings, hand: Hand, village: Village, row: Complaint, heard: Heard, at: datetime
) -> Complaint:
    row.village_id = village.id
    row.blind = not sight(session, settings, village, row.day, at).is_open
    fill(row, session, settings, heard, hand, at)
    give_number(session, row, "c", village)
    if heard.slip:
        _lead_to(session, heard.slip, row, village)
    session.add(row)
    session.flush()
    if heard.contact:
        _keep_contact(session, row, heard.contact)
    return row


def give_slip(session: Session, hand: Hand, complaint: Complaint, slip: Slip, at: datetime | None = None) -> None:
    """Let another slip lead its teller back to a complaint; the one before, if there was one, leads there no more."""
    village = session.get_one(Village, complaint.village_id)
    require_team(session, hand, village, Week.of(complaint.day))
    require_unfinished(complaint.day, at or now())
    session.refresh(complaint, with_for_update=True)
    _lead_to(session, slip, complaint, village)
    session.flush()


def _lead_to(session: Session, slip: Slip, complaint: Complaint, village: Village) -> None:
    use(session, slip, f"hearing-{village.code}-{complaint.day}")
    complaint.slip = slip.mark


def _keep_contact(session: Session, complaint: Complaint, contact: Contact) -> None:
    phone, name = line("phone", contact.phone), line("name", contact.name, most=values.NAME)
    if not phone:
        raise InvalidInput(N_("Without a telephone number nobody can be called back."), field="phone")
    for fault in values.phone("phone", phone):
        raise fault
    session.add(Teller(complaint_id=complaint.id, phone=phone, name=name))
    session.flush()


def close_hearing(session: Session, hand: Hand, hearing: Hearing, at: datetime | None = None) -> None:
    """The team has written down everything that was said."""
    require_team(session, hand, session.get_one(Village, hearing.village_id), Week.of(hearing.day))
    close(session, hearing, at or now())


def nobody_came(session: Session, hand: Hand, village: Village, day: date, at: datetime | None = None) -> Hearing:
    """Open and close a hearing in one step; Conflict where complaints have been written down at it."""
    row = open_hearing(session, hand, village, day, Meeting(came=0), at)
    refuse_filled(session, Complaint, village, day, Complaint.office.is_(None))
    close(session, row, at or now())
    return row


def contact_of(session: Session, hand: Hand, complaint: Complaint, at: datetime | None = None) -> Contact | None:
    """How to reach the teller; None where no answer is wanted, or it has been erased.

    Only the village's team and committee, and the office that answers for the complaint's task, may know it.
    """
    village = session.get_one(Village, complaint.village_id)
    task = session.get(Task, complaint.task) if complaint.task else None
    answers = task is not None and hand.office is not None and task.holder.code == hand.office
    if not (answers or in_team(session, hand, village, week_of(at or now())) or in_committee(session, hand, village)):
        raise NotAllowed(N_("Only the team, the committee and the office that answers may see who wants an answer."))
    row = session.get(Teller, complaint.id)
    return Contact(row.phone, row.name) if row else None


def of_slip(session: Session, row: Slip) -> list[Complaint]:
    """What its teller has said, as the holder of a slip finds it again."""
    return list(session.scalars(select(Complaint).where(Complaint.slip == row.mark).order_by(Complaint.number)))
