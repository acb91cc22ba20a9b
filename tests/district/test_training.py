"""Training: who serves from when, and who leads."""

from datetime import date

import pytest

from rotation.district.training import (
    Course,
    complete,
    first_week_to_lead,
    first_week_to_serve,
    is_lead,
    training_of,
    trainings,
)
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from rotation.store import writing


def test_a_member_serves_from_the_week_after_the_basic_training(session, district, people):
    with writing(session):
        complete(session, people[0], Course.BASIC, date(2026, 1, 7))
        complete(session, people[0], Course.LEAD, date(2026, 1, 12))
    done = training_of(session, people[0])
    assert first_week_to_serve(done) == Week.parse("2026-W03")
    assert first_week_to_lead(done) == Week.parse("2026-W04")
    assert not is_lead(done, Week.parse("2026-W03"))
    assert is_lead(done, Week.parse("2026-W04"))
    assert len(trainings(session, district.id)) == 2


def test_without_training_nobody_serves(session, people):
    assert first_week_to_serve(training_of(session, people[0])) is None
    assert first_week_to_lead(training_of(session, people[0])) is None


def test_a_date_can_be_mended_and_taken_back(session, people):
    with writing(session):
        assert complete(session, people[0], Course.BASIC, date(2026, 1, 7))
        assert complete(session, people[0], Course.BASIC, date(2026, 1, 8))
        assert not complete(session, people[0], Course.BASIC, date(2026, 1, 8))
    with writing(session):
        assert complete(session, people[0], Course.BASIC, None)
        assert not complete(session, people[0], Course.BASIC, None)
    assert training_of(session, people[0]) == []


def test_a_year_out_of_the_world_is_refused(session, people):
    with pytest.raises(InvalidInput):
        complete(session, people[0], Course.BASIC, date(226, 1, 7))
