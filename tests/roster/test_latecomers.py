"""Whoever joins the district, or completes the training, after a roster was published and serves in it all the same."""

from dataclasses import asdict
from datetime import date

import pytest

from rotation.district.members import Apart, Member, Recusal, member
from rotation.district.training import Course, Training
from rotation.district.villages import Village
from rotation.errors import Conflict
from rotation.roster import repairing
from rotation.roster.amended import Deed
from rotation.roster.amending import amend
from rotation.roster.costs import where_they_sit
from rotation.roster.empty_seats import empty_seats
from rotation.roster.fairness import fairness
from rotation.roster.files import planned, problem_file, problem_of_roster, roster_file
from rotation.roster.instead import instead
from rotation.roster.openings import Opening
from rotation.roster.rosters import lines, published
from rotation.roster.standing import what_stands
from rotation.roster.standing_in import filling, left_empty, ranking
from rotation.roster.swaps import Swap
from rotation.roster.trading import traded, trades
from rotation.roster.vacancies import vacancy_reasons
from rotation.store import writing
from solver import Costs, Problem, Solution, audit, untruths
from tests.roster.conftest import NEXT, TODAY, answered

MONDAY = date(2026, 1, 5)
LATE, TRAINEE = "m99", "m20"


def joins(session, district, code, *courses):
    """Somebody joins the district, and completes these courses in the week that runs."""
    session.add(Member(district_id=district.id, code=code, name="新队员", roles=["team"], skills=[]))
    session.flush()
    completes(session, district, code, *courses)


def completes(session, district, code, *courses):
    theirs = member(session, district.id, code)
    session.add_all(Training(member_id=theirs.id, course=course, completed=MONDAY) for course in courses)
    session.flush()


def is_told_truly(session, roster):
    """Whether a version's costs are those that its problem counts, no rule is broken, and its files say the same."""
    problem, terms = problem_of_roster(roster), planned(roster, lines(session, roster))
    found = audit(problem, terms)
    assert found.broken == ()
    assert (roster.costs, roster.wishes) == (asdict(found.costs), asdict(found.wishes))
    files = Problem.from_json(problem_file(session, roster)), Solution.from_json(roster_file(session, roster))
    return untruths(*files) == ()


@pytest.fixture
def flow(session, district, office):
    """A published roster, of which more is proven than can be, and then a newcomer; what planner and members do."""

    class Flow:
        def __init__(self):
            with writing(session):
                joins(session, district, TRAINEE)
            proven = answered(office.problem()).costs
            self.first = office.publish(office.drafted(bounds=proven))
            self.settings = office.settings
            with writing(session):
                joins(session, district, LATE, Course.BASIC)

        def line(self, *, week=None, but=()):
            """A term in a team that somebody else can lead, in a week in which none of these serves in the team."""
            found = lines(session, published(session, district.id))
            teams = {(one.week, one.place) for one in found if one.member in but}
            return next(
                one
                for one in found
                if one.place.startswith("v") and one.member > "m05" and week in (None, one.week)
                and (one.week, one.place) not in teams and one.member not in but
            )  # fmt: skip

        def wanted(self, line, who=LATE):
            opening = Opening(week=line.week, place=line.place, member=line.member)
            return filling(session, district, opening, [who], office.settings, today=TODAY)

        def only_lead(self):
            """The term of the one lead of a full team."""
            found = lines(session, self.first)
            for one in found:
                team = [mate.member for mate in found if (mate.week, mate.place) == (one.week, one.place)]
                if one.place.startswith("v") and len(team) == 2 and one.member <= "m05" < min({*team} - {one.member}):
                    return one
            raise AssertionError

        def amended(self, wanted, what=Deed.STOOD_IN):
            with writing(session):
                return amend(session, district, wanted, by="planner", what=what)

        def traded(self, who, week):
            best = trades(session, district, who, week, office.settings, today=TODAY)[0]
            row = Swap(member=who, week=week, other=best.other, other_week=best.week)
            return self.amended(traded(session, district, row, office.settings, today=TODAY), Deed.SWAPPED)

    return Flow()


def test_a_newcomer_who_stands_in_fills_the_seat_wherever_it_is_counted(session, district, flow):
    before = flow.first.costs["vacancies"]
    made = flow.amended(flow.wanted(flow.line()))
    assert is_told_truly(session, made)
    assert made.costs["vacancies"] == before
    assert sum(week.kinds.seats for week in empty_seats(session, district, made)) == before
    assert sum(week.get("vacancies", 0) for week in where_they_sit(session, made).weeks.values()) == before
    assert len(vacancy_reasons(session, district, made)) == len(vacancy_reasons(session, district, flow.first))
    assert instead(session, district, made, NEXT, LATE).verdict in ("best", "as_good", "beaten")


def test_a_newcomer_s_share_is_that_of_the_weeks_left_and_nothing_is_proven_of_another_question(
    session, district, flow
):
    made = flow.amended(flow.wanted(flow.line()))
    seats, there = problem_of_roster(made).seats, set(problem_of_roster(made).member_of) - {TRAINEE}
    shares = {row.member: (row.terms, row.share) for row in fairness(session, district, made)}
    assert shares[LATE] == (1, 100 * seats * 4 // (4 * len(there)))
    assert flow.first.bounds == flow.first.costs
    assert Costs(**made.bounds) == Costs()


def test_once_known_a_newcomer_is_amended_like_anybody(session, district, flow):
    first = flow.amended(flow.wanted(flow.line()))
    swapped = flow.traded(LATE, NEXT)
    week = next(one.week for one in lines(session, swapped) if one.member == LATE)
    far = NEXT if week > NEXT + 1 else NEXT + 3
    later = flow.amended(flow.wanted(flow.line(week=far, but=[LATE])))
    opening = Opening(week=week, place="", member=LATE)
    empty = flow.amended(left_empty(session, district, opening, flow.settings, today=TODAY), Deed.LEFT_EMPTY)
    assert all(is_told_truly(session, one) for one in (swapped, later, empty))
    assert swapped.problem == later.problem == empty.problem == first.problem
    assert [one.costs["vacancies"] - flow.first.costs["vacancies"] for one in (swapped, later, empty)] == [0, 0, 1]


def test_a_trainee_who_was_known_serves_once_the_training_is_completed(session, district, flow):
    with writing(session):
        completes(session, district, TRAINEE, Course.BASIC)
    made = flow.amended(flow.wanted(flow.line(), TRAINEE))
    assert is_told_truly(session, made)
    assert problem_of_roster(made).available[TRAINEE] == 4


def test_a_newcomer_who_leads_can_stand_in_for_the_only_lead(session, district, flow):
    with writing(session):
        completes(session, district, LATE, Course.LEAD)
    assert is_told_truly(session, flow.amended(flow.wanted(flow.only_lead())))


def test_whoever_has_qualified_since_can_stand_in_for_the_only_lead(session, district, flow):
    followers = [f"m{n:02}" for n in range(6, 13)]
    with writing(session):
        for code in followers:
            completes(session, district, code, Course.LEAD)
    line = flow.only_lead()
    opening = Opening(week=line.week, place=line.place, member=line.member)
    found = ranking(session, district, opening, flow.settings, today=TODAY)
    made = flow.amended(flow.wanted(line, next(way.member for way in found.ways if way.member in followers)))
    assert is_told_truly(session, made)
    assert sum(member.lead for member in problem_of_roster(made).members) == 6


def test_whom_a_newcomer_is_kept_apart_from_is_known_as_well(session, district, flow):
    line = flow.line()
    mates = {one.member for one in lines(session, flow.first) if (one.week, one.place) == (line.week, line.place)}
    with writing(session):
        other, late = (member(session, district.id, code) for code in ("m06" if "m06" not in mates else "m07", LATE))
        session.add(Apart(first_id=other.id, second_id=late.id))
    made = flow.amended(flow.wanted(line))
    assert is_told_truly(session, made)
    assert problem_of_roster(made).apart_pairs == {frozenset({other.code, LATE})}


def test_a_newcomer_from_a_village_that_was_added_since_is_known_without_it(session, district, flow):
    line = flow.line()
    [first, second] = sorted({"v01", "v02", "v03"} - {line.place})
    with writing(session):
        late = member(session, district.id, LATE)
        late.disliked_places = ["v99", first]
        session.add(Village(district_id=district.id, code="v99", name="新村", name_en="New Village"))
        session.add_all(Recusal(member_id=late.id, place=place) for place in ("v99", second))
    made = flow.amended(flow.wanted(line))
    assert is_told_truly(session, made)
    found = problem_of_roster(made).member_of[LATE]
    assert (found.recused, found.dislikes.villages) == ({second}, {first})


def test_two_newcomers_at_once_are_looked_at_again(session, district, flow):
    with writing(session):
        joins(session, district, "m98", Course.BASIC)
    line = flow.line()
    first, second = flow.wanted(line), flow.wanted(flow.line(week=line.week + 2), "m98")
    flow.amended(first)
    with pytest.raises(Conflict):
        flow.amended(second)
    made = flow.amended(flow.wanted(flow.line(week=line.week + 2, but=[LATE]), "m98"))
    assert is_told_truly(session, made)
    assert {LATE, "m98"} <= problem_of_roster(made).member_of.keys()


def test_whoever_was_planned_with_leaves_the_problem_and_what_is_proven_as_they_were(session, district, flow):
    line = flow.line()
    opening = Opening(week=line.week, place=line.place, member=line.member)
    found = ranking(session, district, opening, flow.settings, today=TODAY)
    made = flow.amended(flow.wanted(line, next(way.member for way in found.ways if way.member != LATE)))
    assert is_told_truly(session, made)
    assert made.problem == flow.first.problem
    assert made.bounds["vacancies"] == flow.first.bounds["vacancies"] > 0


def test_a_repair_after_it_takes_the_newcomer_up(session, district, office, flow):
    flow.amended(flow.wanted(flow.line()))
    plan = repairing.repair_plan(session, district, NEXT)
    problem = office.problem(plan)
    assert LATE in {one.member for one in problem.baseline}
    assert what_stands(problem, problem.baseline) == (list(problem.baseline), [])
    mended = office.publish(office.drafted(plan, terms=problem.baseline))
    assert is_told_truly(session, mended)
    assert mended.costs["changes"] == 0
