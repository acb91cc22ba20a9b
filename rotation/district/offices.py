"""Offices: who answers for tasks at the village, the township and the district."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rotation.store import Base, choice


class Level(StrEnum):
    """Where an office stands, lowest first."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DISTRICT = "district"


class Office(Base):
    """A village committee, or a township or district department: always has a holder or a named deputy."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    level: Mapped[Level] = mapped_column(choice(Level))
    holder: Mapped[str] = mapped_column(default="")
    deputy: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)
