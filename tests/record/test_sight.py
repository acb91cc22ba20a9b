"""Who sees what was said and found, and when: neither side the other's list before both are closed."""

import pytest

from rotation.errors import NotAllowed
from rotation.record.blindness import sight
from rotation.record.items import Side


def test_neither_side_sees_the_others_list_before_both_are_closed(day):
    day.hear()
    day.find()
    team, official = day.seen(day.hands.lead), day.seen(day.hands.official)
    assert (len(team.complaints), team.findings) == (1, None)
    assert (official.complaints, len(official.findings)) == (None, 1)
    day.close("hearing")
    assert day.seen(day.hands.lead).findings is None
    day.close("inspection")
    seen = day.seen(day.hands.lead)
    assert (len(seen.findings), seen.sight.unclosed) == (1, ())
    assert len(day.seen(day.hands.official).complaints) == 1


def test_at_noon_both_open_by_themselves_and_who_had_not_closed_is_marked(session, day):
    day.close("hearing")
    assert not sight(session, day.settings, day.v1, day.monday, day.at(0, 11, 59)).is_open
    assert sight(session, day.settings, day.v1, day.monday, day.at(0, 12)).unclosed == (Side.OFFICIALS,)
    day.close("inspection", at=day.at(0, 13))
    assert sight(session, day.settings, day.v1, day.monday, day.at(0, 14)).unclosed == (Side.OFFICIALS,)


def test_where_nobody_opened_a_list_the_other_opens_at_noon(session, field):
    seen = sight(session, field.settings, field.v1, field.monday, field.at(0, 12))
    assert (seen.is_open, set(seen.unclosed)) == (True, set(Side))


def test_what_is_added_after_the_lists_are_open_is_not_blind(day):
    day.close("hearing", "inspection")
    assert not day.hear(at=day.at(0, 11)).blind
    assert not day.find(at=day.at(0, 11)).blind


@pytest.mark.parametrize("who", ["villager", "stranger", "other_committee", "troubleshooter"])
def test_nobody_else_sees_what_was_said(day, who):
    with pytest.raises(NotAllowed):
        day.seen(getattr(day.hands, who))


def test_the_planner_and_the_committee_see_both_lists_once_they_are_open(day):
    day.hear()
    for hand in (day.hands.planner, day.hands.committee):
        before, after = day.seen(hand), day.seen(hand, at=day.at(0, 12))
        assert (before.complaints, before.findings) == (None, None)
        assert (len(after.complaints), after.findings) == (1, [])
