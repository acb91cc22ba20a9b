"""What a change of one seat does to each cost, without making the change.

Each wish is a function of its own, named as in the cost table. All are exact for one seat; of two changes the
second is judged after the first was made, unless they lie in different teams of one week.
"""

from solver.compiled import compiled
from solver.ground import LONG_AGO, NOBODY, NOWHERE, Ground
from solver.seating import Seating, last_visit, next_visit, recently

__all__ = ["changes", "handover", "team_change", "term_change", "unfairness"]


@compiled
def handover(ground: Ground, seating: Seating, seat: int, newcomer: int) -> int:
    """Points of all wishes when a seat passes to somebody who gains a term by it, and its holder loses one."""
    week, leaver = ground.seat_week[seat], seating.holder[seat]
    delta = team_change(ground, seating, seat, newcomer)
    if leaver != NOBODY:
        delta -= term_change(ground, seating, leaver, week)
    if newcomer != NOBODY:
        delta += term_change(ground, seating, newcomer, week)
    return delta


@compiled
def term_change(ground: Ground, seating: Seating, member: int, week: int) -> int:
    """Points of a term in this week, wherever it is."""
    delta = ground.week_points[member, week]
    if ground.spacing > 0 and ground.crowding > 0:
        delta += ground.crowding * crowding(ground, seating, member, week)
    return delta


@compiled
def team_change(ground: Ground, seating: Seating, seat: int, newcomer: int) -> int:
    """Points of those wishes that look at the place and its team, when a newcomer (or NOBODY) takes a seat."""
    place, week = ground.seat_place[seat], ground.seat_week[seat]
    leaver = seating.holder[seat]
    delta = 0
    if leaver != NOBODY:
        delta -= ground.points[leaver, place]
    if newcomer != NOBODY:
        delta += ground.points[newcomer, place]
    if place < ground.villages:
        delta += ground.repeat_village * repeat_village(seating, place, leaver, newcomer)
        delta += ground.repeat_partner * repeat_partner(ground, seating, seat, newcomer)
        wanted = place * ground.weeks + week
        if ground.wants_first[wanted] < ground.wants_first[wanted + 1]:
            delta += ground.unmet_skill * unmet_skill(ground, seating, seat, newcomer)
        if ground.memory > 0 and ground.no_continuity > 0:
            delta += ground.no_continuity * no_continuity(ground, seating, seat, newcomer)
    return delta


@compiled
def repeat_village(seating: Seating, village: int, leaver: int, newcomer: int) -> int:
    """Change of the visits beyond the first."""
    delta = 0
    if leaver != NOBODY and seating.visits[leaver, village] > 1:
        delta -= 1
    if newcomer != NOBODY and seating.visits[newcomer, village] > 0:
        delta += 1
    return delta


@compiled
def repeat_partner(ground: Ground, seating: Seating, seat: int, newcomer: int) -> int:
    """Change of the weeks in one team beyond the first."""
    place, week = ground.seat_place[seat], ground.seat_week[seat]
    leaver = seating.holder[seat]
    delta = 0
    first = ground.first[place, week]
    for other in range(first, first + ground.seats[place, week]):
        partner = seating.holder[other]
        if other != seat and partner != NOBODY:
            if leaver != NOBODY and seating.met[partner, leaver] > 1:
                delta -= 1
            if newcomer != NOBODY and seating.met[partner, newcomer] > 0:
                delta += 1
    return delta


@compiled
def unmet_skill(ground: Ground, seating: Seating, seat: int, newcomer: int) -> int:
    """Change of the skills wanted that nobody in the team has."""
    place, week = ground.seat_place[seat], ground.seat_week[seat]
    leaver = seating.holder[seat]
    wanted, first = place * ground.weeks + week, ground.first[place, week]
    delta = 0
    for want in range(ground.wants_first[wanted], ground.wants_first[wanted + 1]):
        skill = ground.wants[want]
        had = leaver != NOBODY and ground.has[leaver, skill]
        has = newcomer != NOBODY and ground.has[newcomer, skill]
        if had != has:
            others = False
            for other in range(first, first + ground.seats[place, week]):
                if other != seat and seating.holder[other] != NOBODY and ground.has[seating.holder[other], skill]:
                    others = True
            if not others:
                delta += 1 if had else -1
    return delta


@compiled
def crowding(ground: Ground, seating: Seating, member: int, week: int) -> int:
    """Weeks short of the spacing that a term in this week adds between the terms before and after it."""
    spacing = ground.spacing
    before, after = spacing, spacing
    for gap in range(1, min(spacing, week + 1)):
        if seating.place[member, week - gap] != NOWHERE:
            before = gap
            break
    if before == spacing and ground.last_week[member] != LONG_AGO:
        before = min(spacing, week - ground.last_week[member])
    for gap in range(1, min(spacing, ground.weeks - week)):
        if seating.place[member, week + gap] != NOWHERE:
            after = gap
            break
    return (spacing - before) + (spacing - after) - max(0, spacing - before - after)


@compiled
def no_continuity(ground: Ground, seating: Seating, seat: int, newcomer: int) -> int:
    """Change of the teams in which nobody served the village lately."""
    village, week = ground.seat_place[seat], ground.seat_week[seat]
    leaver = seating.holder[seat]
    filled = seating.filled[village, week] + (newcomer != NOBODY) - (leaver != NOBODY)
    if (filled == 0) != (seating.filled[village, week] == 0):
        return _debut_change(ground, seating, seat, newcomer)
    delta = 0
    links = seating.links[village, week]
    lost, left_week = _links_by(ground, seating, leaver, village, week)
    gained, joined_week = _links_by(ground, seating, newcomer, village, week)
    if filled > 0 and week != seating.debut[village]:
        delta += (links + gained - lost == 0) - (links == 0)
    if left_week != joined_week:
        if left_week < ground.weeks and left_week != seating.debut[village]:
            delta += seating.links[village, left_week] == 1
        if joined_week < ground.weeks and joined_week != seating.debut[village]:
            delta -= seating.links[village, joined_week] == 0
    return delta


@compiled
def _links_by(ground: Ground, seating: Seating, member: int, village: int, week: int) -> tuple[int, int]:
    """1 if the member served there lately, and the later week whose team knows the village only through this term."""
    if member == NOBODY:
        return 0, ground.weeks
    after = next_visit(ground, seating, member, village, week)
    if after < ground.weeks and after - last_visit(ground, seating, member, village, week) <= ground.memory:
        after = ground.weeks
    return recently(ground, seating, member, village, week), after


@compiled
def _debut_change(ground: Ground, seating: Seating, seat: int, newcomer: int) -> int:
    """The same where the team's only seat is emptied or filled, so that the very first team may be another one."""
    village, week = ground.seat_place[seat], ground.seat_week[seat]
    member = newcomer if newcomer != NOBODY else seating.holder[seat]
    links, later = _links_by(ground, seating, member, village, week)
    sign = 1 if newcomer != NOBODY else -1
    known, debut = seating.debut[village] == -1, ground.weeks
    if not known:
        for other in range(ground.weeks):
            if other != week and seating.filled[village, other] > 0:
                debut = other
                break
    delta = 0
    if known or debut < week:
        delta += sign * (links == 0)
    elif debut < ground.weeks:
        delta += sign * (seating.links[village, debut] - (later == debut and sign < 0) == 0)
    if later < ground.weeks and (known or later != debut or debut < week):
        delta -= sign * (seating.links[village, later] == (0 if sign > 0 else 1))
    return delta


@compiled
def unfairness(ground: Ground, seating: Seating, leaver: int, newcomer: int) -> int:
    """Change of unfairness, in units of 200, when one member loses a term and another gains it."""
    delta = 0
    if leaver != NOBODY:
        delta -= 50 * (2 * seating.terms[leaver] - 1) - ground.share[leaver]
    if newcomer != NOBODY:
        delta += 50 * (2 * seating.terms[newcomer] + 1) - ground.share[newcomer]
    return delta


@compiled
def changes(ground: Ground, seating: Seating, member: int, week: int, place: int) -> int:
    """Change of the differences from the baseline when a member's place in a week becomes this one."""
    if not ground.has_baseline or member == NOBODY:
        return 0
    before = ground.baseline[member, week]
    return (place != before) - (seating.place[member, week] != before)
