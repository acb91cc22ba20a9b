"""Said at the counter, written down by word of mouth: by number or search, with a slip or a receipt, sent once."""

import re
from dataclasses import replace

import pytest

from rotation.record import acts, ledger, numbers, slips, tasks
from rotation.record.follow_ups import FollowUp
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint
from rotation.record.offers import Helper, Offer
from rotation.record.slips import Slip
from rotation.record.tasks import State, Task, Urgency
from rotation.record.verdicts import Verdict
from rotation.record.voices import MeToo
from tests.web.committee.conftest import LEAD

OFFER = {"words": "我有拖拉机", "name": "热心人", "phone": "13900139000", "sent_as": "o1"}
MATTER = {"category": "roads", "words": "老桥断了", "urgency": "soon", "sent_as": "n1"}


def codes_in(answer):
    return [slips.parse(found) for found in re.findall(r"\d{4} \d{4} \d{4}", answer.get_data(as_text=True))]


def all_of(here, kind):
    return here.do(lambda session: [row for row in session.query(kind) if session.expunge(row) is None])


def slip_of(here, code):
    return here.do(lambda session: slips.slip(session, here.app.extensions["keys"].slips, code).used_for)


def printed(here, village="v01"):
    """The codes of a new sheet."""

    def make(session):
        where = next(one for one in session.query(slips.Village) if one.code == village)
        return slips.print_sheet(session, here.app.extensions["keys"].slips, where, 2).codes

    return here.do(make)


def finish(here, number, hand=LEAD):
    def do(session):
        task = tasks.task(session, number)
        acts.begin(session, task, hand)
        acts.finish(session, task, hand, "修好了")

    here.do(do)


@pytest.mark.parametrize("typed", ["{}", "{:.3}-{}", " {} "])
def test_a_task_is_found_by_its_number(here, typed):
    number = here.task
    typed = f"{number[:3]}-{number[3:]}" if "-" in typed else typed.format(number)
    answer = here.come("committee").get("/counter/", query_string={"q": typed})
    assert answer.headers["Location"] == f"/counter/{number}"


def test_a_mistyped_number_says_so(here):
    wrong = here.task[:-1] + str((int(here.task[-1]) + 1) % 10)
    said = here.come("committee").get("/counter/", query_string={"q": wrong}).get_data(as_text=True)
    assert "is mistyped" in said
    assert "村口路灯不亮" in said
    assert f'value="{wrong}"' in said


def test_tasks_that_go_on_are_listed_and_words_are_searched(here):
    client = here.come("committee")
    said = client.get("/counter/").get_data(as_text=True)
    assert "村口路灯不亮" in said
    assert "老桥护栏" not in said
    assert "村口路灯不亮" in client.get("/counter/?q=路灯 村口").get_data(as_text=True)  # though it is not released yet
    assert "Nothing was found." in client.get("/counter/?q=护栏").get_data(as_text=True)
    assert "Nothing was found." in client.get("/counter/?q=，。").get_data(as_text=True)


def test_me_too_brings_a_receipt_that_is_shown_once(here):
    client = here.come("committee")
    answer = client.post(f"/counter/{here.task}/me-too", data={"sent_as": "f1"})
    again = client.post(f"/counter/{here.task}/me-too", data={"sent_as": "f1"})
    [said] = all_of(here, MeToo)
    assert said.spoken
    assert codes_in(answer) == codes_in(again)
    assert answer.headers["Cache-Control"] == "no-store"
    assert slip_of(here, codes_in(answer)[0]) == f"entry-{said.entry}"


def test_a_question_is_asked_with_a_slip_of_a_sheet(here):
    first, second = printed(here)
    client, path = here.come("committee"), f"/counter/{here.task}/question"
    form = {"words": "几时修好?", "code": slips.spoken(first), "sent_as": "q1"}
    assert client.post(path, data=form).status_code == 302
    assert client.post(path, data=form).status_code == 302
    [asked] = all_of(here, FollowUp)
    assert slip_of(here, first) == f"entry-{asked.entry}"
    said = client.post(path, data=form | {"sent_as": "q2"}).get_data(as_text=True)
    assert "given to somebody before" in said
    assert "几时修好?" in said
    assert slip_of(here, second) is None


def test_a_slip_of_another_village_or_a_mistyped_one_is_refused(here):
    client, path = here.come("committee"), f"/counter/{here.task}/question"
    elsewhere, wrong = printed(here, "v02")[0], "123456789012"
    for code, said in ((elsewhere, "not from a sheet"), (wrong, "mistyped"), ("12", "12 digits")):
        answer = client.post(path, data={"words": "几时修好?", "code": code, "sent_as": code})
        assert said in answer.get_data(as_text=True)
    assert all_of(here, FollowUp) == []


def test_after_many_wrong_codes_a_login_waits_and_may_still_write_without_one(here):
    voices = replace(here.settings.voices, codes=2)
    here.app.extensions["settings"] = replace(here.settings, voices=voices)
    client, path = here.come("committee"), f"/counter/{here.task}/question"
    right, wrong = printed(here)[0], printed(here, "v02")
    for code in wrong:
        assert "not from a sheet" in client.post(path, data={"words": "几时?", "code": code, "sent_as": code}).text
    said = client.post(path, data={"words": "几时?", "code": right, "sent_as": "q"}).text
    assert "Too many codes were wrong. Wait 10 minutes" in said
    assert client.post("/counter/new", data=MATTER | {"code": right}).text.count("Too many codes were wrong") == 2
    assert codes_in(client.post(path, data={"words": "几时?", "sent_as": "q"}))
    neighbours, theirs = here.come("neighbours"), f"/counter/{here.other}/question"
    fresh = printed(here, "v02")[0]
    assert neighbours.post(theirs, data={"words": "几时?", "code": fresh, "sent_as": "n"}).status_code == 302


def test_the_receipt_of_a_question_says_by_when_it_is_answered(here):
    answer = here.come("committee").post(f"/counter/{here.task}/question", data={"words": "几时?", "sent_as": "q"})
    assert "The committee answers by" in answer.get_data(as_text=True)


def test_an_offer_keeps_the_contact_apart(here):
    client, path = here.come("committee"), f"/counter/{here.task}/offer"
    refused = client.post(path, data=OFFER | {"phone": "later"}).get_data(as_text=True)
    assert "is not a telephone number" in refused
    assert "我有拖拉机" in refused
    assert len(codes_in(client.post(path, data=OFFER))) == 1
    assert len(all_of(here, Offer)) == 1
    assert [(row.name, row.named_in_public) for row in all_of(here, Helper)] == [("热心人", False)]


def test_a_verdict_in_person_counts_once_however_often_it_is_sent(here):
    finish(here, here.task)
    client, path = here.come("committee"), f"/counter/{here.task}/verdict"
    for _ in range(2):
        answer = client.post(path, data={"solved": "yes", "content": "5", "sent_as": "v1"})
        assert answer.headers["Location"] == f"/counter/{here.task}"
    [said] = all_of(here, Verdict)
    assert (said.spoken, said.with_code, said.content) == (True, False, 5)
    assert here.do(lambda session: session.get(Task, here.task).state) is State.CONFIRMED


def test_a_verdict_with_the_code_of_an_earlier_slip(here):
    client = here.come("committee")
    [code] = codes_in(client.post(f"/counter/{here.task}/me-too", data={"sent_as": "m"}))
    finish(here, here.task)
    wrong = client.post(
        f"/counter/{here.task}/verdict", data={"solved": "no", "code": printed(here)[0], "sent_as": "a"}
    )
    assert "belongs to something else" in wrong.get_data(as_text=True)
    assert client.post(f"/counter/{here.task}/verdict", data={"solved": "no", "code": code, "sent_as": "b"})
    assert here.do(lambda session: session.get(Task, here.task).state) is State.REOPENED


def test_who_is_responsible_writes_down_no_verdict_on_the_own_task(here):
    finish(here, here.task)
    client = here.come("m01")
    assert "You are responsible for this task yourself" in client.get(f"/counter/{here.task}").get_data(as_text=True)
    assert client.get(f"/counter/{here.task}/verdict").status_code == 409
    client.post(f"/counter/{here.task}/verdict", data={"solved": "yes", "sent_as": "x"})
    assert all_of(here, Verdict) == []


def test_something_new_joins_the_list_of_the_day_with_a_receipt(here):
    client = here.come("committee")
    answers = [client.post("/counter/new", data=MATTER) for _ in range(2)]
    assert codes_in(answers[0]) == codes_in(answers[1])
    [said] = all_of(here, Complaint)
    assert (said.category, said.urgency, said.office, said.task) == ("roads", Urgency.SOON, "o-v01", None)
    assert said.slip
    assert "The team that serves in the village says what becomes of it." in answers[0].text
    assert said.code.encode() in here.come("m01").get(f"/field/villages/v01/{said.day}/hearing").data


def test_what_cannot_wait_begins_as_a_task_at_once(here):
    answer = here.come("committee").post("/counter/new", data=MATTER | {"at_once": "y"})
    [said] = all_of(here, Complaint)
    kinds = here.do(lambda session: [entry.kind for entry in ledger.of_task(session, said.task)])
    assert kinds == ["opened", "linked"]
    assert slips.spoken(codes_in(answer)[0]) in answer.text
    assert numbers.spoken(said.task) in answer.text
    assert here.do(lambda session: session.get(Task, said.task).pressing)


def test_something_new_takes_the_slip_of_a_sheet_and_loses_nothing_that_was_typed(here):
    first, second = printed(here)
    client = here.come("committee")
    client.post(f"/counter/{here.task}/me-too", data={"sent_as": "m", "code": second})
    assert f'value="{first}"' in client.get(f"/counter/new?slip={first}").text
    form = MATTER | {"code": first}
    assert client.post("/counter/new", data=form).headers["Location"] == "/counter/"
    again = client.post("/counter/new", data=form | {"code": second, "sent_as": "n2"}).text
    assert "given to somebody before" in again
    assert "老桥断了" in again
    assert "Choose what it is about." in client.post("/counter/new", data={"words": "x", "sent_as": "n3"}).text
    long = client.post("/counter/new", data=MATTER | {"words": "长" * 2001, "sent_as": "n4"}).text
    assert "longer than 2000 characters" in long
    assert len(all_of(here, Complaint)) == 1


def test_the_team_writes_down_what_is_said_about_tasks_and_new_things_at_the_hearing(here):
    client = here.come("m01")
    assert len(codes_in(client.post(f"/counter/{here.task}/me-too", data={"sent_as": "t"}))) == 1
    assert "written down in the hearing" in client.get("/counter/").get_data(as_text=True)
    assert client.get("/counter/new").status_code == 403
    entry = here.do(lambda session: session.query(Entry).filter_by(kind="echoed").one().role)
    assert entry == LEAD.role


def test_tasks_of_other_villages_are_not_for_this_counter(here):
    for username, number, status in (
        ("committee", here.other, 403),
        ("neighbours", here.task, 403),
        ("m02", here.task, 403),
        ("committee", "260000000", 404),
        ("committee", "x", 404),
        ("planner", here.task, 403),
    ):
        client = here.come(username)
        assert client.get(f"/counter/{number}").status_code == status
        assert client.post(f"/counter/{number}/me-too", data={"sent_as": "z"}).status_code == status
    assert client.get(f"/counter/{here.task}/shout").status_code == 403
    assert all_of(here, MeToo) == []
    assert here.come("committee").get(f"/counter/{here.task}/shout").status_code == 404


def test_what_was_typed_is_not_lost_and_nothing_is_stored(here):
    answer = here.come("committee").post(f"/counter/{here.task}/question", data={"words": "", "sent_as": "e"})
    assert answer.status_code == 200
    assert "Write the question down." in answer.get_data(as_text=True)
    assert all_of(here, Slip) == []
