"""Which office receives what is passed up from a place: the one named for it, else the first of the next level."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.keeping import hold
from rotation.district.offices import Level, Office, office
from rotation.district.villages import Village, Zone
from rotation.errors import N_, Conflict, InvalidInput
from rotation.record.tasks import Holder, Holding, Task
from rotation.store import Base

_UPWARDS = tuple(Level)
_UNNAMED, _ELSEWHERE = 0, -1  # how well nothing fits that is named, and what is named for something else


class Receiver(Base):
    """An office receives what comes from a village or a zone (its code; "" for everywhere), of one category or any."""

    __tablename__ = "receiver"
    __table_args__ = (UniqueConstraint("place", "category", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    place: Mapped[str] = mapped_column(String(40), default="")
    category: Mapped[str] = mapped_column(String(40), default="")


def let_receive(session: Session, district_id: int, code: str, *, place: str = "", category: str = "") -> Receiver:
    """Say that an office above the villages receives what comes from a place, of a category, or both."""
    chosen = _above_villages(session, district_id, code)
    hold(session, chosen)
    said = {"office_id": chosen.id, "place": place, "category": category}
    row = session.scalar(select(Receiver).filter_by(**said))
    if row is None:
        row = Receiver(**said)
        session.add(row)
        session.flush()
    return row


def stop_receiving(session: Session, district_id: int, code: str, key: int) -> None:
    """Take back what was said; nothing happens where that was done before."""
    office_id = office(session, district_id, code).id
    session.execute(delete(Receiver).where(Receiver.id == key, Receiver.office_id == office_id))


def receivers(session: Session, district_id: int) -> dict[int, list[Receiver]]:
    """By the key of an office: what it is to receive, in the order of places and categories."""
    query = select(Receiver).join(Office, Office.id == Receiver.office_id).where(Office.district_id == district_id)
    found: dict[int, list[Receiver]] = {}
    for row in session.scalars(query.order_by(Receiver.place, Receiver.category)):
        found.setdefault(row.office_id, []).append(row)
    return found


def _above_villages(session: Session, district_id: int, code: str) -> Office:
    chosen = office(session, district_id, code)
    if chosen.level is Level.VILLAGE:
        raise InvalidInput(N_("Choose an office of a township or of the district."), field="office")
    return chosen


def receiving_office(session: Session, task: Task) -> Office:
    """The office of the nearest level that there is; Conflict at the top, or where there is no office above.

    The more exactly it is named for the place and the category, the sooner it is chosen; among equals the first by
    code. One that is named for other places or categories alone receives only where there is no other at any level.
    """
    above = _UPWARDS[_UPWARDS.index(task.level) + 1 :]
    offices = _offices(session, task, above)
    if not offices:
        raise Conflict(N_("There is no office above the one responsible; the district decides."))
    said, rank = receivers(session, task.district_id), _ranks(session, task)
    fits = {row.id: _fit(said.get(row.id, []), rank, task.category) for row in offices}
    return max(offices, key=lambda one: (fits[one.id] != _ELSEWHERE, -above.index(one.level), fits[one.id]))


def _offices(session: Session, task: Task, levels: Sequence[Level]) -> list[Office]:
    query = select(Office).where(Office.district_id == task.district_id, Office.level.in_(levels), Office.active)
    return list(session.scalars(query.where(Office.code != task.holder_code).order_by(Office.code)))


def _ranks(session: Session, task: Task) -> dict[str, int]:
    """By what a line may name as its place, how exactly that names where the task is."""
    village = session.get_one(Village, task.village_id)
    zone = session.get(Zone, village.zone_id) if village.zone_id else None
    return ({zone.code: 3} if zone else {}) | {village.code: 5, "": 1}


def _fit(said: list[Receiver], rank: dict[str, int], category: str) -> int:
    fitting = [row for row in said if row.place in rank and row.category in ("", category)]
    exactly = (rank[row.place] + bool(row.category) for row in fitting)
    return max(exactly, default=_ELSEWHERE if said else _UNNAMED)


def level_of(session: Session, holder: Holder) -> Level:
    """The level of the one responsible; members serve in villages."""
    if holder.kind is Holding.MEMBER:
        return Level.VILLAGE
    return session.scalars(select(Office.level).where(Office.code == holder.code)).one()
