"""Offices: who answers for tasks at the village, the township and the district."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.keeping import Facts, Kept, Known
from rotation.errors import N_, InvalidInput, NotFound
from rotation.store import Base, choice


class Level(StrEnum):
    """Where an office stands, lowest first."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DISTRICT = "district"


class Office(Kept, Base):
    """A village committee, or a township or district department: always has a holder or a named deputy."""

    __tablename__ = "office"

    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), index=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    level: Mapped[Level] = mapped_column(choice(Level))
    holder: Mapped[str] = mapped_column(default="")
    deputy: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40), default="")


@dataclass(frozen=True, kw_only=True)
class OfficeFacts(Facts):
    """What can be said of an office."""

    name: str
    name_en: str = ""
    level: Level
    village_id: int | None = None
    holder: str = ""
    deputy: str = ""
    phone: str = ""

    def faults(self, known: Known) -> Iterator[InvalidInput]:
        """Everything that is wrong, each with its field."""
        yield from values.text("name", self.name, most=values.NAME, needed=True)
        yield from values.text("name_en", self.name_en, most=values.NAME)
        yield from self._faults_of_village(known)
        yield from values.text("holder", self.holder, most=values.NAME)
        yield from values.text("deputy", self.deputy, most=values.NAME)
        if not (self.holder or self.deputy):
            yield InvalidInput(N_("Name the holder, or a deputy while the post is vacant."), field="holder")
        yield from values.phone("phone", self.phone)

    def _faults_of_village(self, known: Known) -> Iterator[InvalidInput]:
        if self.level is Level.VILLAGE and self.village_id is None:
            yield InvalidInput(N_("Say which village this committee is of."), field="village_id")
        if self.level is not Level.VILLAGE and self.village_id is not None:
            yield InvalidInput(
                N_("Only a village's own office belongs to a village; leave this empty."), field="village_id"
            )
        if self.village_id is not None and self.village_id not in known.villages.values():
            yield InvalidInput(N_("There is no such village in this district."), field="village_id")


def offices(session: Session, district_id: int, *, inactive: bool = False) -> list[Office]:
    """The offices of a district by code."""
    query = select(Office).where(Office.district_id == district_id).order_by(Office.code)
    return list(session.scalars(query if inactive else query.where(Office.active)))


def office(session: Session, district_id: int, code: str) -> Office:
    """The office of that code, in use or not."""
    found = session.scalar(select(Office).where(Office.district_id == district_id, Office.code == code))
    if found is None:
        raise NotFound(N_("There is no office “%(code)s”."), code=code)
    return found
