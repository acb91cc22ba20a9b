"""What a change of one seat does to each cost, without making the change.

Each wish is a function of its own, named as in the cost table. All are exact for one seat; of two changes the
second is judged after the first was made, unless they lie in different teams of one week.
"""

from solver.engine.ground import LONG_AGO, NOBODY, NOWHERE, Array
from solver.teams.compiled import compiled
from solver.teams.partners import met
from solver.teams.seating import last_visit, next_visit, recently
from solver.teams.sheet import (
    BASELINE,
    CROWDING,
    DEBUT,
    FILLED,
    FIRST,
    HAS,
    HAS_BASELINE,
    HOLDER,
    LAST_WEEK,
    LINKS,
    MEMORY,
    NO_CONTINUITY,
    PLACE,
    POINTS,
    REPEAT_PARTNER,
    REPEAT_VILLAGE,
    SEAT_PLACE,
    SEAT_WEEK,
    SEATS,
    SHARE,
    SPACING,
    TERMS,
    UNMET_SKILL,
    VILLAGES,
    VISITS,
    WANTS,
    WANTS_FIRST,
    WEEK_POINTS,
    WEEKS,
    at,
    cell,
    number,
)

__all__ = ["changes", "handover", "team_change", "term_change", "unfairness"]


@compiled
def handover(sheet: Array, seat: int, newcomer: int) -> int:
    """Points of all wishes when a seat passes to somebody who gains a term by it, and its holder loses one."""
    week, leaver = at(sheet, SEAT_WEEK, seat), at(sheet, HOLDER, seat)
    delta = team_change(sheet, seat, newcomer)
    if leaver != NOBODY:
        delta -= term_change(sheet, leaver, week)
    if newcomer != NOBODY:
        delta += term_change(sheet, newcomer, week)
    return delta


@compiled
def term_change(sheet: Array, member: int, week: int) -> int:
    """Points of a term in this week, wherever it is."""
    delta = cell(sheet, WEEK_POINTS, member, week)
    if number(sheet, SPACING) > 0 and number(sheet, CROWDING) > 0:
        delta += number(sheet, CROWDING) * crowding(sheet, member, week)
    return delta


@compiled
def team_change(sheet: Array, seat: int, newcomer: int) -> int:
    """Points of those wishes that look at the place and its team, when a newcomer (or NOBODY) takes a seat."""
    place, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    leaver = at(sheet, HOLDER, seat)
    delta = 0
    if leaver != NOBODY:
        delta -= cell(sheet, POINTS, leaver, place)
    if newcomer != NOBODY:
        delta += cell(sheet, POINTS, newcomer, place)
    if place < number(sheet, VILLAGES):
        delta += number(sheet, REPEAT_VILLAGE) * repeat_village(sheet, place, leaver, newcomer)
        delta += number(sheet, REPEAT_PARTNER) * repeat_partner(sheet, seat, newcomer)
        wanted = place * number(sheet, WEEKS) + week
        if at(sheet, WANTS_FIRST, wanted) < at(sheet, WANTS_FIRST, wanted + 1):
            delta += number(sheet, UNMET_SKILL) * unmet_skill(sheet, seat, newcomer)
        if number(sheet, MEMORY) > 0 and number(sheet, NO_CONTINUITY) > 0:
            delta += number(sheet, NO_CONTINUITY) * no_continuity(sheet, seat, newcomer)
    return delta


@compiled
def repeat_village(sheet: Array, village: int, leaver: int, newcomer: int) -> int:
    """Change of the visits beyond the first."""
    delta = 0
    if leaver != NOBODY and cell(sheet, VISITS, leaver, village) > 1:
        delta -= 1
    if newcomer != NOBODY and cell(sheet, VISITS, newcomer, village) > 0:
        delta += 1
    return delta


@compiled
def repeat_partner(sheet: Array, seat: int, newcomer: int) -> int:
    """Change of the weeks in one team beyond the first."""
    place, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    leaver = at(sheet, HOLDER, seat)
    delta = 0
    first = cell(sheet, FIRST, place, week)
    for other in range(first, first + cell(sheet, SEATS, place, week)):
        partner = at(sheet, HOLDER, other)
        if other != seat and partner != NOBODY:
            if leaver != NOBODY and met(sheet, leaver, partner) > 1:
                delta -= 1
            if newcomer != NOBODY and met(sheet, newcomer, partner) > 0:
                delta += 1
    return delta


@compiled
def unmet_skill(sheet: Array, seat: int, newcomer: int) -> int:
    """Change of the skills wanted that nobody in the team has."""
    place, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    leaver = at(sheet, HOLDER, seat)
    wanted, first = place * number(sheet, WEEKS) + week, cell(sheet, FIRST, place, week)
    delta = 0
    for want in range(at(sheet, WANTS_FIRST, wanted), at(sheet, WANTS_FIRST, wanted + 1)):
        skill = at(sheet, WANTS, want)
        had = leaver != NOBODY and cell(sheet, HAS, leaver, skill)
        has = newcomer != NOBODY and cell(sheet, HAS, newcomer, skill)
        if had != has:
            others = False
            for other in range(first, first + cell(sheet, SEATS, place, week)):
                if (
                    other != seat
                    and at(sheet, HOLDER, other) != NOBODY
                    and cell(sheet, HAS, at(sheet, HOLDER, other), skill)
                ):
                    others = True
            if not others:
                delta += 1 if had else -1
    return delta


@compiled
def crowding(sheet: Array, member: int, week: int) -> int:
    """Weeks short of the spacing that a term in this week adds between the terms before and after it."""
    spacing = number(sheet, SPACING)
    before, after = spacing, spacing
    for gap in range(1, min(spacing, week + 1)):
        if cell(sheet, PLACE, member, week - gap) != NOWHERE:
            before = gap
            break
    if before == spacing and at(sheet, LAST_WEEK, member) != LONG_AGO:
        before = min(spacing, week - at(sheet, LAST_WEEK, member))
    for gap in range(1, min(spacing, number(sheet, WEEKS) - week)):
        if cell(sheet, PLACE, member, week + gap) != NOWHERE:
            after = gap
            break
    return (spacing - before) + (spacing - after) - max(0, spacing - before - after)


@compiled
def no_continuity(sheet: Array, seat: int, newcomer: int) -> int:
    """Change of the teams in which nobody served the village lately."""
    village, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    leaver = at(sheet, HOLDER, seat)
    filled = cell(sheet, FILLED, village, week) + (newcomer != NOBODY) - (leaver != NOBODY)
    if (filled == 0) != (cell(sheet, FILLED, village, week) == 0):
        return _debut_change(sheet, seat, newcomer)
    delta = 0
    links = cell(sheet, LINKS, village, week)
    lost, left_week = _links_by(sheet, leaver, village, week)
    gained, joined_week = _links_by(sheet, newcomer, village, week)
    if week != at(sheet, DEBUT, village):
        delta += (links + gained - lost == 0) - (links == 0)
    if left_week != joined_week:
        if left_week < number(sheet, WEEKS):
            delta += cell(sheet, LINKS, village, left_week) == 1
        if joined_week < number(sheet, WEEKS):
            delta -= cell(sheet, LINKS, village, joined_week) == 0
    return delta


@compiled
def _links_by(sheet: Array, member: int, village: int, week: int) -> tuple[int, int]:
    """1 if the member served there lately, and the later week whose team knows the village only through this term."""
    if member == NOBODY:
        return 0, number(sheet, WEEKS)
    after = next_visit(sheet, member, village, week)
    if after < number(sheet, WEEKS) and after - last_visit(sheet, member, village, week) <= number(sheet, MEMORY):
        after = number(sheet, WEEKS)
    return recently(sheet, member, village, week), after


@compiled
def _debut_change(sheet: Array, seat: int, newcomer: int) -> int:
    """The same where the team's only seat is emptied or filled, so that the very first team may be another one."""
    village, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    member = newcomer if newcomer != NOBODY else at(sheet, HOLDER, seat)
    links, later = _links_by(sheet, member, village, week)
    sign = 1 if newcomer != NOBODY else -1
    known, debut = at(sheet, DEBUT, village) == -1, number(sheet, WEEKS)
    if not known:
        for other in range(number(sheet, WEEKS)):
            if other != week and cell(sheet, FILLED, village, other) > 0:
                debut = other
                break
    delta = 0
    if known or debut < week:
        delta += sign * (links == 0)
    elif debut < number(sheet, WEEKS):
        delta += sign * (cell(sheet, LINKS, village, debut) + (later == debut and sign > 0) == 0)
    if later < number(sheet, WEEKS) and later != debut:
        delta -= sign * (cell(sheet, LINKS, village, later) == (0 if sign > 0 else 1))
    return delta


@compiled
def unfairness(sheet: Array, leaver: int, newcomer: int) -> int:
    """Change of unfairness, in units of 200, when one member loses a term and another gains it."""
    delta = 0
    if leaver != NOBODY:
        delta -= 50 * (2 * at(sheet, TERMS, leaver) - 1) - at(sheet, SHARE, leaver)
    if newcomer != NOBODY:
        delta += 50 * (2 * at(sheet, TERMS, newcomer) + 1) - at(sheet, SHARE, newcomer)
    return delta


@compiled
def changes(sheet: Array, member: int, week: int, place: int) -> int:
    """Change of the differences from the baseline when a member's place in a week becomes this one."""
    if not number(sheet, HAS_BASELINE) or member == NOBODY:
        return 0
    before = cell(sheet, BASELINE, member, week)
    return (place != before) - (cell(sheet, PLACE, member, week) != before)
