"""The hearing on the phone: opened, complaints in two taps and one sentence, slips and receipts, closed."""

import re

import pytest

from rotation.record import slips
from rotation.record.lists import Complaint, Hearing, Teller
from rotation.record.slips import Slip
from rotation.store import writing
from tests.web.field.conftest import HERE, complain, hidden
from web.extensions import db

COMPLAINT = f"{HERE}/hearing/complaint"


def printed(field, village="v01"):
    """A code of a sheet that was printed for a village."""
    from rotation.district.villages import village as village_of

    with field.app.app_context(), writing(db.session()) as session:
        key = field.app.extensions["keys"].slips
        return slips.print_sheet(session, key, village_of(session, 1, village), 1).codes[0]


def test_a_hearing_is_opened_with_place_time_and_count_which_can_be_mended(team, rows):
    page = team.get(f"{HERE}/hearing")
    assert "The hearing has not been opened yet." in page
    page = team.send(f"{HERE}/hearing/meeting", place="祠堂", time="08:15", came="7")
    assert "08:15, 祠堂" in page
    assert "7 people came" in page
    assert "9 people came" in team.send(f"{HERE}/hearing/meeting", place="祠堂", time="08:15", came="9")
    assert [row.came for row in rows(Hearing)] == [9]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"time": "quarter past"}, "08:30"),
        ({"time": "08:30", "came": "many"}, "Write a whole number"),
        ({"time": "08:30", "came": "-1"}, "0"),
    ],
)
def test_what_cannot_be_is_said_on_the_form_and_nothing_typed_is_lost(team, rows, typed, said):
    page = team.send(f"{HERE}/hearing/meeting", place="祠堂", **typed)
    assert "There is a problem" in page
    assert said in page
    assert 'value="祠堂"' in page
    assert rows(Hearing) == []


def test_a_complaint_takes_a_category_and_one_sentence(team, rows):
    page = complain(team)
    assert "Written down." in page
    assert "东头的路灯坏了" in page
    assert "Complaint 1" in page
    (row,) = rows(Complaint)
    assert (row.category, row.urgency, row.blind, row.slip) == ("lighting", "normal", True, None)


def test_a_form_that_is_sent_twice_is_stored_once(team, rows):
    form = hidden(team.get(COMPLAINT)) | {"category": "water", "urgency": "soon", "words": "井水发黄"}
    team.post(COMPLAINT, **form)
    assert "井水发黄" in team.post(COMPLAINT, **form)
    assert len(rows(Complaint)) == 1


@pytest.mark.parametrize(("left_out", "said"), [("words", "Write it down"), ("category", "Choose what it is about.")])
def test_without_words_or_category_it_is_asked_again(team, rows, left_out, said):
    page = complain(team, **{"place": "水塘边", left_out: ""})
    assert said in page
    assert 'value="水塘边"' in page
    assert rows(Complaint) == []


def test_a_printed_slip_leads_back_to_it_and_belongs_to_one_teller(field, team, rows):
    code = printed(field)
    complain(team, code=slips.spoken(code))
    complain(team, words="同一个人说的第二件", code=code)
    assert {row.slip for row in rows(Complaint)} == {slips.mark_of(field.app.extensions["keys"].slips, code)}
    field.watch.set(1)
    page = complain(field.come("m02"), day="2026-01-06", code=code)
    assert "has been given to somebody before" in page
    assert "东头的路灯坏了" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1234", "has 12 digits"), ("123456789012", "mistyped"), (None, "not from a sheet that was printed for 村v01")],
)
def test_a_wrong_slip_is_said_at_its_field(field, team, rows, typed, said):
    page = complain(team, code=typed or printed(field, "v02"))
    assert said in page
    assert 'href="#code"' in page
    assert rows(Complaint) == []


def test_a_receipt_is_made_on_the_spot_and_shown_only_to_the_form_that_asked_for_it(field, team, rows):
    form = hidden(team.get(COMPLAINT)) | {"category": "water", "urgency": "normal", "words": "井水发黄", "receipt": "y"}
    answer = team.client.post(COMPLAINT, data=form)
    code = re.search(r"\d{4} \d{4} \d{4}", answer.text)[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert rows(Complaint)[0].slip == slips.mark_of(field.app.extensions["keys"].slips, slips.parse(code))
    assert code in team.post(COMPLAINT, **form)
    assert (len(rows(Slip)), len(rows(Complaint))) == (1, 1)
    assert code not in team.get(f"{HERE}/hearing") + team.get(f"/field/items/{rows(Complaint)[0].code}")


def test_a_slip_can_be_given_later_and_a_lost_code_made_anew(field, team, rows):
    complain(team)
    (row,) = rows(Complaint)
    item = f"/field/items/{row.code}"
    assert "No slip leads the teller back to it yet." in team.get(item)
    assert "mistyped" in team.send(f"{item}/slip", code="123456789012")
    code = printed(field)
    team.send(f"{item}/slip", code=code)
    key = field.app.extensions["keys"].slips
    assert rows(Complaint)[0].slip == slips.mark_of(key, code)
    shown = re.search(r"\d{4} \d{4} \d{4}", team.post(f"{item}/receipt"))[0]
    assert rows(Complaint)[0].slip == slips.mark_of(key, slips.parse(shown))
    field.come("m08").post(f"{item}/receipt", status=403)
    field.come("m08").get(f"{item}/slip", status=403)


def test_a_contact_is_kept_only_if_an_answer_is_wanted_and_shown_to_few(field, team, rows):
    complain(team)
    assert rows(Teller) == []
    complain(team, words="要回话", phone="13800000000", name="赵大娘")
    item = f"/field/items/{rows(Complaint)[1].code}"
    assert "赵大娘" not in team.get(item) + team.get(f"{HERE}/hearing")
    page = team.get(f"{item}/contact")
    assert "赵大娘" in page
    assert "tel:13800000000" in page
    assert "13800000000" in field.come("committee").get(f"{item}/contact")
    for other in ("m08", "inspector", "neighbours", "township", "department"):
        field.come(other).get(f"{item}/contact", status=403)
    assert "Nobody wants to be called back" in team.get(f"/field/items/{rows(Complaint)[0].code}/contact")


def test_a_name_without_a_number_is_asked_for_one(team, rows):
    page = complain(team, name="赵大娘")
    assert "nobody can be called back" in page
    assert 'value="赵大娘"' in page
    assert rows(Complaint) == []


def test_nobody_came_is_one_tap(team, rows):
    assert "Noted: nobody came." in team.post(f"{HERE}/hearing/nobody")
    (row,) = rows(Hearing)
    assert (row.came, row.closed_at is None) == (0, False)


def test_where_people_came_and_said_nothing_they_stay_counted(team, rows):
    page = team.post(f"{HERE}/hearing/meeting", place="祠堂", time="08:15", came="7")
    assert "Nothing was said: close" in page
    assert "Nobody came" not in page
    team.post(f"{HERE}/hearing/close")
    assert [(row.came, row.closed_at is None) for row in rows(Hearing)] == [(7, False)]


def test_a_closed_hearing_says_so_and_still_takes_what_was_forgotten(team):
    complain(team)
    team.post(f"{HERE}/hearing/nobody", status=409)
    page = team.post(f"{HERE}/hearing/close")
    assert "Closed at 08:00." in page
    assert "忘了的一件" in complain(team, words="忘了的一件")


def test_nobody_but_the_team_of_the_week_comes_near_the_hearing(field, team):
    complain(team)
    for other in ("m04", "m07", "m08", "inspector", "committee", "township", "planner"):
        person = field.come(other)
        person.get(f"{HERE}/hearing", status=403)
        person.post(COMPLAINT, status=403, category="water", words="外人", urgency="normal")
        person.post(f"{HERE}/hearing/close", status=403)
        person.post(f"{HERE}/hearing/nobody", status=403)


def test_after_tuesday_of_the_next_week_the_list_is_finished(field):
    field.watch.set(9)
    page = complain(field.come("m02"))
    assert "is over" in page
    assert "东头的路灯坏了" in page


def test_who_goes_back_and_sends_other_words_has_said_something_else(team, rows):
    form = hidden(team.get(COMPLAINT)) | {"category": "water", "urgency": "soon", "words": "井水发黄"}
    for words in ("井水发黄", "井水发黑", "井水发黄"):
        assert words in team.post(COMPLAINT, **form | {"words": words})
    assert len(rows(Complaint)) == 2
