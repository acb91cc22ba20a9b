"""Who is responsible for a task, as a page names them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.weeks import Week
from rotation.record.tasks import Holder, Holding
from web.dates import local_name

__all__ = ["Responsible", "named"]


@dataclass(frozen=True, slots=True)
class Responsible:
    """An office, with the one who holds it, or a member in the week of a term."""

    name: str
    who: str = ""
    phone: str = ""
    week: Week | None = None
    until_team: bool = False


def named(session: Session, holders: Collection[Holder]) -> dict[Holder, Responsible]:
    """The names of those responsible."""
    codes = [holder.code for holder in holders]
    members = {row.code: row for row in session.scalars(select(Member).where(Member.code.in_(codes)))}
    offices = {row.code: row for row in session.scalars(select(Office).where(Office.code.in_(codes)))}
    return {
        holder: _member(holder, members.get(holder.code))
        if holder.kind is Holding.MEMBER
        else _office(holder, offices.get(holder.code))
        for holder in holders
    }


def _member(holder: Holder, row: Member | None) -> Responsible:
    return Responsible(row.name if row else holder.code, week=holder.week)


def _office(holder: Holder, row: Office | None) -> Responsible:
    if row is None:
        return Responsible(holder.code)
    return Responsible(local_name(row), row.holder or row.deputy, row.phone, until_team=holder.until_team)
