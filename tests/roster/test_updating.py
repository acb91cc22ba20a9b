"""A draft that others have overtaken follows what they have published, where it had left that as it was."""

from dataclasses import replace

from rotation.roster import repairing
from rotation.roster.amended import Deed
from rotation.roster.amending import amend, amendment
from rotation.roster.editing import Change
from rotation.roster.in_force import in_force
from rotation.roster.rosters import Line, edits_of, lines
from rotation.roster.updating import bring_up_to_date
from rotation.store import writing
from tests.roster.conftest import NEXT, TODAY


def test_a_stand_in_who_came_between_is_kept_and_so_is_what_the_draft_had_changed(session, district, office):
    office.publish(office.drafted())
    plan = repairing.repair_plan(session, district, NEXT)
    baseline = office.problem(plan).baseline
    theirs, mine = (
        next(term for term in baseline if (term.place, term.week) == (place, 0)) for place in ("v01", "v02")
    )
    served = {(term.week, term.member) for term in baseline}
    free = [one for one in (f"m{n:02}" for n in range(1, 13)) if not any((week, one) in served for week in (-1, 0, 1))]
    changed = [replace(term, member=free[1]) if term == mine else term for term in baseline]
    old = office.drafted(plan, terms=changed)
    line = Line(NEXT, "v01", theirs.member)
    wanted = Change(frozenset({line}), frozenset({replace(line, member=free[0])}))
    at = in_force(session, district, office.settings, NEXT, today=TODAY)
    counted = amendment(session, district, at, wanted, office.settings)
    with writing(session):
        amend(session, district, counted, by="planner", what=Deed.STOOD_IN)
    with writing(session):
        made = bring_up_to_date(session, district, old.number, office.settings, by="planner", today=TODAY).roster
    served = {(one.place, one.member) for one in lines(session, made) if one.week == NEXT}
    assert {("v01", free[0]), ("v02", free[1])} <= served
    assert {("v01", theirs.member), ("v02", mine.member)}.isdisjoint(served)


def test_a_seat_that_others_have_emptied_is_named_in_what_fell(session, district, office):
    """The draft has sent the stand-in elsewhere: it stays as it is, and the seat that they were to take is empty."""
    first = office.publish(office.drafted())
    plan = repairing.repair_plan(session, district, NEXT)
    baseline = office.problem(plan).baseline
    theirs, mine = (
        next(term for term in baseline if (term.place, term.week) == (place, 0)) for place in ("v01", "v02")
    )
    near = {term.member for term in baseline if term.week <= 1} | {
        line.member for line in lines(session, first) if line.week == NEXT + -1
    }
    free = next(one for one in (f"m{n:02}" for n in range(1, 13)) if one not in near)
    old = office.drafted(plan, terms=[replace(term, member=free) if term == mine else term for term in baseline])
    line = Line(NEXT, "v01", theirs.member)
    wanted = Change(frozenset({line}), frozenset({replace(line, member=free)}))
    at = in_force(session, district, office.settings, NEXT, today=TODAY)
    counted = amendment(session, district, at, wanted, office.settings)
    with writing(session):
        amend(session, district, counted, by="planner", what=Deed.STOOD_IN)
    with writing(session):
        made = bring_up_to_date(session, district, old.number, office.settings, by="planner", today=TODAY)
    assert ("v02", free) in {(one.place, one.member) for one in lines(session, made.roster) if one.week == NEXT}
    assert [str(one) for one in made.dropped] == ["In V1 a seat stays empty in the week of Mon 12 January"]
    assert edits_of(session, made.roster)[-1].detail["empty"] == [["2026-W03", "v01"]]


def test_weeks_that_were_published_beyond_the_draft_s_last_are_no_matter_of_it(session, district, office):
    office.publish(office.drafted())
    old = office.drafted()
    longer = office.publish(office.drafted(replace(office.plan(), weeks=6)))
    with writing(session):
        made = bring_up_to_date(session, district, old.number, office.settings, by="planner", today=TODAY)
    assert longer.end == old.end + 2
    assert made.roster.end == old.end
    assert made.dropped == ()
