"""Drafts side by side: their costs, and who would serve differently."""

from flask import render_template, request

from rotation.errors import N_, InvalidInput
from rotation.roster import rosters
from rotation.roster.changes import compare
from web.planner.desk import desk
from web.planner.room import room
from web.planner.wording import TIER_NAMES, WISH_NAMES

_MOST = 6
_MOST_DIFFERENCES = 300


@room.get("/rosters/compare")
def compare_rosters() -> str:
    """Two or more rosters: what each costs, and where they differ, person by person and week by week."""
    at = desk()
    asked = _numbers(request.args.getlist("n"))
    choices = rosters.rosters(at.session, at.district.id)
    if len(asked) < 2:  # noqa: PLR2004 - there is nothing to compare one with
        return render_template("planner/roster/compare_which.html", choices=choices, asked=asked)
    chosen = [at.roster(number) for number in asked]
    found = compare(at.session, chosen)
    member = request.args.get("member", "")
    differences = [d for d in found.differences if member in {"", d.member}]
    return render_template(
        "planner/roster/compare.html",
        rosters=chosen,
        comparison=found,
        tiers=TIER_NAMES,
        wishes=WISH_NAMES,
        by_member=sorted(found.by_member.items()),
        differences=differences[:_MOST_DIFFERENCES],
        left_out=max(0, len(differences) - _MOST_DIFFERENCES),
        member=member,
        names=at.names(),
    )


def _numbers(asked: list[str]) -> list[int]:
    if not all(number.isdecimal() and len(number) < 10 for number in asked):  # noqa: PLR2004 - no roster has such a number
        raise InvalidInput(N_("Choose the rosters to compare from the list."))
    if len(set(asked)) > _MOST:
        raise InvalidInput(N_("At most %(most)s rosters fit side by side. Choose fewer."), most=_MOST)
    return sorted({int(number) for number in asked})
