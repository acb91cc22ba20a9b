"""Taking part: the committee asks for helpers, villagers offer to help, and who has helped is thanked.

How to reach a helper is kept apart, for the committee and the team only; a name is public only with consent.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.villages import Village
from rotation.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record.duty import week_of
from rotation.record.rights import in_committee, in_team
from rotation.record.roles import Hand
from rotation.record.sealing import Secret, seal, set_released
from rotation.record.states import settle, step
from rotation.record.task_texts import Use, attach, release, seal_for
from rotation.record.tasks import TO_DO, Task
from rotation.record.texts import line
from rotation.record.voices import Speaker, Voice, give_slip, keep
from rotation.store import Base, now

MOST_HELPERS = 1000


class Call(Base):
    """Helpers asked for on a task: how many, and in words when, where and for what (a commitment; public)."""

    __tablename__ = "call"

    entry: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    task: Mapped[str] = mapped_column(ForeignKey("task.number"), index=True)
    at: Mapped[datetime]
    people: Mapped[int]
    words: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime | None]


class Offer(Voice, Base):
    """Somebody offers to take part: in words (a commitment), for which call; accepted, and thanked in the end."""

    __tablename__ = "offer"

    words: Mapped[str] = mapped_column(String(64))
    call: Mapped[int | None] = mapped_column(ForeignKey("call.entry"))
    accepted_at: Mapped[datetime | None]
    helped_at: Mapped[datetime | None]
    name: Mapped[str | None] = mapped_column(String(64))


class Helper(Base):
    """How to reach somebody who offers to help, and whether the name may be public; erased in time."""

    __tablename__ = "helper"

    offer: Mapped[int] = mapped_column(ForeignKey("offer.entry"), primary_key=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(String(40))
    named_in_public: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Reach:
    """How a helper is reached, and whether the name may be public."""

    name: str
    phone: str
    named_in_public: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody offers, in words; how they are reached; and the call that they answer, if it was one."""

    words: str
    reach: Reach
    call: Call | None = None


def call_for_helpers(
    session: Session, hand: Hand, task: Task, people: int, words: str, at: datetime | None = None
) -> Call:
    """The committee asks for helpers ("three people, Saturday morning"); what it says is public at once."""
    for fault in values.number("people", people, least=1, most=MOST_HELPERS):
        raise fault
    text = seal_for(session, Use.HELP, words)
    entry = step(session, task, "call", hand, at=at, people=people, text=text)
    attach(session, task, entry, Use.HELP, text)
    release(session, task, hand, [text], at=at)
    row = Call(entry=entry.number, task=task.number, at=entry.at, people=people, words=text)
    session.add(row)
    session.flush()
    return row


def close_call(session: Session, hand: Hand, call: Call, at: datetime | None = None) -> None:
    """No more helpers are asked for; said twice, the first time counts."""
    task = session.get_one(Task, call.task)
    settle(session, task, at or now())
    session.refresh(call)
    if call.closed_at is None:
        call.closed_at = step(session, task, "close_call", hand, at=at, call=call.entry).at
        session.flush()


def open_calls(session: Session, village: Village) -> list[Call]:
    """What helpers are asked for in a village, on tasks where something is still to be done, earliest first."""
    query = select(Call).join(Task, Task.number == Call.task).where(Task.village_id == village.id)
    wanted = query.where(Task.state.in_(list(TO_DO)), Call.closed_at.is_(None))
    return list(session.scalars(wanted.order_by(Call.entry)))


def offer_help(session: Session, speaker: Speaker, task: Task, offered: Offered, at: datetime | None = None) -> Offer:
    """Somebody offers to take part in a task, as asked for in a call or of their own accord."""
    call = offered.call
    if call is not None and call.task != task.number:
        raise InvalidInput(N_("These helpers were asked for on another task."), field="call")
    found = _checked(offered.reach)
    row = Offer(words=seal_for(session, Use.OFFER, offered.words), call=call.entry if call else None)
    entry = step(session, task, "offer", speaker.hand, at=at, text=row.words, spoken=speaker.by_word_of_mouth)
    attach(session, task, entry, Use.OFFER, row.words)
    keep(session, row, speaker, task, entry)
    give_slip(session, row, speaker)
    session.add(Helper(offer=row.entry, name=found.name, phone=found.phone, named_in_public=found.named_in_public))
    session.flush()
    return row


def _checked(reach: Reach) -> Reach:
    name, phone = line("name", reach.name, most=values.NAME), line("phone", reach.phone)
    for fault in (*values.text("name", name, needed=True), *values.phone("phone", phone)):
        raise fault
    if not phone:
        raise InvalidInput(N_("Without a telephone number nobody can be called back."), field="phone")
    return Reach(name, phone, reach.named_in_public)


def accept_offer(session: Session, hand: Hand, offer: Offer, at: datetime | None = None) -> None:
    """The committee takes an offer up."""
    task = session.get_one(Task, offer.task)
    entry = step(session, task, "accept", hand, at=at, offer=offer.entry)
    session.refresh(offer)
    if offer.accepted_at is not None:
        raise Conflict(N_("This offer has been accepted; look at the page again."))
    offer.accepted_at = entry.at
    session.flush()


def thank(session: Session, hand: Hand, offer: Offer, at: datetime | None = None) -> None:
    """Somebody has helped: counted in any case, named in public only with consent."""
    task = session.get_one(Task, offer.task)
    helper = session.get(Helper, offer.entry)
    name = seal(session, helper.name, Secret.NAME) if helper and helper.named_in_public else None
    entry = step(session, task, "credit", hand, at=at, offer=offer.entry, helper=name)
    session.refresh(offer)
    if offer.accepted_at is None or offer.helped_at is not None:
        raise Conflict(N_("Only an offer that was accepted is thanked for, and once."))
    offer.helped_at, offer.name = entry.at, name
    if name:
        set_released(session, [name], entry.at)
    session.flush()


def reach_of(session: Session, hand: Hand, offer: Offer, at: datetime | None = None) -> Reach | None:
    """How a helper is reached, for the committee and the team; None where it has been erased."""
    village = _village(session, session.get_one(Task, offer.task))
    if not (in_committee(session, hand, village) or in_team(session, hand, village, week_of(at or now()))):
        raise NotAllowed(N_("Only the committee and the team may see who offers to help."))
    row = session.get(Helper, offer.entry)
    return Reach(row.name, row.phone, row.named_in_public) if row else None


def offer(session: Session, number: str, entry: int) -> Offer:
    """The offer on a task that came with an entry; NotFound where there is none."""
    found = session.get(Offer, entry)
    if found is None or found.task != number:
        raise NotFound(N_("There is no such offer."))
    return found


def waiting(session: Session, village: Village) -> list[Offer]:
    """The offers that the committee has not taken up, earliest first."""
    query = select(Offer).join(Task, Task.number == Offer.task)
    query = query.where(Task.village_id == village.id, Offer.accepted_at.is_(None))
    return list(session.scalars(query.order_by(Offer.entry)))


def _village(session: Session, task: Task) -> Village:
    return session.get_one(Village, task.village_id)
