"""What people do to tasks: opening, giving on, taking, joining; and what is written about them."""

import pytest

from rotation.district.offices import office
from rotation.errors import Conflict, InvalidInput
from rotation.record import acts, sealing, task_texts
from rotation.record.ledger import of_task
from rotation.record.rights import decides
from rotation.record.task_texts import Use, public_texts_of, texts_of, unreleased
from rotation.record.tasks import State, held_by, tasks_of
from rotation.store import writing
from tests.record.life_made import (
    COMMITTEE,
    LEAD,
    NEXT,
    OFFICIAL,
    PLANNER,
    SECRETARY,
    TOWNSHIP,
    TROUBLESHOOTER,
    VILLAGER,
)


def test_a_task_begins_with_a_number_a_deadline_and_one_responsible(life):
    task = life.task()
    assert (task.state, task.level, task.holder.code, task.category) == (State.OPEN, "village", "m02", "roads")
    assert task.spoken == "260 000 019"
    assert tasks_of(life.session, life.village.id) == held_by(life.session, "m02") == [task]
    [entry] = of_task(life.session, task.number)
    assert entry.village == "v01"
    assert "m02" not in entry.payload


@pytest.mark.parametrize("hand", [NEXT, PLANNER, VILLAGER])
def test_only_who_serves_there_and_the_committee_begin_one(life_on_sqlite, hand):
    with pytest.raises(Conflict, match="begins one"):
        life_on_sqlite.task(hand=hand)
    assert life_on_sqlite.task(hand=COMMITTEE).number != life_on_sqlite.task(hand=TROUBLESHOOTER).number


def test_where_no_team_comes_the_office_that_answers_begins_one_and_decides(life_on_sqlite):
    life = life_on_sqlite
    with writing(life.session):
        office(life.session, life.district.id, "o-v01").active = False
    life.publish({(0, "v02"): ("m04", "m05"), (0, "z01"): ("m09",)})
    task = life.task(hand=OFFICIAL, pressing=True)
    assert (task.holder.code, task.level, task.until_team) == ("o-insp", "township", True)
    for hand in (OFFICIAL, TOWNSHIP, COMMITTEE):
        may = decides(life.session, hand, life.village, life.at())
        assert may is (hand is OFFICIAL)
        if not may:
            with pytest.raises(Conflict, match="begins one"):
                life.task(hand=hand)
    life.do(acts.take, task, TROUBLESHOOTER, "路面塌了")
    assert (task.holder.code, task.level) == ("m09", "village")


def test_a_category_is_one_of_the_installations(life_on_sqlite):
    with pytest.raises(InvalidInput, match="category"):
        life_on_sqlite.task(category="nonsense")


def test_it_is_given_to_a_partner_or_to_an_office_of_the_level(life):
    task = life.task()
    life.do(acts.assign, task, SECRETARY, member="m03")
    assert (task.state, task.holder.code) == (State.ASSIGNED, "m03")
    for wrong in ({"member": "m04"}, {"office": "o-town"}, {"office": "o-v02"}, {"office": "gone"}):
        with pytest.raises(InvalidInput):
            life.do(acts.assign, task, SECRETARY, **wrong)
    life.do(acts.assign, task, SECRETARY, office="o-v01")
    assert (task.holder.code, task.until_team) == ("o-v01", False)


def test_only_a_pressing_task_is_taken_and_only_with_a_reason(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    with pytest.raises(Conflict):
        life.do(acts.take, task, TROUBLESHOOTER, "路面塌了")
    life.do(acts.mark, task, LEAD, "路面塌了", pressing=True)
    with pytest.raises(InvalidInput, match="empty"):
        life.do(acts.take, task, TROUBLESHOOTER, "  ")
    life.do(acts.take, task, TROUBLESHOOTER, "路面塌了")
    assert (task.state, task.holder.code) == (State.UNDER_WAY, "m09")


def test_the_same_as_another_leads_to_one_that_goes_on(life_on_sqlite):
    life = life_on_sqlite
    one, other, third = (life.task() for _ in range(3))
    life.do(acts.join, one, LEAD, other)
    assert (one.state, one.same_as) == (State.DUPLICATE, other.number)
    for into in (third, one):
        with pytest.raises(InvalidInput):
            life.do(acts.join, third, LEAD, into)


def test_a_no_reopens_with_a_new_deadline_and_a_yes_confirms(life):
    task = life.task()
    life.do(acts.begin, task, LEAD)
    life.do(acts.finish, task, LEAD, "补好了")
    before = task.deadline
    life.do(acts.reopen, life.settings, task, VILLAGER, content=1, days=4)
    assert (task.state, task.deadline > before) == (State.REOPENED, True)
    life.do(acts.begin, task, LEAD, days=4)
    life.do(acts.finish, task, LEAD, "重新补好了", days=4)
    entry = life.do(acts.confirm_as_villager, task, COMMITTEE, content=5, days=4)
    assert entry.values.items() >= {"whose": "villager", "spoken": True, "content": 5}.items()
    with pytest.raises(InvalidInput):
        acts.confirm_as_villager(life.session, task, VILLAGER, content=6)


def test_texts_are_private_until_released_and_counted_meanwhile(life):
    task = life.task()
    entry = life.do(task_texts.write, task, LEAD, title="修路", summary="村口到小学")
    title, summary = entry.values["title"], entry.values["summary"]
    assert (task.title, task.summary) == (title, summary)
    assert public_texts_of(life.session, task.number) == []
    assert unreleased(life.session, [task.number]) == {task.number: 2}
    life.do(task_texts.release, task, COMMITTEE, [title])
    [shown] = public_texts_of(life.session, task.number)
    assert (shown.content, shown.use) == ("修路", Use.TITLE)
    assert unreleased(life.session, [task.number]) == {task.number: 1}


def test_what_is_withdrawn_is_gone_and_the_page_can_say_so(life):
    task = life.task()
    title = life.do(task_texts.write, task, LEAD, title="老王家门口的路").values["title"]
    life.do(task_texts.release, task, LEAD, [title])
    gone = life.do(task_texts.withdraw, task, PLANNER, [title], why="private")
    assert sealing.opened(life.session, title) is None
    [shown] = public_texts_of(life.session, task.number)
    assert (shown.content, shown.withdrawn) == (None, gone.number)
    assert len(texts_of(life.session, task.number)) == 1


def test_only_texts_of_the_task_are_released_or_withdrawn(life_on_sqlite):
    life = life_on_sqlite
    task, other = life.task(), life.task()
    foreign = life.do(task_texts.write, other, LEAD, title="别的").values["title"]
    for texts in ([], [foreign], ["0" * 64]):
        for act, more in ((task_texts.release, {}), (task_texts.withdraw, {"why": "asked"})):
            with pytest.raises(InvalidInput, match="texts of this task"):
                life.do(act, task, LEAD, texts, **more)


@pytest.mark.parametrize(
    ("title", "said"), [("", "empty"), ("长" * 41, "longer than 40"), ("a\x00b", "cannot be stored")]
)
def test_a_title_is_short_and_not_empty(life_on_sqlite, title, said):
    with pytest.raises(InvalidInput, match=said):
        life_on_sqlite.do(task_texts.write, life_on_sqlite.task(), LEAD, title=title)
