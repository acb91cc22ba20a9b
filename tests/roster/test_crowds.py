"""Fifty at once: of those who say yes to one opening one wins, and of each two crossing swaps one is done."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rotation.district.leave import take_leave
from rotation.district.members import Member, member, members
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village
from rotation.district.weeks import CHINA, Week
from rotation.errors import Conflict
from rotation.roster import asking, swaps
from rotation.roster.amending import amendment
from rotation.roster.editing import exchange
from rotation.roster.in_force import in_force
from rotation.roster.planning import Asked, draft, problem_of
from rotation.roster.plans import default_plan
from rotation.roster.publishing import put_in_force
from rotation.roster.rosters import lines, published
from rotation.roster.standing_in import change_by, ranking
from rotation.roster.unserved import Reporter, watched
from rotation.store import writing
from solver import Assignment
from tests.roster.conftest import TODAY, answered

NOON = datetime(2026, 1, 7, 12, tzinfo=CHINA)
CROWD = 50
FIRST = Week.of(TODAY) + 1


def people(session, district, count):
    for n in range(count):
        session.add(Member(district_id=district.id, code=f"m{n:03}", name=f"队员{n}", skills=[]))
    session.flush()
    for one in members(session, district.id):
        for course in (Course.BASIC, Course.LEAD):
            session.add(Training(member_id=one.id, course=course, completed=date(2025, 1, 10)))


def put(session, district, settings, terms, weeks):
    """A published roster of teams of one with these terms."""
    plan = replace(default_plan(session, district, settings, today=TODAY), weeks=weeks, team_size=1)
    problem = problem_of(session, district, plan, settings, today=TODAY)
    made = draft(session, district, Asked(plan, problem, None, "planner"), answered(problem, terms))
    put_in_force(session, district, made, "planner", "")


def all_at_once(engine, key, deeds):
    """Do these at the same moment, each in a session of its own; returns what each returned, or that it was refused."""
    start = threading.Barrier(len(deeds))

    def one(deed):
        with Session(engine) as session:
            if engine.dialect.name == "sqlite":  # a busy machine is no fault: whoever comes last waits for all others
                session.connection().exec_driver_sql("PRAGMA busy_timeout = 300000")
            district = session.get_one(District, key)
            session.rollback()
            start.wait(timeout=60)
            try:
                with writing(session):
                    return deed(session, district)
            except Conflict:
                return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def nobody_is_double_booked(session, district):
    session.expire_all()
    in_force = lines(session, published(session, district.id))
    return len({(line.week, line.member) for line in in_force}) == len(in_force)


def test_of_fifty_who_say_yes_one_wins(engine, session, district, settings):
    with writing(session):
        session.add(Village(district_id=district.id, code="v01", name="村"))
        people(session, district, CROWD + 1)
        put(session, district, settings, [Assignment(0, "v01", "m000")], 1)
        with watched(session, district, settings, Reporter("m"), at=NOON) as hit:
            take_leave(session, member(session, district.id, "m000"), FIRST.monday, FIRST.sunday, "")
        [opening] = hit.opened
        found = ranking(session, district, opening, settings, today=TODAY)
        wanted = {way.member: amendment(session, district, found.at, change_by(found.at, opening, way.moves), settings)
                  for way in found.ways}  # fmt: skip
        assert len(wanted) == CROWD
        for n in range(0, CROWD, settings.stand_ins.asked_at_once):
            asking.ask(session, district, opening.id, list(wanted), settings, NOON + timedelta(hours=1 + 5 * n))
    number, key = opening.id, district.id
    session.rollback()

    def yes(who):
        return lambda inside, where: asking.accept(inside, where, number, who, wanted[who], by=who).opening.filled_by

    won = [one for one in all_at_once(engine, key, [yes(who) for who in wanted]) if one]
    assert len(won) == 1
    assert [line.member for line in lines(session, published(session, key))] == won
    assert nobody_is_double_booked(session, district)


def test_of_fifty_pairs_of_crossing_swaps_each_is_done_once(engine, session, district, settings):
    pairs = [(f"m{n:03}", f"m{n + CROWD:03}") for n in range(CROWD)]
    with writing(session):
        for n in range(CROWD):
            session.add(Village(district_id=district.id, code=f"v{n:02}", name=f"村{n}"))
        people(session, district, 2 * CROWD)
        terms = [Assignment(week, f"v{n:02}", pair[week // 4]) for n, pair in enumerate(pairs) for week in (0, 4)]
        put(session, district, settings, terms, 5)
        at = in_force(session, district, settings, FIRST, today=TODAY)
        line = {one.member: one for one in at.lines}
        wanted = {}
        for first, second in pairs:
            change = amendment(session, district, at, exchange(line[first], line[second]), settings)
            for mine, theirs in ((first, second), (second, first)):
                given = ((one, line[one].week) for one in (mine, theirs))
                row = swaps.offer(session, district, settings, *given, by=mine, at=NOON)
                row.state = swaps.State.AGREED
                wanted[row.id] = (mine, change)
    key = district.id
    session.rollback()

    def approved(number):
        return lambda inside, where: swaps.approve(inside, where, number, wanted[number][1], by="planner", at=NOON).id

    done = [one for one in all_at_once(engine, key, [approved(number) for number in wanted]) if one]
    assert len(done) == CROWD
    assert {frozenset(pair) for pair in pairs} == {
        frozenset((swaps.swap_of(session, district, number).member, swaps.swap_of(session, district, number).other))
        for number in done
    }
    after = {one.member: one for one in lines(session, published(session, key))}
    assert all(after[first].week == line[second].week for first, second in pairs)
    assert nobody_is_double_booked(session, district)
