"""Both lists beside each other: linked by people first, then with suggestions, and counted plainly."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record import suggesting
from rotation.record.correspondence import Link, link, on_the_table, unlink
from rotation.record.hearings import Heard, Meeting, close_hearing, hear, open_hearing
from rotation.record.inspections import Found, close_inspection, find, open_inspection
from rotation.record.matching import MOST_SUGGESTED
from rotation.record.suggesting import Answer, Suggestion, end_first_pass, propose, show, suggestions_of
from rotation.record.tallies import Tally, by_week, by_year, whole
from rotation.store import writing
from tests.record.texts_made import matters

CATEGORY = {"environment": "waste"}


@pytest.fixture
def desk(session, field):
    """Both lists of Monday, of the same matters, closed; and what the team does with them, in short."""

    def fill(count, day=0):
        when, made = field.monday + timedelta(day), matters(count, seed=day + 1)
        hand, other = field.hands.lead, field.hands.official
        with writing(session):
            hearing = open_hearing(session, hand, field.v1, when, Meeting(came=count), field.at(day, 8))
            inspection = open_inspection(session, other, field.v1, when, field.at(day, 8))
            for one in made:
                category = CATEGORY.get(one.category, one.category)
                hear(session, field.settings, hand, hearing, Heard(one.said, category, one.place), field.at(day, 9))
                find(session, field.settings, other, inspection, Found(one.found, category), field.at(day, 9))
            close_hearing(session, hand, hearing, field.at(day, 10))
            close_inspection(session, other, inspection, field.at(day, 10))
        return table(day)

    def table(day=0, hand=field.hands.lead):
        return on_the_table(session, field.settings, hand, field.v1, field.monday + timedelta(day), field.at(day, 11))

    def do(what, *pair, hand=field.hands.lead, day=0):
        with writing(session):
            return what(session, field.settings, hand, *pair, field.at(day, 11))

    def suggest(hand=field.hands.lead, day=0):
        when = field.monday + timedelta(day)
        found = propose(session, field.settings, hand, field.v1, when, field.at(day, 11))
        with writing(session):
            return show(session, field.v1, hand, found, field.at(day, 11))

    def end_pass(day=0):
        do(end_first_pass, field.v1, field.monday + timedelta(day), day=day)

    field.fill, field.table, field.do, field.suggest, field.end_pass = fill, table, do, suggest, end_pass
    return field


def test_any_number_of_complaints_and_findings_belong_together(session, desk):
    table = desk.fill(3)
    (one, two, _), (first, second, _) = table.complaints, table.findings
    for pair in ((one, first), (one, second), (two, second), (one, first)):
        desk.do(link, *pair)
    table = desk.table()
    assert len(table.links) == 3
    assert [row.number for row in table.only_villagers] == [3]
    assert [row.number for row in table.only_officials] == [3]
    desk.do(unlink, one, first)
    desk.do(unlink, one, first)
    assert len(desk.table().links) == 2


def test_nobody_lays_the_lists_beside_each_other_before_they_are_open(session, desk):
    with writing(session):
        hearing = open_hearing(session, desk.hands.lead, desk.v1, desk.monday, Meeting(), desk.at(0))
        said = hear(session, desk.settings, desk.hands.lead, hearing, Heard("路灯", "lighting"), desk.at(0))
        round_ = open_inspection(session, desk.hands.official, desk.v1, desk.monday, desk.at(0))
        found = find(session, desk.settings, desk.hands.official, round_, Found("路灯", "lighting"), desk.at(0))
    with pytest.raises(Conflict, match="12:00"):
        desk.table()
    with pytest.raises(Conflict, match="12:00"):
        desk.do(link, said, found)


@pytest.mark.parametrize("who", ["next", "stranger", "official", "committee", "planner", "villager"])
def test_only_the_team_links(session, desk, who):
    table = desk.fill(1)
    hand = getattr(desk.hands, who)
    with pytest.raises(NotAllowed):
        desk.table(hand=hand)
    with pytest.raises(NotAllowed):
        desk.do(link, table.complaints[0], table.findings[0], hand=hand)


def test_what_is_undecided_lies_on_the_next_teams_table(session, desk):
    desk.fill(2)
    next_week = on_the_table(
        session, desk.settings, desk.hands.next, desk.v1, desk.monday + timedelta(7), desk.at(7, 13)
    )
    assert (len(next_week.complaints), len(next_week.findings)) == (2, 2)


def test_villages_are_not_mixed(session, desk):
    table = desk.fill(1)
    with writing(session):
        there = open_inspection(session, desk.hands.official, desk.v2, desk.monday, desk.at(0))
        found = find(session, desk.settings, desk.hands.official, there, Found("路灯", "lighting"), desk.at(0))
    with pytest.raises(InvalidInput, match="different villages"):
        desk.do(link, table.complaints[0], found)


def test_suggestions_come_only_after_the_teams_own_pass(session, desk):
    desk.fill(2)
    with pytest.raises(Conflict, match="without help"):
        desk.suggest()
    desk.end_pass()
    desk.end_pass()
    assert desk.suggest() > 0


def test_at_most_five_are_shown_for_an_item_best_first_and_none_twice(session, desk):
    table = desk.fill(30)
    desk.end_pass()
    assert desk.suggest() > 30
    desk.suggest()
    shown = suggestions_of(session, table.complaints, table.findings)
    for side in ("complaint_id", "finding_id"):
        ends = [getattr(row, side) for row in shown]
        assert max(map(ends.count, ends)) <= MOST_SUGGESTED
    assert all(before.likeness >= after.likeness for before, after in pairwise(shown))
    assert desk.suggest() == 0
    true = {(a.id, b.id) for a, b in zip(table.complaints, table.findings, strict=True)}
    assert len(true & {(row.complaint_id, row.finding_id) for row in shown}) >= 28


def test_nothing_is_linked_by_itself_and_each_answer_is_counted(session, desk):
    table = desk.fill(4)
    desk.do(link, table.complaints[3], table.findings[3])
    desk.end_pass()
    desk.suggest()
    assert session.scalar(select(func.count()).select_from(Link)) == 1
    shown = suggestions_of(session, table.complaints, table.findings)
    assert all(table.complaints[3].id != row.complaint_id for row in shown)
    first, second, *rest = [
        (session.get(type(table.complaints[0]), row.complaint_id), finding(session, row)) for row in shown
    ]
    assert desk.do(suggesting.accept, *first).suggested
    desk.do(suggesting.refuse, *second)
    with pytest.raises(Conflict, match="linked"):
        desk.do(suggesting.refuse, *first)
    tally = by_week(session, desk.district.id, Week.of(desk.monday), Week.of(desk.monday))["v01", Week.of(desk.monday)]
    assert tally == Tally(
        complaints=4,
        only_villagers=2,
        findings=4,
        only_officials=2,
        links=2,
        links_suggested=1,
        shown=len(rest) + 2,
        accepted=1,
        refused=1,
    )


def finding(session, row):
    from rotation.record.lists import Finding

    return session.get(Finding, row.finding_id)


def test_what_was_not_suggested_cannot_be_accepted(session, desk):
    table = desk.fill(1)
    desk.end_pass()
    with pytest.raises(NotFound):
        desk.do(suggesting.accept, table.complaints[0], table.findings[0])
    desk.do(link, table.complaints[0], table.findings[0])
    assert desk.suggest() == 0


def test_what_only_one_side_saw_is_counted_by_village_week_and_year(session, desk):
    table = desk.fill(3)
    desk.do(link, table.complaints[0], table.findings[0])
    desk.fill(2, day=1)
    weeks = by_week(session, desk.district.id, Week.of(desk.monday), Week.of(desk.monday) + 1)
    year = by_year(session, desk.district.id, 2026)
    assert list(weeks) == [("v01", Week.of(desk.monday))]
    assert year["v01"] == whole(weeks.values())
    assert (year["v01"].complaints, year["v01"].only_villagers, year["v01"].only_officials) == (5, 4, 4)
    assert by_year(session, desk.district.id, 2025) == {}


def test_what_was_not_blind_is_counted(session, desk):
    desk.fill(1)
    with writing(session):
        hearing = open_hearing(session, desk.hands.lead, desk.v1, desk.monday, Meeting(), desk.at(0, 13))
        hear(session, desk.settings, desk.hands.lead, hearing, Heard("路灯", "lighting"), desk.at(0, 13))
    tally = whole(by_week(session, desk.district.id, Week.of(desk.monday), Week.of(desk.monday)).values())
    assert (tally.complaints, tally.complaints_seen_before) == (2, 1)


def test_a_suggestion_shown_to_two_at_once_is_one(session, desk):
    desk.fill(3)
    desk.end_pass()
    found = propose(session, desk.settings, desk.hands.lead, desk.v1, desk.monday, desk.at(0, 11))
    with writing(session):
        assert show(session, desk.v1, desk.hands.lead, found) == len(found)
        assert show(session, desk.v1, desk.hands.partner, [replace(one) for one in found]) == 0
    assert session.scalar(select(func.count()).select_from(Suggestion).where(Suggestion.answer == Answer.ACCEPTED)) == 0
