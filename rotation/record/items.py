"""The two lists of a day in a village, and what stands in them: complaints from villagers, findings from officials.

Both are kept in the same form, so that they can be laid beside each other. The words are sealed, and never public.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, TypeVar

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from rotation.district.villages import Village
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.record.duty import day_of
from rotation.record.rights import require_unfinished
from rotation.record.roles import Hand
from rotation.record.sealing import sealed
from rotation.record.tasks import Urgency
from rotation.record.texts import seal_line, seal_text
from rotation.settings import Settings
from rotation.store import choice

MOST_IN_A_LIST = 1000
KEY = 64


class Side(StrEnum):
    """Whose list it is."""

    VILLAGERS = "villagers"
    OFFICIALS = "officials"


class Outcome(StrEnum):
    """What became of a complaint or a finding."""

    TASK = "task"
    JOINED = "joined"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


class DayList:
    """One side's list of one day in one village; closed once the side has written down everything.

    `absent` says that there is none.
    """

    absent: ClassVar[str]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[UniqueConstraint, ...]:
        return (UniqueConstraint("village_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), sort_order=-1)
    day: Mapped[date] = mapped_column(index=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(80))
    closed_at: Mapped[datetime | None]


class Item:
    """One complaint or finding. `words`, `place` and `reason` are commitments.

    `blind`: written down before its side could see the other's list. `sent_as` is the sender's own key of it, so
    that what is sent twice over a weak network is stored once. Without an `outcome` it is undecided.
    """

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    code: Mapped[str] = mapped_column(String(80), unique=True, sort_order=-1)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(64))
    place: Mapped[str | None] = mapped_column(String(64))
    category: Mapped[str] = mapped_column(String(40))
    urgency: Mapped[Urgency] = mapped_column(choice(Urgency))
    blind: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    sent_as: Mapped[str | None] = mapped_column(String(KEY), unique=True)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    task: Mapped[str | None] = mapped_column(ForeignKey("task.number"), index=True)
    reason: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))


L = TypeVar("L", bound=DayList)
I = TypeVar("I", bound=Item)  # noqa: E741 - as L is for the lists


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes down: the words, what it is about (a category's code), where, and how soon."""

    words: str
    category: str
    place: str = ""
    urgency: Urgency = Urgency.NORMAL
    sent_as: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of an item as its readers see them; None where a text was withdrawn."""

    words: str | None
    place: str | None
    reason: str | None


def day_list(session: Session, kind: type[L], village: Village, day: date) -> L | None:
    """The list of that day, where one has been opened."""
    return session.scalar(select(kind).where(kind.village_id == village.id, kind.day == day))


def list_of(session: Session, kind: type[L], village: Village, day: date) -> L:
    """The list of that day; NotFound where none has been opened."""
    found = day_list(session, kind, village, day)
    if found is None:
        raise NotFound(kind.absent)
    return found


def fill(item: Item, session: Session, settings: Settings, said: Said, hand: Hand, at: datetime) -> None:
    """Write what was said into a new item; InvalidInput names the field that cannot be so."""
    if said.category not in settings.categories:
        raise InvalidInput(N_("Choose what it is about."), field="category")
    item.words = seal_text(session, "words", said.words)
    item.place = seal_line(session, "place", said.place)
    item.category, item.urgency, item.sent_as = said.category, said.urgency, said.sent_as
    item.at, item.by = at, hand.account


def give_number(session: Session, item: Item, prefix: str, village: Village) -> None:
    """Number an item within its day's list, and give it its code (c-v01-260105-3)."""
    kind = type(item)
    query = select(func.max(kind.number)).where(kind.village_id == village.id, kind.day == item.day)
    item.number = (session.scalar(query) or 0) + 1
    if item.number > MOST_IN_A_LIST:
        raise Conflict(N_("A list holds at most %(most)s lines."), most=MOST_IN_A_LIST)
    item.code = f"{prefix}-{village.code}-{item.day:%y%m%d}-{item.number}"


def refuse_other_days(day: date, at: datetime) -> None:
    """Raise for a day to come, and for one whose team has had its days to finish what it wrote."""
    if day > day_of(at):
        raise InvalidInput(N_("This day has not come yet."), field="day")
    require_unfinished(day, at)


def refuse_filled(
    session: Session, kind: type[Item], village: Village, day: date, *counted: ColumnElement[bool]
) -> None:
    """Raise Conflict where the list of a day holds something that counts."""
    if session.scalar(select(kind.id).where(kind.village_id == village.id, kind.day == day, *counted).limit(1)):
        raise Conflict(N_("Something has been written down on this day: close the list instead."))


def sent_before(session: Session, kind: type[I], said: Said, hand: Hand, village: Village) -> I | None:
    """What the same sender has sent under the same key already; Conflict where somebody else has used the key."""
    if said.sent_as is None:
        return None
    if not 1 <= len(said.sent_as) <= KEY:
        raise InvalidInput(N_("This form is out of date. Reload the page, then send it again."), field="sent_as")
    found = session.scalar(select(kind).where(kind.sent_as == said.sent_as))
    if found and (found.by, found.village_id) != (hand.account, village.id):
        raise Conflict(N_("This form is out of date. Reload the page, then send it again."))
    return found


def close(session: Session, row: DayList, at: datetime) -> None:
    """Say that a side has written down everything; said twice, the first time counts."""
    row.closed_at = row.closed_at or at
    session.flush()


def items(session: Session, kind: type[I], village: Village, day: date) -> list[I]:
    """What stands in the list of a day, in its order."""
    return list(
        session.scalars(select(kind).where(kind.village_id == village.id, kind.day == day).order_by(kind.number))
    )


def words_of(session: Session, of: Sequence[Item]) -> dict[str, Words]:
    """The texts of many items, by the items' codes; for those who may read them."""
    found = sealed(session, [one for item in of for one in (item.words, item.place, item.reason) if one])

    def text(commitment: str | None) -> str | None:
        return found[commitment].content if commitment else ""

    return {item.code: Words(text(item.words), text(item.place), text(item.reason)) for item in of}
