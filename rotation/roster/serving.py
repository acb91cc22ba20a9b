"""Who serves where in the roster in force, as anybody may see it: without consent nobody is named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import Zone
from rotation.district.weeks import Week
from rotation.roster.rosters import Roster, Status, Term

_DAYS = (Term.first_day, Term.last_day)


@dataclass(frozen=True, slots=True)
class Serving:
    """A member on duty. `name` is None without consent: then it is "secretary" (or "troubleshooter") `position`.

    The position counts the members of one team in the order of their codes, those with a name too. `days` are the
    first and the last one where it is not the whole week.
    """

    member: str
    name: str | None
    position: int
    troubleshooter: bool
    days: tuple[date, ...] = ()


def serving(session: Session, district_id: int, weeks: Iterable[Week]) -> dict[tuple[str, Week], tuple[Serving, ...]]:
    """By place and week: who serves, as published. Places where nobody does are left out."""
    query = (
        select(Term.place, Term.week, Term.member, Member.name, Member.named_in_public, Zone.id, *_DAYS)
        .join(Roster, Roster.id == Term.roster_id)
        .join(Member, Member.code == Term.member)
        .outerjoin(Zone, Zone.code == Term.place)
        .where(Roster.district_id == district_id, Roster.status == Status.PUBLISHED, Term.week.in_(list(weeks)))
    )
    found: dict[tuple[str, Week], list[Serving]] = defaultdict(list)
    rows = sorted(session.execute(query), key=attrgetter("member"))  # each database has an order of its own
    for place, week, code, name, named, zone, *days in rows:
        team = found[place, week]
        served = tuple(day for day in days if day)
        team.append(Serving(code, name if named else None, len(team) + 1, zone is not None, served))
    return {key: tuple(team) for key, team in found.items()}
