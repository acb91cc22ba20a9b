"""What a villager says without a login: stored once, with a receipt, within limits, and naming nobody."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from rotation.record import acts, slips, states
from rotation.record.follow_ups import FollowUp
from rotation.record.ledger import Entry
from rotation.record.offers import Helper, Offer
from rotation.record.slips import Slip
from rotation.record.tasks import State, Task
from rotation.record.verdicts import Solved, Verdict
from rotation.record.voices import MeToo
from rotation.store import writing
from tests.record.life_made import NEXT
from tests.web.conftest import come_in
from tests.web.public.village_site import going_on, lived, lived_template, reader, sent, site, task_in

__all__ = ["lived", "lived_template", "site"]
WORDS = "什么时候能修好？"
OFFER = {"words": "我可以帮忙", "name": "周师傅", "phone": "13700001111"}


def _count(site, kind):
    with going_on(site.app) as life:
        return life.session.scalar(select(func.count()).select_from(kind))


def _newest(site, kind):
    with going_on(site.app) as life:
        row = life.session.scalars(select(kind).order_by(kind.entry.desc())).first()
        life.session.expunge_all()
        return row


def _finish(site):
    with going_on(site.app) as life, writing(life.session) as session:
        acts.finish(session, task_in(session, site.lamp), NEXT, "换好了", at=life.at(8))


def _state(site):
    with going_on(site.app) as life:
        return life.session.get_one(Task, site.lamp).state


def _code(page):
    return re.search(r'<p class="code">([\d ]+)</p>', page)[1]


def test_me_too_is_one_tap_and_brings_a_receipt(site):
    before = _count(site, MeToo)
    answer = sent(site.reader, f"/tasks/{site.lamp}/me-too")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/receipt")
    receipt = site.reader.get("/receipt")
    assert receipt.headers["Cache-Control"] == "private, no-store"
    assert slips.parse(_code(receipt.text))
    assert "<svg" in receipt.text
    assert _count(site, MeToo) == before + 1
    row = _newest(site, MeToo)
    assert (row.by, row.spoken) == ("", False)
    assert "2 have said: me too" in site.reader.get(f"/tasks/{site.lamp}").text


@pytest.mark.parametrize(
    ("path", "values", "kind"),
    [("me-too", {}, MeToo), ("question", {"words": WORDS}, FollowUp), ("offer", OFFER, Offer)],
)
def test_what_is_tapped_twice_is_stored_once_and_brings_the_same_receipt(site, path, values, kind):
    address, before = f"/tasks/{site.lamp}/{path}", _count(site, kind)
    key = re.search(r'name="sent_as"[^>]*value="([\w-]+)"', site.reader.get(address).text)[1]
    codes = []
    for client in (site.reader, reader(site.app), site.reader):
        assert client.post(address, data={"sent_as": key, **values}).status_code == 302
        codes.append(_code(client.get("/receipt").text))
    assert _count(site, kind) == before + 1
    assert len(set(codes)) == 1


def test_the_receipt_leads_to_the_question_and_its_answer_by_date(site):
    sent(site.reader, f"/tasks/{site.lamp}/question", words=WORDS)
    code = _code(site.reader.get("/receipt").text)
    page = reader(site.app).post("/slips", data={"code": code}).text
    assert f"/tasks/{site.lamp}" in page
    assert "The answer will be given by" in page
    assert WORDS not in page


def test_a_question_is_not_shown_before_it_is_released(site):
    sent(site.reader, f"/tasks/{site.lamp}/question", words=WORDS)
    page = site.reader.get(f"/tasks/{site.lamp}").text
    assert WORDS not in page
    assert page.count("not released yet") >= 1


def test_an_offer_keeps_the_contact_apart(site):
    sent(site.reader, f"/tasks/{site.lamp}/offer", **OFFER, named_in_public="y")
    with going_on(site.app) as life:
        helper = life.session.scalars(select(Helper).where(Helper.phone == OFFER["phone"])).one()
        assert (helper.name, helper.named_in_public) == (OFFER["name"], True)
        payloads = " ".join(life.session.scalars(select(Entry.payload)))
    page = site.reader.get(f"/tasks/{site.lamp}").text
    for secret in OFFER.values():
        assert secret not in page
        assert secret not in payloads


def test_an_offer_answers_the_call_that_it_came_from(site):
    call = re.search(rf'href="(/tasks/{site.lamp}/offer\?call=(\d+))"', site.reader.get(f"/tasks/{site.lamp}").text)
    sent(site.reader, call[1], **OFFER)
    assert _newest(site, Offer).call == int(call[2])


@pytest.mark.parametrize("solved", ["yes", "no", "partly"])
def test_a_verdict_without_a_code_is_counted_apart(site, solved):
    _finish(site)
    answer = sent(site.reader, f"/tasks/{site.lamp}/verdict", solved=solved, content="4")
    assert answer.headers["Location"] == f"/tasks/{site.lamp}"
    row = _newest(site, Verdict)
    assert (row.solved, row.content, row.with_code, row.slip) == (Solved(solved), 4, False, None)
    assert (row.look_by is None) == (solved == "yes")
    assert _state(site) is State.DONE
    assert "Thank you." in site.reader.get(f"/tasks/{site.lamp}").text


@pytest.mark.parametrize(("solved", "state"), [("yes", State.CONFIRMED), ("no", State.REOPENED)])
def test_with_the_code_of_a_receipt_the_word_counts(site, solved, state):
    sent(site.reader, f"/tasks/{site.lamp}/question", words=WORDS)
    code = _code(site.reader.get("/receipt").text)
    _finish(site)
    assert sent(site.reader, f"/tasks/{site.lamp}/verdict", solved=solved, code=code).status_code == 302
    assert _state(site) is state


def test_a_verdict_tapped_twice_is_counted_once(site):
    _finish(site)
    address = f"/tasks/{site.lamp}/verdict"
    key = re.search(r'name="sent_as"[^>]*value="([\w-]+)"', site.reader.get(address).text)[1]
    for _n in range(2):
        site.reader.post(address, data={"sent_as": key, "solved": "no"})
    assert _count(site, Verdict) == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("123", "has 12 digits"),
        ("0123 4567 8907", "mistyped"),
        ("0123 4567 8906", "no slip with this code"),
    ],
)
def test_a_wrong_code_is_said_on_its_field_and_nothing_typed_is_lost(site, code, said):
    _finish(site)
    page = sent(site.reader, f"/tasks/{site.lamp}/verdict", solved="no", content="2", code=code)
    assert page.status_code == 200
    assert said in page.text
    assert 'href="#code"' in page.text
    assert f'value="{code}"' in page.text
    assert re.search(r'value="2"\s+checked', page.text)
    assert _count(site, Verdict) == 0


def test_a_code_of_another_task_does_not_count(site):
    sent(site.reader, f"/tasks/{site.quiet}/me-too")
    code = _code(site.reader.get("/receipt").text)
    _finish(site)
    page = sent(site.reader, f"/tasks/{site.lamp}/verdict", solved="no", code=code).text
    assert "belongs to something else" in page
    assert _count(site, Verdict) == 0


@pytest.mark.parametrize(
    ("path", "values", "field"),
    [
        ("question", {"words": ""}, "words"),
        ("question", {"words": "字" * 501}, "words"),
        ("question", {"words": "a\x01b"}, "words"),
        ("offer", OFFER | {"phone": "no number"}, "phone"),
        ("offer", OFFER | {"name": ""}, "name"),
        ("offer", OFFER | {"name": "名" * 400}, "name"),
        ("verdict", {}, "solved"),
        ("verdict", {"solved": "maybe"}, "solved"),
        ("verdict", {"solved": "yes", "content": "9"}, "content"),
    ],
)
def test_what_cannot_be_is_said_on_its_field(site, path, values, field):
    if path == "verdict":
        _finish(site)
    answer = sent(site.reader, f"/tasks/{site.lamp}/{path}", **values)
    assert answer.status_code == 200
    assert re.search(rf'href="#{field}(-\d)?"', answer.text), answer.text
    if values.get("words", "").isprintable():
        assert values.get("words", "") in answer.text


def test_machines_that_fill_in_everything_store_nothing(site):
    before = _count(site, FollowUp)
    answer = sent(site.reader, f"/tasks/{site.lamp}/question", words=WORDS, website="http://spam.example")
    assert (answer.status_code, WORDS in answer.text) == (200, True)
    assert _count(site, FollowUp) == before
    assert "spam.example" not in answer.text


def test_a_form_without_its_key_counts_with_the_next_try(site):
    before = _count(site, FollowUp)
    answer = site.reader.post(f"/tasks/{site.lamp}/question", data={"sent_as": "x", "words": WORDS})
    key = re.search(r'name="sent_as"[^>]*value="([\w-]{22})"', answer.text)[1]
    site.reader.post(f"/tasks/{site.lamp}/question", data={"sent_as": key, "words": WORDS})
    assert _count(site, FollowUp) == before + 1


def test_too_much_from_one_place_must_wait_and_loses_nothing(site):
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, voices=replace(settings.voices, said=2))
    for _n in range(2):
        assert sent(site.reader, f"/tasks/{site.lamp}/me-too").status_code == 302
    answer = sent(reader(site.app), f"/tasks/{site.lamp}/question", words=WORDS)
    assert answer.status_code == 429
    assert WORDS in answer.text
    assert "wait 10 minutes" in answer.text
    other = reader(site.app)
    page = other.get(f"/tasks/{site.lamp}/me-too", environ_base={"REMOTE_ADDR": "203.0.113.9"}).text
    key = re.search(r'name="sent_as"[^>]*value="([\w-]+)"', page)[1]
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    there = other.post(f"/tasks/{site.lamp}/me-too", data={"sent_as": key}, environ_base=elsewhere)
    assert there.status_code == 302


def test_a_page_that_was_open_for_too_long_keeps_what_was_typed(site):
    site.app.config["WTF_CSRF_ENABLED"] = True
    answer = sent(site.reader, f"/tasks/{site.lamp}/question", words=WORDS)
    assert answer.status_code == 400
    assert WORDS in answer.text
    assert "Please send it once more" in answer.text


def test_what_the_task_does_not_allow_now_is_said(site):
    page = site.reader.get(f"/tasks/{site.lamp}/verdict")
    assert "This cannot be said of the task as it stands now: under way." in page.text
    key = "x" * 22
    answer = site.reader.post(f"/tasks/{site.lamp}/verdict", data={"sent_as": key, "solved": "no"})
    assert answer.status_code == 409
    assert _count(site, Verdict) == 0
    with going_on(site.app) as life:
        assert life.session.scalar(select(func.count()).select_from(Slip).where(Slip.used_for.is_(None))) == 0


@pytest.mark.parametrize("path", ["me-too", "question", "offer", "verdict"])
def test_who_has_a_login_speaks_under_it(site, path):
    known = come_in(site.app, reader(site.app), "planner")
    assert known.get(f"/tasks/{site.lamp}/{path}").status_code == 403
    assert known.post(f"/tasks/{site.lamp}/{path}", data={"sent_as": "x" * 22}).status_code == 403


@pytest.mark.parametrize("number", ["260009999", "abc", "26000001"])
def test_of_a_task_that_there_is_not_nothing_can_be_said(site, number):
    assert site.reader.get(f"/tasks/{number}/me-too").status_code in {400, 404}
    assert site.reader.post(f"/tasks/{number}/me-too", data={"sent_as": "x" * 22}).status_code in {400, 404}


def test_every_way_that_is_offered_is_a_step_of_the_record(site):
    from web.public.tasks import WAYS

    assert {way.step for way in WAYS} <= states.STEPS.keys()


def test_who_goes_back_and_asks_something_else_is_heard_twice(site):
    address, before = f"/tasks/{site.lamp}/question", _count(site, FollowUp)
    key = re.search(r'name="sent_as"[^>]*value="([\w-]+)"', site.reader.get(address).text)[1]
    codes = []
    for words in (WORDS, "谁来修？", WORDS):
        site.reader.post(address, data={"sent_as": key, "words": words})
        codes.append(_code(site.reader.get("/receipt").text))
    assert _count(site, FollowUp) == before + 2
    assert (codes[0] == codes[2], codes[0] == codes[1]) == (True, False)
