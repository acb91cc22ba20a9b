"""Two planners who store the same thing in the same moment: the second waits, and is told or simply served."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from rotation import channels
from rotation.channels import Kind
from rotation.district import leave, limits, training
from rotation.district.members import member
from rotation.district.training import Course
from rotation.district.villages import District, known
from rotation.errors import Conflict
from rotation.record import diary_overview, receiving
from rotation.roster import knowing
from rotation.roster.knowing import Way
from rotation.roster.rosters import published
from rotation.store import writing
from tests.record.life_made import PLANNER, begun

DAY, KEY = date(2026, 1, 7), "0123456789abcdef0123456789abcdef0123"
SOMEBODY_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
LOOKS = 20_000


@pytest.fixture
def life(session, settings):
    made = begun(session, settings)
    session.rollback()
    return made


def at_once(engine, do):
    """Do it in one unit of work, and again in another that begins before the first has ended; what that comes to."""

    def again():
        with Session(engine) as session, writing(session):
            do(session)

    with Session(engine) as first, ThreadPoolExecutor(1) as pool:
        with writing(first):
            do(first)
            second = pool.submit(again)
            if engine.dialect.name == "postgresql":  # on SQLite it waits before it has looked at anything
                assert any(second.done() or first.scalar(SOMEBODY_WAITS) for _ in range(LOOKS))
        return second.exception(timeout=30)


def one(session, code="m01"):
    return member(session, session.scalar(select(District.id)), code)


def reached(session, life):
    channels.set_channel(session, life.settings.notices, "m01", Kind.WECOM, KEY)


def recused(session, life):
    limits.recuse(session, one(session), "v01", "x", known(session, one(session).district_id, life.settings.skills))


def excused(session, _life):
    diary_overview.excuse(session, PLANNER, one(session), DAY, "x")


def known_by(session, _life):
    district = session.scalars(select(District)).one()
    number = published(session, district.id).number
    knowing.know(session, district, number, "m01", Way.PHONE, "planner")


DEEDS = {
    "a channel": reached,
    "a language": lambda session, _life: channels.set_language(session, "m01", "en"),
    "a recusal": recused,
    "two kept apart": lambda session, _life: limits.keep_apart(session, one(session), one(session, "m02"), "x"),
    "a course": lambda session, _life: training.complete(session, one(session), Course.BASIC, DAY),
    "an excuse": excused,
    "an office that receives": lambda session, _life: receiving.let_receive(
        session, one(session).district_id, "o-town", place="v01"
    ),
    "who knows": known_by,
}


@pytest.mark.parametrize("what", DEEDS)
def test_who_says_the_same_in_the_same_moment_is_served(engine, life, what):
    assert at_once(engine, lambda session: DEEDS[what](session, life)) is None


def test_the_same_leave_in_the_same_moment_is_a_conflict(engine, life):
    refused = at_once(engine, lambda session: leave.take_leave(session, one(session), DAY, DAY, "x"))
    assert isinstance(refused, Conflict)


def test_a_channel_is_kept_once_with_what_was_said_last_and_ended_by_either(engine, session, life):
    say = life.settings.notices
    for address in (KEY, KEY[::-1]):
        assert at_once(engine, lambda unit, to=address: channels.set_channel(unit, say, "m01", Kind.WECOM, to)) is None
    assert [row.address for row in channels.channels(session, "m01")] == [KEY[::-1]]
    session.rollback()
    assert at_once(engine, lambda unit: channels.set_channel(unit, say, "m01", Kind.WECOM, "")) is None
    assert channels.channels(session, "m01") == []
