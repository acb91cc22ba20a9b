"""What limits a member: leave, training, recusals, people kept apart."""

import re
from datetime import date

import pytest
from markupsafe import Markup

from rotation.district.leave import leave_of
from tests.web.members.pages import page
from web.extensions import db


def leave(first, last, **more):
    return {"first_day": first.isoformat(), "last_day": last.isoformat(), "reason": "探亲"} | more


def test_leave_is_shown_before_it_is_saved(app, planner, stored, term):
    days = (term.monday, (term + 1).monday)
    shown = page(planner.post("/planner/members/m001/leave", data=leave(*days, look="1")))
    assert "2 weeks become unavailable" in shown
    assert "It hits 1 published term" in shown
    assert "石埠桥村" in shown
    token = re.search(r'name="shown"[^>]*value="([^"]+)"', shown)[1]
    planner.post("/planner/members/m001/leave", data=leave(*days, save="1", shown=token))
    with app.app_context():
        assert [(row.first_day, row.last_day) for row in leave_of(db.session, stored("m001"))] == [days]


def test_a_weekend_of_leave_is_shown_and_counts_for_nothing(planner, term):
    shown = page(planner.post("/planner/members/m001/leave", data=leave(term.sunday, term.sunday, look="1")))
    assert "No week becomes unavailable." in shown
    assert "Only days off in these weeks" in shown
    assert "No published term is hit." in shown


def test_leave_changed_after_the_look_is_shown_again(app, planner, stored):
    answer = planner.post(
        "/planner/members/m001/leave",
        data=leave(date(2026, 1, 5), date(2026, 1, 5), save="1", shown="2026-01-05..2026-01-04"),
    )
    assert "nothing is saved yet" in page(answer)
    with app.app_context():
        assert leave_of(db.session, stored("m001")) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("", "", "Write a day"), ("2026-01-09", "2026-01-08", "exchange them"), ("5 Jan", "", "Write a day")],
)
def test_leave_that_cannot_be_is_refused(planner, first, last, said):
    answer = planner.post("/planner/members/m001/leave", data={"first_day": first, "last_day": last, "look": "1"})
    assert said in page(answer)


def test_leave_is_changed_and_taken_back(app, planner, stored):
    first, last = date(2026, 1, 5), date(2026, 1, 6)
    data = leave(first, last, save="1", shown=f"{first}..{last}")
    planner.post("/planner/members/m001/leave", data=data)
    assert "already stored" in page(planner.post("/planner/members/m001/leave", data=data))
    planner.post(f"/planner/members/m001/leave/{first}/{last}", data=data | {"reason": "看病"})
    assert "看病" in page(planner.get("/planner/members/m001"))
    assert "Take back the leave of 甲?" in page(planner.get(f"/planner/members/m001/leave/{first}/{last}/end"))
    planner.post(f"/planner/members/m001/leave/{first}/{last}/end")
    with app.app_context():
        assert leave_of(db.session, stored("m001")) == []
    assert planner.post(f"/planner/members/m001/leave/{first}/{last}/end").status_code == 404


def test_training_says_what_follows(planner):
    data = {"basic": "2026-01-07", "lead": "2026-01-12"}
    answer = page(planner.post("/planner/members/m002/training", data=data, follow_redirects=True))
    assert "Saved. Serves from Mon 12 January" in Markup(answer).striptags()
    assert "leads in plans that begin with the week Mon 19 January" in Markup(answer).striptags()
    assert "Saved. Does not serve yet." in page(
        planner.post("/planner/members/m002/training", data={"basic": "", "lead": ""}, follow_redirects=True)
    )
    assert "The year must be" in page(planner.post("/planner/members/m002/training", data={"basic": "0226-01-07"}))


def test_recusals_are_added_and_lifted(planner):
    planner.post("/planner/members/m001/recusal", data={"place": "v01", "reason": "亲属任职"})
    assert "石埠桥村: 亲属任职" in page(planner.get("/planner/members/m001"))
    assert "Lift the recusal of 甲?" in page(planner.get("/planner/members/m001/recusal/v01/end"))
    planner.post("/planner/members/m001/recusal/v01/end")
    assert "亲属任职" not in page(planner.get("/planner/members/m001"))


def test_a_recusal_that_hits_a_published_term_opens_it(planner, term):
    answer = planner.post("/planner/members/m001/recusal", data={"place": "v01", "reason": ""}, follow_redirects=True)
    assert "A stand-in is looked for." in page(answer)
    assert "石埠桥村" in page(planner.get("/planner/openings"))


@pytest.mark.parametrize("other", ["m002", "m002 乙"])
def test_two_are_kept_apart_and_let_together(planner, other):
    planner.post("/planner/members/m001/apart", data={"other": other, "reason": "夫妻"})
    assert "夫妻" in page(planner.get("/planner/members/m002"))
    planner.post("/planner/members/m002/apart/m001/end")
    assert "夫妻" not in page(planner.get("/planner/members/m001"))


@pytest.mark.parametrize(
    ("other", "said"),
    [("乙", "Several members"), ("丙", "No active member"), ("j001", "No active"), ("m001", "themselves")],
)
def test_whom_to_keep_apart_must_be_clear(planner, other, said):
    assert said in page(planner.post("/planner/members/m001/apart", data={"other": other}))
