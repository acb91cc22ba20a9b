"""Members: who can serve, with which qualifications, limits and wishes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.keeping import Facts, Kept, Known
from rotation.errors import N_, InvalidInput, NotFound
from rotation.store import Base

FARTHEST_KM = 1000
MOST_TERMS = 1000


class Role(StrEnum):
    """What a member may serve as."""

    TEAM = "team"
    TROUBLESHOOTER = "troubleshooter"


class Member(Kept, Base):
    """A person who can serve. Never deleted, only made inactive; the code is never used again.

    `skills` are codes from config.toml; `disliked_weeks` are weeks ("2026-W03"), `disliked_places` codes
    of villages or zones; `max_km` is the reach from home in km, `max_terms` the most terms in one plan.
    """

    __tablename__ = "member"

    name: Mapped[str]
    phone: Mapped[str] = mapped_column(String(40), default="")
    home: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    roles: Mapped[list[str]] = mapped_column(default=lambda: [Role.TEAM.value])
    skills: Mapped[list[str]] = mapped_column(default=list)
    max_km: Mapped[float | None]
    max_terms: Mapped[int | None]
    disliked_weeks: Mapped[list[str]] = mapped_column(default=list)
    disliked_places: Mapped[list[str]] = mapped_column(default=list)
    named_in_public: Mapped[bool] = mapped_column(default=False)


class Recusal(Base):
    """A village (or zone) in which a member must not serve: kin in office, or an interest of their own.

    `by` is the login that entered it, where it was entered on the site; `by_member`: the member did so themselves.
    """

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("member_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    place: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str | None] = mapped_column(String(80))
    by_member: Mapped[bool | None]


class Apart(Base):
    """Two members who must not be in one team; the lower member id stands first."""

    __tablename__ = "apart"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, kw_only=True)
class MemberFacts(Facts):
    """What can be said of a member."""

    name: str
    phone: str = ""
    home: str = ""
    lat: float | None = None
    lon: float | None = None
    roles: tuple[str, ...] = (Role.TEAM.value,)
    skills: tuple[str, ...] = ()
    max_km: float | None = None
    max_terms: int | None = None
    disliked_weeks: tuple[str, ...] = ()
    disliked_places: tuple[str, ...] = ()
    named_in_public: bool = False

    def faults(self, known: Known) -> Iterator[InvalidInput]:
        """Everything that is wrong, each with its field."""
        yield from values.text("name", self.name, most=values.NAME, needed=True)
        yield from values.phone("phone", self.phone)
        yield from values.text("home", self.home)
        yield from values.coordinates(self.lat, self.lon)
        yield from self._faults_of_qualifications(known)
        yield from values.number("max_km", self.max_km, least=0, most=FARTHEST_KM)
        yield from values.number("max_terms", self.max_terms, least=0, most=MOST_TERMS)
        yield from values.weeks("disliked_weeks", self.disliked_weeks)
        yield from values.each_once("disliked_places", self.disliked_places, known.places)

    def _faults_of_qualifications(self, known: Known) -> Iterator[InvalidInput]:
        if not self.roles:
            yield InvalidInput(N_("Choose at least one: team, troubleshooter, or both."), field="roles")
        yield from values.each_once("roles", self.roles, [role.value for role in Role])
        yield from values.each_once("skills", self.skills, known.skills)


def members(session: Session, district_id: int, *, inactive: bool = False) -> list[Member]:
    """The members of a district by code; those who have left only where asked for."""
    query = select(Member).where(Member.district_id == district_id).order_by(Member.code)
    return list(session.scalars(query if inactive else query.where(Member.active)))


def member(session: Session, district_id: int, code: str) -> Member:
    """The member of that code, active or not."""
    found = session.scalar(select(Member).where(Member.district_id == district_id, Member.code == code))
    if found is None:
        raise NotFound(N_("There is no member “%(code)s”."), code=code)
    return found
