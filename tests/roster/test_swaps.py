"""Two members trade terms: offered, agreed, approved; withdrawn, expired, overtaken; following their terms."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from rotation.district.leave import take_leave
from rotation.district.members import members
from rotation.district.villages import District
from rotation.district.weeks import CHINA
from rotation.errors import Conflict, InvalidInput, NotAllowed
from rotation.roster import swaps, trading
from rotation.roster.in_force import in_force
from rotation.roster.planning import assignments
from rotation.roster.rosters import lines, published
from rotation.roster.swaps import State
from rotation.store import writing
from solver import audit
from tests.roster.conftest import THIS, TODAY

NOON = datetime(2026, 1, 7, 12, tzinfo=CHINA)


@pytest.fixture
def flow(session, district, office):
    """A published roster, and what members and the planner do."""
    roster = office.publish(office.drafted())
    settings = office.settings

    class Flow:
        def __init__(self):
            self.roster, self.settings = roster, settings

        def trades(self, line):
            return trading.trades(session, district, line.member, line.week, settings, today=TODAY)

        def tradeable(self, *, last=False):
            found = lines(session, roster)
            for line in reversed(found) if last else found:
                if trades := self.trades(line):
                    return line, trades[0]
            raise AssertionError

        def offer(self, line, trade, at=NOON):
            with writing(session):
                mine, theirs = (line.member, line.week), (trade.other, trade.week)
                return swaps.offer(session, district, settings, mine, theirs, by=line.member, at=at)

        def wanted(self, row):
            return trading.traded(session, district, row, settings, today=TODAY)

        def agree(self, row, at=NOON, settings=settings):
            wanted = self.wanted(row)
            with writing(session):
                return swaps.agree(session, district, row.id, settings, wanted, by=row.other, at=at)

        def approve(self, row, at=NOON):
            wanted = self.wanted(row)
            with writing(session):
                return swaps.approve(session, district, row.id, wanted, by="planner", at=at)

    return Flow()


def at_once(settings):
    return replace(settings, swaps=replace(settings.swaps, approved_by_planner=False))


def test_only_trades_that_break_no_rule_are_shown_the_best_first(session, district, flow):
    line, _ = flow.tradeable()
    found = flow.trades(line)
    ranks = [(one.week == line.week, one.costs) for one in found]
    assert ranks == sorted(ranks)
    for trade in found:
        row = flow.offer(line, trade)
        change = flow.wanted(row).change
        after = set(lines(session, flow.roster)) - change.out | change.into
        at = in_force(session, district, flow.settings, THIS + 1, today=TODAY)
        assert audit(at.problem, swaps_terms(at, after)).broken == ()


def test_trades_for_another_week_are_shown_however_many_there_are_within_the_week(session, flow, monkeypatch):
    ahead = [one for one in lines(session, flow.roster) if one.week > THIS]
    line = next(one for one in ahead if len({trade.week == one.week for trade in flow.trades(one)}) == 2)
    monkeypatch.setattr(trading, "MOST_TRADES", 1)
    assert [trade.week == line.week for trade in flow.trades(line)] == [False, True]


def swaps_terms(at, after):
    return [one for one in assignments(after, at.start) if one.week >= 0]


def test_a_swap_agreed_to_waits_for_the_planner_and_then_is_the_next_version(session, district, flow):
    line, trade = flow.tradeable()
    row = flow.agree(flow.offer(line, trade))
    assert row.state is State.AGREED
    assert published(session, district.id).version == 1
    assert flow.approve(row).state is State.DONE
    served = {(one.week, one.place): one.member for one in lines(session, published(session, district.id))
              if one.member in (line.member, trade.other)}  # fmt: skip
    assert served[line.week, line.place] == trade.other
    assert served[trade.week, trade.place] == line.member


def test_without_the_policy_it_is_done_at_once(flow):
    line, trade = flow.tradeable()
    row = flow.agree(flow.offer(line, trade), settings=at_once(flow.settings))
    assert (row.state, row.done_in) == (State.DONE, 2)


def test_the_same_offer_is_made_once(flow):
    line, trade = flow.tradeable()
    assert flow.offer(line, trade).id == flow.offer(line, trade).id


@pytest.mark.parametrize("how", [State.DECLINED, State.WITHDRAWN, State.REFUSED])
def test_it_can_come_to_nothing_once(session, district, flow, how):
    line, trade = flow.tradeable()
    row = flow.offer(line, trade)
    wanted = flow.wanted(row)
    with writing(session):
        swaps.end(session, district, row.id, how, by="x", at=NOON)
    assert row.state is how
    with pytest.raises(Conflict), writing(session):
        swaps.agree(session, district, row.id, flow.settings, wanted, by=row.other, at=NOON)


def test_an_offer_expires(session, district, flow):
    line, trade = flow.tradeable()
    row = flow.offer(line, trade)
    late = row.until + timedelta(seconds=1)
    with pytest.raises(Conflict, match="expired"):
        flow.agree(row, at=late)
    with writing(session):
        assert [one.id for one in swaps.follow(session, district, late)] == [row.id]
    assert row.state is State.EXPIRED
    assert row.until <= datetime(line.week.monday.year, line.week.monday.month, line.week.monday.day, tzinfo=CHINA)


def test_a_planner_approves_only_what_both_want(flow):
    line, trade = flow.tradeable()
    with pytest.raises(Conflict, match="not agreed"):
        flow.approve(flow.offer(line, trade))


def test_a_swap_that_breaks_a_rule_by_now_says_why(session, district, flow):
    line, trade = flow.tradeable()
    row = flow.offer(line, trade)
    other = next(one for one in members(session, district.id) if one.code == trade.other)
    with writing(session):
        take_leave(session, other, line.week.monday, line.week.sunday, "")
    with pytest.raises(NotAllowed, match="away") as refused:
        flow.wanted(row)
    assert "«is away in this week»" in refused.value.text(lambda template: f"«{template}»")


def test_it_follows_its_terms_and_is_overtaken_when_one_is_gone(session, district, flow, office):
    line, trade = flow.tradeable(last=True)
    row = flow.offer(line, trade)
    after = office.drafted()
    places = {(one.member, one.week): one.place for one in lines(session, after)}
    stays = (line.member, line.week) in places and (trade.other, trade.week) in places
    office.publish(after)
    with writing(session):
        swaps.follow(session, district, NOON)
    assert row.is_live == stays
    assert not stays or (row.place, row.other_place) == (
        places[line.member, line.week],
        places[trade.other, trade.week],
    )
    office.publish(office.drafted(terms=[]))
    with writing(session):
        swaps.follow(session, district, NOON)
    assert row.state is State.OVERTAKEN


def test_a_done_swap_overtakes_or_moves_the_other_offers_of_its_terms(session, district, flow):
    line, trade = flow.tradeable()
    others = [flow.offer(line, one) for one in flow.trades(line)[1:]]
    flow.agree(flow.offer(line, trade), settings=at_once(flow.settings))
    for row in others:
        assert row.state is (State.OVERTAKEN if trade.week != line.week else State.OFFERED)


def test_weeks_that_have_begun_are_not_traded(session, district, flow):
    with pytest.raises(InvalidInput):
        trading.trades(session, district, "m01", THIS, flow.settings, today=TODAY)


def test_crossing_swaps_are_done_once(engine, session, district, flow):
    line, trade = flow.tradeable()
    one = flow.offer(line, trade)
    with writing(session):
        mine, theirs = (trade.other, trade.week), (line.member, line.week)
        other = swaps.offer(session, district, flow.settings, mine, theirs, by=trade.other, at=NOON)
    wanted = {row.id: flow.wanted(row) for row in (one, other)}
    settings, key = at_once(flow.settings), district.id
    session.rollback()
    start = threading.Barrier(2)

    def agreed(number):
        with Session(engine) as inside:
            where = inside.get_one(District, key)
            inside.rollback()
            start.wait(timeout=30)
            try:
                with writing(inside):
                    return swaps.agree(inside, where, number, settings, wanted[number], by="x", at=NOON).state
            except Conflict as refused:
                return refused

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(agreed, wanted))
    assert sum(one is State.DONE for one in answers) == 1
    session.expire_all()
    in_force = lines(session, published(session, district.id))
    assert len({(one.week, one.member) for one in in_force}) == len(in_force)
    assert published(session, district.id).version == 2
