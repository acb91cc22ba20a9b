"""What becomes of each: a task, joined to one, answered on the spot, set aside; nothing is left unsaid unseen."""

import pytest

from rotation.district.offices import office
from rotation.record.lists import Complaint, Finding
from rotation.record.numbers import spoken
from rotation.record.task_texts import texts_of
from rotation.record.tasks import Task
from rotation.store import writing
from tests.web.field.conftest import HERE, complain, write_down
from web.extensions import db

UNDECIDED = "/field/villages/v01/undecided"


@pytest.fixture
def lamp(field, team):
    """A complaint and a finding about one lamp, linked, both lists open: the pages of the two."""
    (c1,), (f1,) = write_down(field, ["东头的路灯坏了"], ["路灯损坏三盏"])
    team.post(f"{HERE}/correspondence/link", item=c1, link=f1)
    return f"/field/items/{c1}", f"/field/items/{f1}"


def test_undecided_ones_are_listed_with_their_days(team, lamp):
    page = team.get(UNDECIDED)
    assert "2 complaints and findings are undecided." in page
    assert f'href="{lamp[0]}"' in page
    assert "Mon 5 January" in page
    assert "2 undecided" in team.get("/field/")


def test_it_becomes_a_task_with_a_draft_and_what_was_linked_belongs_to_it_too(field, team, lamp, rows):
    page = team.get(f"{lamp[0]}/task")
    assert "路灯损坏三盏" in page
    page = team.post(
        f"{lamp[0]}/task",
        title="路灯",
        summary="",
        urgency="soon",
        pressing="y",
        along=[lamp[1].rpartition("/")[2]],
    )
    (task,) = rows(Task)
    assert f"It is task {spoken(task.number)} now." in page
    assert "Nothing is undecided." in page
    assert (task.urgency, task.pressing, task.holder_code) == ("soon", True, "m02")
    assert [(row.outcome, row.task) for row in rows(Complaint)] == [("task", task.number)]
    assert [(row.outcome, row.task) for row in rows(Finding)] == [("joined", task.number)]
    with field.app.app_context():
        assert [(text.use, text.content, text.released) for text in texts_of(db.session(), task.number)] == [
            ("title", "路灯", False)
        ]
    assert f'href="/work/tasks/{task.number}"' in team.get(lamp[0])
    team.get(f"{lamp[0]}/task", status=409)


def test_a_partner_that_is_left_out_stays_undecided(team, lamp, rows):
    page = team.post(f"{lamp[0]}/task", title="", summary="", urgency="normal")
    assert "1 complaint or finding is undecided." in page
    assert rows(Finding)[0].outcome is None


def test_a_title_too_long_is_said_and_no_task_is_made(team, lamp, rows):
    page = team.post(f"{lamp[0]}/task", title="灯" * 41, summary="", urgency="normal")
    assert "longer than 40 characters" in page
    assert "灯" * 41 in page
    assert rows(Task) == []


def test_it_joins_a_task_that_is_chosen_or_one_whose_number_is_typed(team, lamp, rows):
    team.post(f"{lamp[0]}/task", title="路灯", urgency="normal")
    number = rows(Task)[0].number
    page = team.get(f"{lamp[1]}/join")
    assert f"{spoken(number)}: 路灯" in page
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    for typed, said in (("1", "has 9 digits"), (mistyped, "mistyped"), ("", "has 9 digits")):
        assert said in team.post(f"{lamp[1]}/join", task="other", number=typed)
    assert "Choose a task" in team.post(f"{lamp[1]}/join", number=number)
    team.post(f"{lamp[1]}/join", task="other", number=spoken(number))
    assert rows(Finding)[0].task == number


def test_it_joins_the_task_that_is_tapped(team, lamp, rows):
    team.post(f"{lamp[0]}/task", title="", urgency="normal")
    team.post(f"{lamp[1]}/join", task=rows(Task)[0].number)
    assert rows(Finding)[0].outcome == "joined"


@pytest.mark.parametrize(("way", "said"), [("answered", "answered on the spot"), ("set-aside", "set aside")])
def test_it_ends_with_words(team, lamp, rows, way, said):
    page = team.post(f"{lamp[0]}/{way}", words="")
    assert "Write it down in a sentence." in page
    assert "Saved." in team.post(f"{lamp[0]}/{way}", words="当场说明了")
    page = team.get(lamp[0])
    assert said in page
    assert "当场说明了" in page
    assert "already what becomes of it" in team.post(f"{lamp[0]}/{way}", words="又一次")
    assert "A task of its own" in page


def test_before_the_lists_are_open_only_what_is_pressing_becomes_a_task(team, rows):
    complain(team)
    complain(team, words="高压线掉下来了", urgency="urgent")
    slow, urgent = (f"/field/items/{row.code}" for row in rows(Complaint))
    assert team.get(f"{HERE}/hearing").count("Make it a task at once") == 1
    assert "only what is pressing can before" in team.get(slow)
    assert "only what is urgent" in team.post(f"{slow}/task", urgency="normal", title="")
    team.post(f"{urgent}/task", urgency="urgent", pressing="y", title="")
    assert [task.pressing for task in rows(Task)] == [True]
    assert rows(Complaint)[1].blind is False


def test_only_the_team_decides_and_where_none_comes_the_village_s_office(field, team, lamp, rows):
    for other in ("inspector", "committee", "m04", "m08", "m07", "neighbours", "township"):
        person = field.come(other)
        for way in ("task", "join", "answered", "set-aside"):
            person.post(f"{lamp[0]}/{way}", status=403, words="x", urgency="normal", task="other")
    assert "The team of the week says what becomes of them." in field.come("committee").get(UNDECIDED)
    field.watch.set(14)
    committee = field.come("committee")
    assert "Tap one" in committee.get(UNDECIDED)
    committee.post(f"{lamp[0]}/answered", words="村委会答复了")
    committee.post(f"{lamp[1]}/task", title="路灯", urgency="normal")
    assert rows(Task)[0].holder_code == "o-v01"


def test_where_a_village_has_no_team_and_no_office_the_one_above_decides(field, lamp, rows):
    with field.app.app_context(), writing(db.session()) as session:
        for code in ("o-v01", "o-v02"):
            office(session, 1, code).active = False
    field.watch.set(14)
    township = field.come("township")
    assert 'href="/field/villages/v01/undecided"' in township.get("/field/undecided")
    assert f'href="{lamp[0]}"' in township.get(UNDECIDED)
    assert "2 undecided" in field.come("inspector").get("/field/villages/v01")
    township.post(f"{lamp[0]}/task", title="路灯", urgency="normal")
    assert rows(Task)[0].holder_code == "o-town"
    field.come("department").get(UNDECIDED, status=403)


def test_the_next_team_decides_what_the_last_one_left(field, team, lamp, rows):
    field.watch.set(7)
    page = field.come("m04").get(UNDECIDED)
    assert f'href="{lamp[0]}"' in page
    field.come("m04").post(f"{lamp[0]}/set-aside", words="已经修好")
    assert rows(Complaint)[0].decided_by == "m04"


def test_items_of_nobody_are_not_found(team):
    team.get("/field/items/c-v01-260105-9", status=404)
    team.get("/field/items/anything/task", status=404)
