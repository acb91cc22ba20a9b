"""What became of what somebody said, by the code of the slip: never kept by a browser, never guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rotation import store
from rotation.record import follow_ups, hearings, outcomes, slips, task_texts
from rotation.record.hearings import Heard, Meeting
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.record.life_made import COMMITTEE, LEAD, VILLAGER
from tests.web.public.village_site import going_on, lived, lived_template, reader, sent, site, task_in
from web.keys import keys

__all__ = ["lived", "lived_template", "site"]
OWN_WORDS = "我家门口的路灯坏了"
REASON = "当场答复：下周一来修"


@pytest.fixture
def code(site):
    """The code of a slip whose holder spoke at the hearing, and was answered on the spot."""
    with going_on(site.app) as life, writing(life.session) as session:
        key = keys(life.settings.instance).slips
        made = slips.receipt(session, key, life.village.id, life.at(0))
        hearing = hearings.open_hearing(session, LEAD, life.village, life.at(0).date(), Meeting(), life.at(0))
        said = Heard(OWN_WORDS, "lighting", slip=made.slip)
        hearings.hear(session, life.settings, LEAD, hearing, said, life.at(0))
        return made.code


def _look(site, code):
    return reader(site.app).post("/slips", data={"code": code})


def test_the_code_leads_to_what_became_of_it_and_never_to_the_words(site, code):
    page = _look(site, code)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "not decided yet" in page.text
    assert OWN_WORDS not in page.text


def test_what_was_answered_on_the_spot_stands_there(site, code):
    with going_on(site.app) as life, writing(life.session) as session:
        (complaint,) = session.query(hearings.Complaint).all()
        outcomes.answer_on_the_spot(session, LEAD, complaint, REASON, life.at(0))
    page = _look(site, code).text
    assert "It was answered on the spot." in page
    assert REASON in page


def test_what_was_joined_to_a_task_leads_there(site, code):
    with going_on(site.app) as life, writing(life.session) as session:
        (complaint,) = session.query(hearings.Complaint).all()
        task = task_in(session, site.lamp)
        outcomes.join_task(session, life.settings, LEAD, complaint, task, life.at(0.5))
    page = _look(site, code).text
    assert f'href="/tasks/{site.lamp}"' in page


def test_the_asker_reads_the_answer_before_everybody_does(site):
    with going_on(site.app) as life, writing(life.session) as session:
        made = slips.receipt(session, keys(life.settings.instance).slips, life.village.id, life.at(8))
        speaker, task = Speaker(VILLAGER, made.slip), task_in(session, site.lamp)
        asked = follow_ups.ask(session, life.settings, speaker, task, OWN_WORDS, life.at(8))
        follow_ups.answer(session, COMMITTEE, asked, REASON, life.at(9))
    page = _look(site, made.code).text
    assert REASON in page
    assert "not released for everybody yet" in page
    assert OWN_WORDS not in page
    assert REASON not in site.reader.get(f"/tasks/{site.lamp}").text
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        answers = [one.commitment for one in task_texts.texts_of(session, task.number) if one.content == REASON]
        task_texts.release(session, task, COMMITTEE, answers, at=life.at(9))
    page = _look(site, made.code).text
    assert REASON in page
    assert "not released for everybody yet" not in page


@pytest.mark.parametrize("form", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "{0}　{1}　{2}"])
def test_the_code_may_be_typed_in_any_way(site, code, form):
    typed = form.format(code[:4], code[4:8], code[8:])
    assert "What became of it" in _look(site, typed).text
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert "not decided yet" in _look(site, wide).text


def test_a_code_in_the_address_is_filled_in_and_not_shown(site, code):
    page = site.reader.get("/slips", query_string={"code": slips.spoken(code)})
    assert page.headers["Cache-Control"] == "private, no-store"
    assert f'value="{slips.spoken(code)}"' in page.text
    assert "not decided yet" not in page.text
    assert "ETag" not in page.headers or page.headers["Cache-Control"].endswith("no-store")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the code"),
        ("12", "has 12 digits"),
        ("0123 4567 8907", "mistyped"),
        ("0123 4567 8906", "There is no slip with this code."),
        ("<script>", "has 12 digits"),
    ],
)
def test_a_code_that_is_none_is_said_on_the_field(site, typed, said):
    page = _look(site, typed)
    assert page.status_code == 200
    assert said in page.text
    assert "<script>" not in page.text.replace('<script type="module"', "")


def test_codes_cannot_be_guessed_but_mistyping_costs_nothing(site, code):
    settings = site.app.extensions["settings"]
    few = replace(settings.voices, codes=2, wait_minutes=7)
    site.app.extensions["settings"] = replace(settings, voices=few)
    for _n in range(5):
        assert _look(site, "0123 4567 8907").status_code == 200
    for _n in range(2):
        assert _look(site, "0123 4567 8906").status_code == 200
    waits = _look(site, code)
    assert waits.status_code == 429
    assert "Wait 7 minutes" in waits.text
    assert "not decided yet" not in waits.text


def test_a_slip_that_was_not_used_says_so(site):
    with going_on(site.app) as life, writing(life.session) as session:
        made = slips.print_sheet(session, keys(life.settings.instance).slips, life.village, 1, life.at(0))
    assert "Nothing has been written down for this slip yet." in _look(site, made.codes[0]).text


def test_a_receipt_is_shown_for_a_while_and_to_nobody_else(site, monkeypatch):
    sent(site.reader, f"/tasks/{site.lamp}/me-too")
    assert site.reader.get("/receipt").status_code == 200
    assert reader(site.app).get("/receipt").status_code == 404
    later = store.now() + timedelta(minutes=31)
    monkeypatch.setattr(store, "now", lambda: later)
    assert site.reader.get("/receipt").status_code == 404
