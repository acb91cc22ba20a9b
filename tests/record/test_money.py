"""Money of a task, in fen: never negative, granted only from above, and spending too much is seen."""

import pytest

from rotation.errors import Conflict, InvalidInput
from rotation.record import acts, money
from rotation.record.ledger import of_task
from rotation.record.roles import Hand, Role
from tests.record.life_made import DISTRICT, LEAD, SECRETARY, TOWNSHIP


def sums(task):
    return task.asked, task.granted, task.refused, task.spent


def test_what_is_asked_for_is_granted_in_part_and_the_rest_refused(life):
    task = life.task()
    life.do(money.ask, task, LEAD, 500_00, "水泥")
    assert (task.pending, task.asked_level) == (500_00, "village")
    life.do(money.grant, task, TOWNSHIP, 300_00, "先拨三百")
    life.do(money.refuse, task, DISTRICT, "其余村里出")
    assert sums(task) == (500_00, 300_00, 200_00, 0)
    assert task.pending == 0


def test_spending_more_than_was_granted_is_flagged_not_hidden(life):
    task = life.task()
    life.do(money.ask, task, LEAD, 100, "材料")
    life.do(money.grant, task, TOWNSHIP, 100, "同意")
    life.do(money.spend, task, LEAD, 100, "材料")
    assert not task.is_overspent
    life.do(money.spend, task, LEAD, 1, "再买一点")
    assert task.is_overspent
    assert [entry.kind for entry in of_task(life.session, task.number)][-1] == "spent"


@pytest.mark.parametrize("fen", [0, -1, money.MOST_FEN + 1])
def test_a_sum_is_above_nought(life_on_sqlite, fen):
    task = life_on_sqlite.task()
    for act in (money.ask, money.spend):
        with pytest.raises(InvalidInput, match="above 0"):
            life_on_sqlite.do(act, task, LEAD, fen, "材料")
    assert sums(task) == (0, 0, 0, 0)


def test_no_more_is_granted_or_refused_than_was_asked_for(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    with pytest.raises(InvalidInput, match="No more"):
        life.do(money.refuse, task, TOWNSHIP, "没有申请")
    life.do(money.ask, task, LEAD, 100, "材料")
    with pytest.raises(InvalidInput, match="No more"):
        life.do(money.grant, task, TOWNSHIP, 101, "多给一点")


def test_only_the_one_responsible_asks_and_spends_and_only_an_office_above_answers(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    with pytest.raises(Conflict):
        life.do(money.ask, task, SECRETARY, 100, "材料")
    life.do(money.ask, task, LEAD, 100, "材料")
    for hand in (LEAD, SECRETARY):
        with pytest.raises(Conflict):
            life.do(money.grant, task, hand, 100, "同意")
    life.do(acts.escalate, life.settings, task, LEAD, reason="村里没有钱")
    with pytest.raises(Conflict):
        life.do(money.spend, task, LEAD, 100, "材料")


def test_nobody_asks_for_money_where_no_office_could_grant_it(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    for hand in (LEAD, Hand(Role.TOWNSHIP, "t-02", office="o-insp")):
        life.do(acts.escalate, life.settings, task, hand, reason="没有钱")
    with pytest.raises(Conflict, match="no office above"):
        life.do(money.ask, task, DISTRICT, 100, "材料")
    assert sums(task) == (0, 0, 0, 0)


def test_what_a_township_asks_for_the_district_answers(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    life.do(acts.escalate, life.settings, task, LEAD, reason="村里没有钱")
    assert task.holder.code == "o-insp"
    life.do(acts.assign, task, Hand(Role.TOWNSHIP, "t-02", office="o-insp"), office="o-town")
    life.do(money.ask, task, TOWNSHIP, 100, "材料")
    assert task.asked_level == "township"
    with pytest.raises(Conflict):
        life.do(money.grant, task, TOWNSHIP, 100, "自己批")
    life.do(money.grant, task, DISTRICT, 100, "同意")
    assert task.granted == 100
