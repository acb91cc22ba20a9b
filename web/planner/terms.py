"""What the published roster holds for a member from this week on."""

from collections.abc import Collection

from rotation.district.weeks import Week, this_week
from rotation.roster import grid
from rotation.roster.grid import MemberTerm
from rotation.roster.rosters import Roster, published
from web.planner.desk import Desk


def roster_in_force(here: Desk) -> Roster | None:
    """The district's published roster."""
    return published(here.session, here.district.id)


def terms_ahead(here: Desk, code: str, weeks: Collection[Week] | None = None) -> list[MemberTerm]:
    """The member's published terms from this week on, or only those in `weeks`."""
    roster = roster_in_force(here)
    if roster is None:
        return []
    terms = grid.member_year(here.session, here.district, roster, code)
    return [term for term in terms if term.week >= this_week() and (weeks is None or term.week in weeks)]
