"""Recusals, and members kept apart."""

import pytest

from rotation.district.limits import keep_apart, kept_apart, let_together, lift_recusal, recusals, recuse
from rotation.district.villages import known
from rotation.errors import InvalidInput, NotFound
from rotation.store import writing
from tests.district.conftest import SKILLS


def test_a_recusal_names_a_village_or_a_zone(session, district, people):
    facts = known(session, district.id, SKILLS)
    with writing(session):
        recuse(session, people[0], "v01", "弟弟任村主任", facts)
        recuse(session, people[0], "z2", "", facts)
    assert [row.place for row in recusals(session, people[0])] == ["v01", "z2"]
    with pytest.raises(InvalidInput):
        recuse(session, people[0], "v99", "", facts)


def test_said_twice_only_the_reason_is_replaced(session, district, people):
    facts = known(session, district.id, SKILLS)
    with writing(session):
        recuse(session, people[0], "v01", "一", facts)
        recuse(session, people[0], "v01", "二", facts)
        keep_apart(session, people[0], people[1], "一")
        keep_apart(session, people[1], people[0], "二")
    assert [row.reason for row in recusals(session, people[0])] == ["二"]
    assert kept_apart(session, people[0]) == [(people[1], "二")]
    assert kept_apart(session, people[1]) == [(people[0], "二")]


def test_both_can_be_ended_once(session, district, people):
    with writing(session):
        recuse(session, people[0], "v01", "", known(session, district.id, SKILLS))
        keep_apart(session, people[2], people[0], "")
    with writing(session):
        lift_recusal(session, people[0], "v01")
        let_together(session, people[0], people[2])
    assert (recusals(session, people[0]), kept_apart(session, people[0])) == ([], [])
    with pytest.raises(NotFound):
        lift_recusal(session, people[0], "v01")
    with pytest.raises(NotFound):
        let_together(session, people[0], people[2])


def test_nobody_is_kept_apart_from_themselves(session, people):
    with pytest.raises(InvalidInput):
        keep_apart(session, people[0], people[0], "")
