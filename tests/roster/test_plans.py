from dataclasses import replace
from datetime import timedelta

import pytest

from rotation.errors import InvalidInput
from rotation.roster.plans import Plan, check_plan, default_plan
from tests.roster.conftest import NEXT, THIS, TODAY


def test_the_first_plan_starts_next_week(office):
    plan = office.plan()
    assert (plan.start, plan.weeks, plan.baseline_until) == (NEXT, 4, None)


def test_the_next_plan_keeps_the_coming_week_and_is_bound_by_the_rest(office):
    office.publish(office.drafted())
    plan = office.plan()
    assert plan.start == NEXT + 1
    assert plan.baseline_until == NEXT + 3
    assert plan.end == NEXT + 5


def test_a_plan_lasts_at_least_as_long_as_the_published_roster(office):
    office.publish(office.drafted(office.plan(weeks=12)))
    assert office.plan().end == NEXT + 12


def test_no_week_is_kept_if_the_planner_says_so(session, office):
    office.publish(office.drafted())
    plan = default_plan(session, office.district, office.settings, today=TODAY, kept_weeks=0)
    assert plan.start == NEXT


def test_after_the_published_roster_has_ended_the_next_plan_starts_next_week_and_is_free(office):
    office.publish(office.drafted())
    later = TODAY + timedelta(weeks=9)
    plan = office.plan(later)
    assert (plan.start, plan.baseline_until) == (THIS + 10, None)


def test_a_roster_that_has_not_begun_is_replaced_from_its_first_week(office):
    office.publish(office.drafted(office.plan(start=NEXT + 5)))
    assert office.plan().start == NEXT + 5


def test_a_plan_survives_its_json(office):
    plan = office.plan(baseline_until=NEXT + 2, title="春")
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("field", "changes"),
    [("start", {"start": THIS}), ("weeks", {"weeks": 0}), ("team_size", {"team_size": 0}), ("seconds", {"seconds": 0})],
)
def test_a_plan_that_cannot_be_is_refused_with_its_field(office, field, changes):
    with pytest.raises(InvalidInput) as refused:
        check_plan(office.plan(**changes), today=TODAY)
    assert refused.value.field == field


def test_a_weight_out_of_range_is_named(office):
    plan = office.plan()
    with pytest.raises(InvalidInput) as refused:
        check_plan(replace(plan, weights=replace(plan.weights, disliked=-1)), today=TODAY)
    assert refused.value.field == "disliked"
