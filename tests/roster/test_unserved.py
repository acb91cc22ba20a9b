"""What makes a published term impossible, and the openings that follow from a change of facts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rotation.district import limits, village_weeks
from rotation.district.keeping import set_active
from rotation.district.leave import change_leave, end_leave, take_leave
from rotation.district.members import member
from rotation.district.training import Course, complete
from rotation.district.villages import known, village, zone
from rotation.district.weeks import CHINA
from rotation.roster import asking, openings
from rotation.roster.hindrances import Why
from rotation.roster.in_force import in_force
from rotation.roster.openings import State, withdraw
from rotation.roster.planning import Asked, draft
from rotation.roster.publishing import put_in_force
from rotation.roster.rosters import Line, PastTerm, Term, lines, published
from rotation.roster.standing_in import filling, left_empty, ranking
from rotation.roster.unserved import Reporter, hit_by_leave, unserved, watched
from rotation.store import writing
from solver import Assignment, audit
from tests.roster.conftest import NEXT, TODAY, answered

NOON = datetime(2026, 1, 7, 12, tzinfo=CHINA)


@pytest.fixture
def desk(session, district, office):
    """A published roster, and facts that change."""
    roster = office.publish(office.drafted())

    class Desk:
        term = next(line for line in lines(session, roster) if line.place == "v01")

        @property
        def member(self):
            return member(session, district.id, self.term.member)

        def change(self, deed, at=NOON):
            with writing(session), watched(session, district, office.settings, Reporter("planner"), at=at) as found:
                deed()
            return found

        def opened(self, deed, at=NOON):
            return {(one.week, one.place, one.member) for one in self.change(deed, at).opened}

        def lines(self, *conditions):
            return lines(session, roster, *conditions)

        def team(self):
            return self.lines(Term.week == self.term.week, Term.place == "v01")

        def terms(self, *conditions):
            return {(one.week, one.place, one.member) for one in lines(session, roster, *conditions)}

        def known(self):
            return known(session, district.id, office.settings.skills)

    return Desk()


def reasons(session, district):
    return {one.why for one in unserved(session, district, today=TODAY).values()}


def test_a_recusal_opens_the_terms_there_and_no_others(session, district, desk):
    there = desk.terms(Term.member == desk.term.member, Term.place == "v01")
    assert desk.opened(lambda: limits.recuse(session, desk.member, "v01", "", desk.known())) == there
    assert reasons(session, district) == {Why.RECUSED}
    found = desk.change(lambda: limits.lift_recusal(session, desk.member, "v01"))
    assert {(one.week, one.place, one.member) for one in found.ended} == there
    assert {one.state for one in found.ended} == {State.WITHDRAWN}


def test_a_member_who_is_left_off_loses_all_terms(session, district, desk):
    theirs = desk.terms(Term.member == desk.term.member)
    assert desk.opened(lambda: set_active(session, desk.member, active=False)) == theirs
    assert reasons(session, district) == {Why.INACTIVE}


def test_training_that_is_withdrawn_opens_every_term(session, district, desk):
    theirs = desk.terms(Term.member == desk.term.member)
    assert desk.opened(lambda: complete(session, desk.member, Course.BASIC, None)) == theirs
    assert reasons(session, district) == {Why.UNTRAINED}
    assert desk.change(lambda: complete(session, desk.member, Course.BASIC, TODAY)).opened == []
    assert openings.live(session, district) == []


def test_a_closed_week_opens_the_whole_team(session, district, desk):
    def close():
        village_weeks.close_weeks(session, village(session, district.id, "v01"), [NEXT], desk.known())

    assert desk.opened(close) == desk.terms(Term.week == NEXT, Term.place == "v01")
    assert reasons(session, district) == {Why.CLOSED}


def test_nobody_is_asked_for_a_closed_place_and_the_term_can_be_taken_out(session, district, office, desk):
    for close in (
        lambda: village_weeks.close_weeks(session, village(session, district.id, "v01"), [NEXT], desk.known()),
        lambda: set_active(session, village(session, district.id, "v02"), active=False),
    ):
        opening = desk.change(close).opened[0]
        assert ranking(session, district, opening, office.settings, today=TODAY).ways == ()
        wanted = left_empty(session, district, opening, office.settings, today=TODAY)
        with writing(session):
            made = asking.leave_empty(session, district, opening.id, wanted, by="planner").roster
        gone = desk.terms() - {(one.week, one.place, one.member) for one in lines(session, made)}
        assert (opening.week, opening.place, opening.member) in gone
        assert opening.state is State.EMPTY


def test_days_that_are_past_are_never_rewritten_however_late_somebody_comes(session, district, office, desk):
    week = desk.term.week
    days = [week.monday + timedelta(days=n) for n in range(7)]
    [opening] = desk.change(lambda: take_leave(session, desk.member, days[0], days[6], "")).opened
    assert opening.first_day is None
    who = ranking(session, district, opening, office.settings, today=days[2]).ways[0].member
    wanted = filling(session, district, opening, [who], office.settings, today=days[2])
    assert wanted.change.out == {desk.term}
    assert wanted.change.into == {
        replace(desk.term, days=(days[0], days[1])),
        Line(week, "v01", who, (days[2], days[6])),
    }
    assert left_empty(session, district, opening, office.settings, today=days[2]).change.into == {
        replace(desk.term, days=(days[0], days[1]))
    }


def test_another_role_opens_the_terms_of_the_old_one(session, district, desk):
    theirs = desk.terms(Term.member == desk.term.member)
    assert desk.opened(lambda: setattr(desk.member, "roles", ["troubleshooter"])) == theirs
    assert reasons(session, district) == {Why.WRONG_ROLE}


def test_a_reach_that_is_lowered_opens_what_is_too_far_and_a_village_that_moves_back_ends_it(session, district, desk):
    home, place = desk.member, village(session, district.id, "v01")
    there = desk.terms(Term.member == desk.term.member, Term.place == "v01")

    def move_apart():
        home.lat, home.lon, home.max_km = 32.0, 118.9, 30.0
        place.lat, place.lon = 32.2, 118.9

    assert desk.opened(move_apart) == set()
    assert desk.opened(lambda: setattr(desk.member, "max_km", 20.0)) == there
    assert reasons(session, district) == {Why.TOO_FAR}
    found = desk.change(lambda: setattr(village(session, district.id, "v01"), "lat", 32.1))
    assert {(one.week, one.place, one.member) for one in found.ended} == there


def test_two_who_are_put_apart_are_not_left_in_one_team_and_the_lead_stays(session, district, desk):
    two = desk.team()
    lead, other = sorted(two, key=lambda line: line.member > "m05")  # the first five are leads
    together = {
        (line.week, line.place, other.member)
        for line in desk.lines(Term.member == other.member)
        if (line.week, line.place, lead.member) in desk.terms()
    }
    first, second = (member(session, district.id, line.member) for line in (lead, other))
    assert desk.opened(lambda: limits.keep_apart(session, first, second, "")) == together
    assert reasons(session, district) == {Why.APART}
    found = desk.change(lambda: limits.let_together(session, first, second))
    assert {(one.week, one.place, one.member) for one in found.ended} == together


def test_a_full_team_in_which_nobody_leads_any_more_needs_a_lead(session, district, office, desk):
    team = [member(session, district.id, line.member) for line in desk.team()]
    leads = [one for one in team if one.code <= "m05"]
    found = desk.change(lambda: [complete(session, one, Course.LEAD, None) for one in leads])
    [opening] = [one for one in found.opened if (one.week, one.place) == (desk.term.week, "v01")]
    assert opening.member == leads[0].code
    assert reasons(session, district) == {Why.NO_LEAD}
    found = ranking(session, district, opening, office.settings, today=TODAY)
    assert {way.member for way in found.ways} <= {"m01", "m02", "m03", "m04", "m05"}


def test_a_seat_that_a_zone_gives_up_opens_the_last_term_there(session, district, desk):
    there = desk.terms(Term.place == "z1")
    assert there
    assert desk.opened(lambda: setattr(zone(session, district.id, "z1"), "troubleshooters", 0)) == there
    assert reasons(session, district) == {Why.NO_SEAT}


def test_fewer_terms_open_the_last_ones_of_a_member(session, district, desk):
    theirs = sorted(desk.terms(Term.member == desk.term.member), key=lambda key: key[0].monday)
    assert len(theirs) > 1
    assert desk.opened(lambda: setattr(desk.member, "max_terms", 1)) == set(theirs[1:])
    assert reasons(session, district) == {Why.TOO_MANY}


def test_terms_kept_from_an_earlier_plan_are_not_counted_with_those_of_the_next(session, district, office, desk):
    kept = next(line for line in desk.lines() if line.week == NEXT and line.place.startswith("v"))
    with writing(session):
        member(session, district.id, kept.member).max_terms = 1
    end_of_rest = NEXT + 2
    longer = office.plan(start=NEXT + 1, weeks=3, baseline_until=None)
    terms = [Assignment(end_of_rest - longer.start, kept.place, kept.member)]
    with writing(session), watched(session, district, office.settings, Reporter("planner"), at=NOON) as found:
        put_in_force(session, district, drafted(session, office, longer, terms), "planner", "")
    assert {line.week for line in lines(session, published(session, district.id), Term.member == kept.member)} == {
        NEXT,
        end_of_rest,
    }
    assert found.opened == []


def drafted(session, office, plan, terms):
    problem = office.problem(plan)
    return draft(
        session,
        office.district,
        Asked(plan, problem, published(session, office.district.id), "p"),
        answered(problem, terms),
    )


def test_a_past_term_that_is_entered_later_gives_its_rest(session, district, desk):
    soon = min(desk.lines(), key=lambda line: line.week.monday)

    def enter():
        session.add(PastTerm(district_id=district.id, week=soon.week + -1, place="v03", member=soon.member))

    assert desk.opened(enter) == {(soon.week, soon.place, soon.member)}
    assert reasons(session, district) == {Why.RESTING}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_opened_is_what_the_judge_finds_broken(session, district, office, desk):
    """Every rule that facts can break is watched: none is broken without what is opened, and one by each of it."""
    first, second = (member(session, district.id, line.member) for line in desk.team())
    far = member(session, district.id, "m09")
    changes = (
        lambda: setattr(zone(session, district.id, "z1"), "troubleshooters", 0),
        lambda: limits.recuse(session, first, "v02", "", desk.known()),
        lambda: limits.keep_apart(session, first, second, ""),
        lambda: complete(session, first, Course.LEAD, None),
        lambda: complete(session, second, Course.BASIC, None),
        lambda: setattr(member(session, district.id, "m03"), "max_terms", 0),
        lambda: setattr(member(session, district.id, "m04"), "roles", ["troubleshooter"]),
        lambda: take_leave(session, member(session, district.id, "m06"), NEXT.monday, (NEXT + 1).sunday, ""),
        lambda: set_active(session, member(session, district.id, "m07"), active=False),
        lambda: village_weeks.close_weeks(session, village(session, district.id, "v03"), [NEXT + 1], desk.known()),
        lambda: [setattr(far, "lat", 31.0), setattr(far, "lon", 118.0), setattr(far, "max_km", 1.0)],
        lambda: [
            setattr(village(session, district.id, code), key, at)
            for code in ("v01", "v02", "v03")
            for key, at in (("lat", 32.0), ("lon", 118.0))
        ],
    )
    for change in changes:
        desk.change(change)
        lost = unserved(session, district, today=TODAY)
        at = in_force(session, district, office.settings, NEXT, today=TODAY)
        left = [one for one in at.terms if (at.start + one.week, one.place, one.member) not in lost]
        assert audit(at.problem, left).broken == ()
        opened = [one for one in at.terms if one not in left]
        assert all(audit(at.problem, [*left, one]).broken for one in opened), change


def test_what_a_person_has_decided_stays_until_the_facts_make_it_possible_again(session, district, desk):
    week = desk.term.week
    taken = []
    [opening] = desk.change(lambda: taken.append(take_leave(session, desk.member, week.monday, week.sunday, ""))).opened
    with writing(session):
        withdraw(session, district, opening.id, "planner")
    assert desk.opened(lambda: limits.recuse(session, desk.member, "v02", "", desk.known())) == set()
    desk.change(lambda: end_leave(session, session.merge(taken[0])))
    again = desk.opened(lambda: take_leave(session, desk.member, week.monday, week.sunday, ""))
    assert again == {(week, "v01", desk.term.member)}


def test_leave_of_other_days_moves_the_day_from_which_somebody_is_needed(session, district, desk):
    week, taken = desk.term.week, []
    monday = datetime(week.monday.year, week.monday.month, week.monday.day, 8, tzinfo=CHINA)
    days = [week.monday + timedelta(days=n) for n in range(7)]

    def take():
        taken.append(take_leave(session, desk.member, days[1], days[4], ""))

    [opening] = desk.change(take, monday).opened
    assert opening.first_day == days[1]
    desk.change(lambda: change_leave(session, desk.member, session.merge(taken[0]), days[3], days[4], ""), monday)
    session.refresh(opening)
    assert (opening.state, opening.first_day) == (State.WAITING, days[3])


def test_leave_is_told_beforehand_which_terms_it_hits(session, district, desk):
    def hit(first, last):
        return hit_by_leave(session, district, desk.term.member, (first, last), today=TODAY)

    week = desk.term.week
    assert hit(week.monday, week.monday) == [desk.term]
    assert hit(week.sunday, week.sunday) == []
    assert hit(date(2025, 1, 1), TODAY) == []
