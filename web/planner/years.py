"""One member's year, one village's year, and how fairly the terms are shared out."""

from flask import render_template, request

from rotation.errors import N_, NotFound
from rotation.roster import costs
from rotation.roster.fairness import FairnessRow, fairness
from rotation.roster.grid import member_year, village_year
from web.planner.charts import fairness_chart, spread
from web.planner.desk import NUMBER, desk
from web.planner.room import room
from web.planner.wording import COST_NAMES

_MOST_CHARGES = 200


@room.get(f"/rosters/{NUMBER}/members/<code>", endpoint="member_year")
def member_terms(number: int, code: str) -> str:
    """Where a member serves, when, and with whom."""
    at = desk()
    roster, names = at.roster(number), at.names()
    if code not in names.members:
        raise NotFound(N_("There is no member “%(code)s”."), code=code)
    terms = member_year(at.session, at.district, roster, code)
    return render_template("planner/roster/member.html", roster=roster, code=code, terms=terms, names=names)


@room.get(f"/rosters/{NUMBER}/places/<code>", endpoint="place_year")
def place_terms(number: int, code: str) -> str:
    """Who serves in a village or zone, week by week."""
    at = desk()
    roster, names = at.roster(number), at.names()
    if code not in names.places:
        raise NotFound(N_("There is no village or zone “%(code)s”."), code=code)
    weeks = village_year(at.session, at.district, roster, code)
    return render_template("planner/roster/place.html", roster=roster, code=code, weeks=weeks, names=names)


@room.get(f"/rosters/{NUMBER}/fairness")
def roster_fairness(number: int) -> str:
    """Each member's terms and share, and how many members are how far from theirs."""
    at = desk()
    roster = at.roster(number)
    rows = sorted(fairness(at.session, at.district, roster), key=_furthest_first)
    return render_template(
        "planner/roster/fairness.html",
        roster=roster,
        rows=rows,
        chart=fairness_chart(rows) if rows else None,
        spread=spread([row.difference for row in rows]),
        names=at.names(),
    )


@room.get(f"/rosters/{NUMBER}/costs")
def roster_costs(number: int) -> str:
    """Where each cost sits: by kind, and down to member, place and week."""
    at = desk()
    roster = at.roster(number)
    charges = list(costs.charges(at.session, roster))
    kinds = {kind: [c for c in charges if c.cost == kind and c.points] for kind in COST_NAMES}
    kind = request.args.get("kind", "")
    if kind not in kinds:
        kind = next((name for name, found in kinds.items() if found), "vacancies")
    return render_template(
        "planner/roster/costs.html",
        roster=roster,
        kinds=kinds,
        kind=kind,
        charges=sorted(kinds[kind], key=lambda charge: -charge.points)[:_MOST_CHARGES],
        names=at.names(),
    )


def _furthest_first(row: FairnessRow) -> tuple[int, str]:
    return (-abs(row.difference), row.member)
