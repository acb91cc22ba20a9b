"""A term falls free: who is asked, who stands in, and what of the roster changes by it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from rotation.board import stand_ins
from rotation.district.leave import take_leave
from rotation.district.members import members
from rotation.district.villages import District
from rotation.district.weeks import CHINA
from rotation.errors import Conflict, NotAllowed, NotFound
from rotation.notices import after_quiet
from rotation.roster import asking, openings
from rotation.roster.amending import Amendment
from rotation.roster.editing import Change
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.openings import Answer, State, asks, overtaken, withdraw
from rotation.roster.rosters import Line, Status, lines, published
from rotation.roster.standing_in import filling, ranking
from rotation.roster.unserved import Reporter, watched
from rotation.store import writing
from solver import Costs, Difference, Wishes, audit
from tests.roster.conftest import NEXT, THIS, TODAY

NOON = datetime(2026, 1, 7, 12, tzinfo=CHINA)


@pytest.fixture
def flow(session, district, office):
    """A published roster, and what a member, a planner and the runner do."""
    settings = replace(office.settings, stand_ins=replace(office.settings.stand_ins, asked_at_once=2))
    roster = office.publish(office.drafted())

    class Flow:
        def __init__(self):
            self.settings, self.roster, self.district = settings, roster, district

        def term(self, n=0):
            return [line for line in lines(session, published(session, district.id)) if line.place.startswith("v")][n]

        def away(self, line, first=None, last=None, at=NOON, by="m"):
            member = next(one for one in members(session, district.id) if one.code == line.member)
            first, last = first or line.week.monday, last or line.week.sunday
            with writing(session), watched(session, district, settings, Reporter(by), at=at) as found:
                take_leave(session, member, first, last, "")
            return found.opened

        def ranked(self, opening, today=TODAY):
            return ranking(session, district, opening, settings, today=today)

        def ask(self, opening, at):
            order = [way.member for way in self.ranked(opening).ways]
            with writing(session):
                heard_at = after_quiet(self.settings.notices, at)
                made = asking.ask(session, district, opening.id, order, self.settings, at, heard_at=heard_at)
            return [one.member for one in made]

        def wanted(self, opening, *who, today=TODAY):
            return filling(session, district, opening, who, settings, today=today)

        def accept(self, opening, who, at=NOON, today=TODAY):
            wanted = self.wanted(opening, who, today=today)
            with writing(session):
                return asking.accept(session, district, opening.id, who, wanted, by=who, at=at)

    return Flow()


def test_leave_opens_the_terms_that_it_hits_once(session, district, flow):
    term = flow.term()
    opened = flow.away(term)
    assert [(one.week, one.place, one.member, one.state) for one in opened] == [
        (term.week, term.place, term.member, State.WAITING)
    ]
    assert flow.away(term, last=term.week.monday) == []


def test_somebody_is_needed_for_the_days_that_are_left(session, district, flow):
    opening = flow.away(flow.term())[0]
    monday, tuesday, wednesday, *_, sunday = opening.week.days()

    def days(today):
        return openings.days_of(session, district, [opening], today)[opening.id]

    assert days(TODAY) == (monday, sunday)
    assert days(wednesday) == (wednesday, sunday)
    with writing(session):
        opening.first_day = tuesday
    assert days(monday) == (tuesday, sunday)
    with writing(session):
        withdraw(session, district, opening.id, "planner")
    assert days(sunday) == (tuesday, sunday)


def test_leave_of_a_weekend_opens_nothing(flow):
    term = flow.term()
    assert flow.away(term, first=term.week.monday + timedelta(days=5)) == []


def test_everybody_is_ranked_or_refused_and_every_difference_is_what_the_roster_then_costs(session, district, flow):
    opening = flow.away(flow.term())[0]
    found = flow.ranked(opening)
    named = {way.member for way in found.ways} | {code for _, codes in found.refusals for code in codes}
    assert named == {one.code for one in members(session, district.id)}
    assert [way.costs for way in found.ways] == sorted(way.costs for way in found.ways)
    terms = [one for one in found.at.terms if (one.member, one.week) != (opening.member, 0)]
    for way in found.ways[:4]:
        after = audit(found.at.problem, [*terms, way.moves[0].term])
        assert after.broken == ()
        assert way.effects


def test_nobody_is_asked_before_the_member_has_thought_it_over(flow):
    opening = flow.away(flow.term())[0]
    assert flow.ask(opening, NOON + timedelta(minutes=59)) == []
    assert len(flow.ask(opening, NOON + timedelta(minutes=60))) == 2
    assert opening.state is State.ASKING


def test_whoever_is_asked_in_the_quiet_hours_has_as_long_after_them(flow):
    opening = flow.away(flow.term())[0]
    night = datetime(2026, 1, 8, 2, tzinfo=CHINA)
    flow.ask(opening, night)
    ends = datetime.combine(night.date(), time.fromisoformat(flow.settings.notices.quiet_until), CHINA)
    assert opening.until == ends + timedelta(hours=flow.settings.stand_ins.answer_hours)


def test_a_planner_can_have_them_asked_at_once(session, district, flow):
    opening = flow.away(flow.term())[0]
    with writing(session):
        asking.ask_now(session, district, opening.id, NOON)
    assert len(flow.ask(opening, NOON)) == 2


def test_the_next_are_asked_when_the_hours_are_over_or_all_have_said_no(session, district, flow):
    flow.settings = replace(flow.settings, stand_ins=replace(flow.settings.stand_ins, asked_at_once=1))
    opening = flow.away(flow.term())[0]
    first = flow.ask(opening, NOON + timedelta(hours=1))
    assert flow.ask(opening, NOON + timedelta(hours=2)) == []
    for who in first:
        with writing(session):
            asking.decline(session, district, opening.id, who, by=who)
    second = flow.ask(opening, NOON + timedelta(hours=2))
    third = flow.ask(opening, NOON + timedelta(hours=6))
    assert len({*first, *second, *third}) == 3
    assert [one.round for one in asks(session, opening)] == [1, 2, 3]
    assert flow.ask(opening, NOON + timedelta(hours=10)) == []
    assert opening.state is State.NOBODY
    assert not asking.due(session, district, NOON + timedelta(hours=10, minutes=19))
    assert asking.due(session, district, NOON + timedelta(hours=10, minutes=20)) == [opening]
    with writing(session):
        asking.ask_now(session, district, opening.id, NOON + timedelta(hours=10, minutes=1))
    assert asking.due(session, district, NOON + timedelta(hours=10, minutes=1)) == [opening]


def test_the_first_yes_stands_in_by_a_next_version_and_the_others_are_spared(session, district, flow):
    term = flow.term()
    opening = flow.away(term)[0]
    first, second = flow.ask(opening, NOON + timedelta(hours=1))
    filled = flow.accept(opening, second)
    assert (filled.spared, filled.roster.version, filled.roster.status) == ((first,), 2, Status.PUBLISHED)
    before, after = set(lines(session, flow.roster)), set(lines(session, filled.roster))
    assert before - after == {term}
    assert after - before == {replace(term, member=second)}
    assert flow.roster.status is Status.SUPERSEDED
    assert [one.answer for one in asks(session, opening)] == [Answer.TOO_LATE, Answer.YES]
    nothing = Amendment(filled.roster.id, Change(), Difference(Costs(), Wishes()))
    with pytest.raises(Conflict, match="faster"), writing(session):
        asking.accept(session, district, opening.id, first, nothing, by=first)
    with pytest.raises(Conflict, match="yours"), writing(session):
        asking.decline(session, district, opening.id, second, by=second)


def test_the_costs_of_the_next_version_are_counted_by_its_problem(session, district, flow):
    opening = flow.away(flow.term())[0]
    flow.ask(opening, NOON + timedelta(hours=1))
    made = flow.accept(opening, asks(session, opening)[0].member).roster
    found = audit(problem_of_roster(made), planned(made, lines(session, made)))
    assert made.costs["wishes"] == found.costs.wishes
    assert made.costs["unfairness"] == found.costs.unfairness


def test_whoever_was_not_asked_cannot_take_it_but_a_planner_can_give_it_to_them(session, district, flow):
    opening = flow.away(flow.term())[0]
    outsider = flow.ranked(opening).ways[-1].member
    wanted = flow.wanted(opening, outsider)
    with pytest.raises(NotFound), writing(session):
        asking.accept(session, district, opening.id, outsider, wanted, by=outsider)
    with writing(session):
        asking.assign(session, district, opening.id, outsider, wanted, by="planner")
    assert (opening.state, opening.filled_by) == (State.FILLED, outsider)


def test_a_chain_moves_everybody_in_it(session, district, flow):
    opening = flow.away(flow.term())[0]
    chain = flow.ranked(opening).chains[0]
    people = [move.term.member for move in chain.moves]
    wanted = flow.wanted(opening, *people)
    with writing(session):
        made = asking.assign(session, district, opening.id, people[0], wanted, by="planner").roster
    served = {(line.member, line.place) for line in lines(session, made) if line.week == opening.week}
    assert {(move.term.member, move.term.place) for move in chain.moves} <= served


def marked(template):
    """A language in which one sees what has been translated."""
    return f"«{template}»"


def test_who_cannot_serve_is_refused_with_the_reason(session, district, flow):
    opening = flow.away(flow.term())[0]
    reason, codes = flow.ranked(opening).refusals[0]
    with pytest.raises(NotAllowed) as refused:
        flow.wanted(opening, codes[0])
    assert str(reason) in str(refused.value)
    assert reason.text(marked) in refused.value.text(marked)


def test_in_the_week_that_runs_days_already_served_stay_with_whoever_served_them(session, district, flow):
    in_a_week = datetime(NEXT.monday.year, NEXT.monday.month, NEXT.monday.day + 2, 12, tzinfo=CHINA)
    today = in_a_week.date()
    term = next(line for line in lines(session, flow.roster) if line.week == NEXT and line.place == "v01")
    opening = flow.away(term, first=today, at=in_a_week)[0]
    assert opening.first_day == today
    assert flow.ranked(opening, today=today).chains == ()
    who = flow.ranked(opening, today=today).ways[0].member
    wanted = flow.wanted(opening, who, today=today)
    with writing(session):
        made = asking.assign(session, district, opening.id, who, wanted, by="planner").roster
    before, after = set(lines(session, flow.roster)), set(lines(session, made))
    assert before - after == {term}
    assert after - before == {
        replace(term, days=(NEXT.monday, today - timedelta(days=1))),
        Line(NEXT, "v01", who, (today, NEXT.sunday)),
    }


def test_an_opening_that_cannot_be_worked_out_hinders_no_other(session, district, flow, monkeypatch):
    """Nor what follows the roster; that it failed is said in the end."""
    hard, easy = (flow.away(flow.term(n))[0] for n in (0, -1))
    ranked = stand_ins.ranking

    def ranking_of(session, district, row, *asked, **more):
        if row.id == hard.id:
            raise ZeroDivisionError
        return ranked(session, district, row, *asked, **more)

    followed = []
    monkeypatch.setattr(stand_ins, "ranking", ranking_of)
    monkeypatch.setattr(stand_ins, "follow", lambda post, _at: followed.append(post.district.code) or 0)
    with pytest.raises(ExceptionGroup):
        stand_ins.go_on(session, flow.settings, NOON + timedelta(hours=1))
    assert (hard.state, easy.state) == (State.WAITING, State.ASKING)
    assert followed == ["qixia"]


def test_a_term_taken_away_by_another_version_overtakes_its_opening(session, district, flow, office):
    term = flow.term(-1)
    opening = flow.away(term)[0]
    with writing(session):
        assert overtaken(session, district, NOON) == []
    office.publish(office.drafted(terms=[]))
    with writing(session):
        assert [one.id for one in overtaken(session, district, NOON)] == [opening.id]
    assert opening.state is State.OVERTAKEN


def test_withdrawn_leave_ends_the_opening_and_spares_who_was_asked(session, district, flow):
    opening = flow.away(flow.term())[0]
    flow.ask(opening, NOON + timedelta(hours=1))
    with writing(session):
        withdraw(session, district, opening.id, "m")
    assert opening.state is State.WITHDRAWN
    assert {one.answer for one in asks(session, opening)} == {Answer.TOO_LATE}
    with pytest.raises(Conflict), writing(session):
        withdraw(session, district, opening.id, "m")


def test_of_many_who_say_yes_at_once_one_wins_and_nobody_is_double_booked(engine, session, district, flow):
    opening = flow.away(flow.term())[0]
    order = [way.member for way in flow.ranked(opening).ways]
    everybody = replace(flow.settings, stand_ins=replace(flow.settings.stand_ins, asked_at_once=len(order)))
    with writing(session):
        asking.ask(session, district, opening.id, order, everybody, NOON + timedelta(hours=1))
    wanted = {who: flow.wanted(opening, who) for who in order}
    number, key = opening.id, district.id
    session.rollback()
    start = threading.Barrier(len(order))

    def yes(who):
        with Session(engine) as mine:
            theirs = mine.get_one(District, key)
            mine.rollback()
            start.wait(timeout=30)
            try:
                with writing(mine):
                    return asking.accept(mine, theirs, number, who, wanted[who], by=who).opening.filled_by
            except Conflict as refused:
                return refused

    with ThreadPoolExecutor(len(order)) as pool:
        answers = list(pool.map(yes, order))
    won = [one for one in answers if isinstance(one, str)]
    assert len(won) == 1
    session.expire_all()
    in_force = lines(session, published(session, district.id))
    assert sum(line.week == opening.week and line.place == opening.place for line in in_force) == 2
    assert len({(line.week, line.member) for line in in_force}) == len(in_force)


def test_only_terms_to_come_and_the_days_left_of_the_week_are_opened(session, district, flow):
    term = replace(flow.term(), member="m01")
    assert flow.away(term, date(2025, 12, 1), THIS.monday) == []
    assert openings.live(session, district) == []
