"""What the public pages show: gathered in a few queries, without anybody who does not want to be named."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district.villages import District, Village, villages, zones
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.roster.rosters import Roster, Term, published
from rotation.roster.serving import Serving, serving

__all__ = ["Team", "teams", "village_page"]


@dataclass(frozen=True, slots=True)
class Team:
    """Who serves in a village in a week, or why nobody does."""

    village: Village
    week: Week
    people: tuple[Serving, ...]
    troubleshooters: tuple[Serving, ...]
    is_published: bool
    begins: Week | None = None
    """The first week of all in the district, where that is still to come."""

    @property
    def is_closed(self) -> bool:
        """Whether the village has no team in this week by its own calendar."""
        return not self.people and self.village.is_closed(self.week)


def teams(session: Session, district: District, week: Week) -> list[Team]:
    """The teams of all villages of a district in a week, by the village's code."""
    return _teams(session, district, villages(session, district.id), [week])


def village_page(session: Session, code: str, week: Week) -> dict[str, object]:
    """A village, its district and its teams of `week` and the week after. NotFound where it is not served."""
    village = session.scalar(select(Village).where(Village.code == code, Village.active))
    if village is None:
        raise NotFound(N_("There is no village “%(code)s” here, or it is not served any more."), code=code)
    district = session.get_one(District, village.district_id)
    now, then = _teams(session, district, [village], [week, week + 1])
    return {"village": village, "district": district, "now": now, "then": then}


def _teams(session: Session, district: District, where: Iterable[Village], weeks: list[Week]) -> list[Team]:
    roster = published(session, district.id)
    first = _first_week(session, roster) if roster else None
    serve = serving(session, district.id, weeks)
    zone_codes = {zone.id: zone.code for zone in zones(session, district.id)}
    return [
        Team(
            village,
            week,
            serve.get((village.code, week), ()),
            serve.get((zone_codes.get(village.zone_id or 0, ""), week), ()),
            is_published=_reaches(roster, week),
            begins=first if first and first > week else None,
        )
        for village in where
        for week in weeks
    ]


def _first_week(session: Session, roster: Roster) -> Week | None:
    return session.scalar(select(func.min(Term.week)).where(Term.roster_id == roster.id))


def _reaches(roster: Roster | None, week: Week) -> bool:
    return roster is not None and week < roster.end
