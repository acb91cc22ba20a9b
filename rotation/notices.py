"""Notices: what somebody must be told, when it was sent, by which channel, and what became of it.

Whoever makes one gives it a key: told twice under one key, it is told once. What is due is sent between units of
work; a channel that fails is tried again, and who has none stands on a list to be telephoned.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, Select, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.channels import Kind, address_of, channels
from rotation.errors import N_, Conflict, NotFound
from rotation.sections import Notices
from rotation.store import Base, choice, now, writing

CLOCK = ZoneInfo("Asia/Shanghai")  # the quiet hours are those of the people, not of the server
log = logging.getLogger(__name__)
AT_ONCE = 50
PAUSE = timedelta(minutes=5)
LONGEST = 2000
MOST_KEYS = 500


class Fate(StrEnum):
    """What became of a notice. BY_PHONE: there is no channel (or none works), and somebody must telephone."""

    DUE = "due"
    SENT = "sent"
    BY_PHONE = "by_phone"
    TOLD = "told"
    DROPPED = "dropped"


WAITING = (Fate.DUE, Fate.BY_PHONE)


class Notice(Base):
    """One thing that one person must be told. `to` is a member's, an office's or a login's code."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_fate", "fate", "not_before"), Index("ix_notice_to", "district_id", "to"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    to: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    fate: Mapped[Fate] = mapped_column(choice(Fate), default=Fate.DUE)
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    channels: Mapped[str] = mapped_column(String(80), default="")
    said: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[str] = mapped_column(String(80), default="")


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: a title, plain words, and the address of a page where there is one to see."""

    title: str
    body: str
    link: str = ""


def tell(  # noqa: PLR0913 - whom, what, when
    session: Session,
    settings: Notices,
    district_id: int,
    key: str,
    to: str,
    message: Message,
    *,
    at: datetime | None = None,
) -> Notice | None:
    """Have somebody told, outside the quiet hours; None where they were told under this key before.

    What was dropped before it was told is told now.
    """
    when = at or now()
    made = session.scalar(select(Notice).where(Notice.key == key).with_for_update())
    if made is not None and made.fate is not Fate.DROPPED:
        return None
    if made is None:
        made = Notice(key=key, district_id=district_id, tries=0)
        session.add(made)
    made.to, made.title, made.body, made.link = to, message.title, message.body[:LONGEST], message.link
    made.made_at, made.not_before = when, after_quiet(settings, when)
    made.fate, made.tries, made.said, made.ended_at = Fate.DUE, 0, "", None
    session.flush()
    return made


def told_before(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of many keys under which somebody was told, or will be; not those dropped meanwhile."""
    wanted, found = sorted(set(keys)), set[str]()
    for first in range(0, len(wanted), MOST_KEYS):
        some = wanted[first : first + MOST_KEYS]
        told = (Notice.key.in_(some), Notice.fate != Fate.DROPPED)
        found.update(session.scalars(select(Notice.key).where(*told)))
    return found


def after_quiet(settings: Notices, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    begin, finish = (time.fromisoformat(text) for text in (settings.quiet_from, settings.quiet_until))
    there = at.astimezone(CLOCK)
    clock = there.time()
    quiet = begin <= clock < finish if begin <= finish else clock >= begin or clock < finish
    if not quiet:
        return at
    ends = there.replace(hour=finish.hour, minute=finish.minute, second=0, microsecond=0)
    return ends if ends > there else ends + timedelta(days=1)


def is_quiet(settings: Notices, at: datetime) -> bool:
    """Whether a moment lies in the quiet hours."""
    return after_quiet(settings, at) != at


def drop(session: Session, keys: Iterable[str]) -> None:
    """Do not send what has become pointless."""
    wanted = sorted(keys)
    for first in range(0, len(wanted), MOST_KEYS):
        some = (Notice.key.in_(wanted[first : first + MOST_KEYS]), Notice.fate.in_(WAITING))
        session.execute(update(Notice).where(*some).values(fate=Fate.DROPPED, ended_at=now()))


def waiting(session: Session, district_id: int) -> list[Notice]:
    """What somebody has yet to be told, by a channel or by telephone; the oldest first."""
    query = select(Notice).where(Notice.district_id == district_id, Notice.fate.in_(WAITING))
    return list(session.scalars(query.order_by(Notice.id)))


def is_any_due(session: Session, at: datetime) -> bool:
    """Whether there is anything to be sent."""
    return session.scalar(_due(at).limit(1)) is not None


Send = Callable[[str, Message], bool]


def send_due(session: Session, settings: Notices, send: Send | None = None, at: datetime | None = None) -> int:
    """Send what is due, and nothing in the quiet hours, however late it is; returns how many.

    Each is claimed first, so that two who send at once do not both send it.
    """
    when = at or now()
    if is_quiet(settings, when):
        return 0
    count = 0
    for number in list(session.scalars(_due(when))):
        with writing(session):
            claimed = _claim(session, number, when)
        if claimed:
            _send(session, settings, number, send or by_apprise, when)
            count += 1
    return count


def _due(at: datetime) -> Select[int]:
    waiting = select(Notice.id).where(Notice.fate == Fate.DUE, Notice.not_before <= at)
    return waiting.order_by(Notice.not_before, Notice.id).limit(AT_ONCE)


def _claim(session: Session, number: int, at: datetime) -> bool:
    """Take a notice to send it; if this process dies meanwhile, another tries again after a pause."""
    mine = (Notice.id == number, Notice.fate == Fate.DUE, Notice.not_before <= at)
    taken = update(Notice).where(*mine).values(tries=Notice.tries + 1, not_before=at + PAUSE)
    return session.scalar(taken.returning(Notice.id)) is not None


def _send(session: Session, settings: Notices, number: int, send: Send, at: datetime) -> None:
    row = session.get_one(Notice, number)
    message, made_at = Message(row.title, row.body, row.link), row.made_at
    addresses = [(one.kind, address_of(one, settings)) for one in channels(session, row.to)]
    session.rollback()  # the network is slow: nothing is held meanwhile
    reached = [kind for kind, address in addresses if address and _reached(send, address, message)]
    with writing(session):
        row = session.get_one(Notice, number, with_for_update=True)
        if row.made_at == made_at:  # else it was dropped meanwhile, and is to be told anew in other words
            _note(row, settings, [kind for kind, _ in addresses], reached, at)


def _reached(send: Send, address: str, message: Message) -> bool:
    try:
        return send(address, message)
    except Exception:  # a library's, and each channel's own
        log.exception("A notice could not be sent")
        return False


def _note(row: Notice, settings: Notices, had: Collection[Kind], reached: Collection[Kind], at: datetime) -> None:
    if reached:
        row.fate, row.ended_at, row.channels = Fate.SENT, at, ",".join(sorted(reached))
    elif row.fate is not Fate.DUE:  # dropped meanwhile: nobody need telephone
        return
    elif not had or row.tries >= settings.tries:
        row.fate = Fate.BY_PHONE
        row.said = N_("no channel") if not had else N_("no channel answered")
    else:
        row.not_before = after_quiet(settings, at + PAUSE * 2**row.tries)


def by_apprise(address: str, message: Message) -> bool:
    """Send by Apprise, which knows every channel's own way."""
    from apprise import Apprise

    sender = Apprise()
    body = f"{message.body}\n{message.link}" if message.link else message.body
    return sender.add(address) and bool(sender.notify(title=message.title, body=body))


def to_phone(session: Session, district_id: int) -> list[Notice]:
    """What must be said by telephone, the oldest first."""
    query = select(Notice).where(Notice.district_id == district_id, Notice.fate == Fate.BY_PHONE)
    return list(session.scalars(query.order_by(Notice.id)))


def told(session: Session, district_id: int, number: int, by: str, at: datetime | None = None) -> None:
    """Somebody has been telephoned; Conflict where it was sent or dropped meanwhile."""
    row = session.scalar(select(Notice).where(Notice.district_id == district_id, Notice.id == number).with_for_update())
    if row is None:
        raise NotFound(N_("There is no such notice."))
    if row.fate not in (Fate.BY_PHONE, Fate.TOLD):
        raise Conflict(N_("This notice need not be said by telephone any more."))
    row.fate, row.ended_at, row.by = Fate.TOLD, at or now(), by
    session.flush()


def of_person(session: Session, district_id: int, to: str, most: int = 50) -> list[Notice]:
    """What somebody was told, the last first."""
    query = select(Notice).where(Notice.district_id == district_id, Notice.to == to)
    return list(session.scalars(query.order_by(Notice.id.desc()).limit(most)))


def forget_old(session: Session, before: datetime) -> int:
    """Forget what somebody was told, or need not be told any more, before this, so many at once; how many.

    What still waits stays. What is due again after so long, as of a task that nobody has touched since, is said anew.
    """
    old = select(Notice.id).where(Notice.fate.not_in(WAITING), Notice.ended_at < before).limit(MOST_KEYS)
    return len(session.scalars(delete(Notice).where(Notice.id.in_(old)).returning(Notice.id)).all())


def recent(session: Session, district_id: int, most: int = 200) -> list[Notice]:
    """The last notices of a district, with their fates."""
    query = select(Notice).where(Notice.district_id == district_id).order_by(Notice.id.desc()).limit(most)
    return list(session.scalars(query))
