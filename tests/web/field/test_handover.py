"""The handover on the phone: the note and its promises, what goes over, and the signature of the team that comes."""

import re

import pytest
from markupsafe import Markup

from rotation.district.villages import village
from rotation.record import acts
from rotation.store import writing
from tests.record.field_made import HANDS, at
from tests.web.field.conftest import complain
from web.extensions import db

HANDOVER = "/field/villages/v01/weeks/2026-W02/handover"
NOTE = {"words": "路灯等镇里回话。", "promises": "周五前修好村口路灯\n\n清理沟渠"}


def test_the_note_is_written_and_signed_by_the_next_team(field):
    lead = field.come("m02")
    complain(lead)
    assert "Handover to the next team" in lead.get("/field/")
    page = lead.get(HANDOVER)
    assert "No note has been written yet." in page
    assert "1 undecided complaint or finding" in page
    assert "Write it down in a sentence." in lead.send(f"{HANDOVER}/note", words="")
    page = lead.send(f"{HANDOVER}/note", **NOTE)
    assert "清理沟渠" in page
    assert "Not signed yet" in page
    lead.post(f"{HANDOVER}/sign", status=403)
    assert "周五前修好村口路灯\n清理沟渠" in lead.get(f"{HANDOVER}/note")
    field.watch.set(7, 8)
    comes = field.come("m05")
    assert "Read and sign the handover" in comes.get("/field/")
    assert "路灯等镇里回话。" in comes.get(HANDOVER)
    page = comes.post(f"{HANDOVER}/sign")
    assert "Your team has taken the village over." in page
    assert "Signed by 队员5" in page
    assert "Read and sign" not in comes.get("/field/")
    field.watch.set(8, 20)
    again = field.come("m01")
    assert "Signed by" not in again.send(f"{HANDOVER}/note", words="还有一件。")
    field.watch.set(9, 8)
    late = field.come("m02")
    assert "is finished" in late.send(f"{HANDOVER}/note", words="太晚了。")
    assert "Change the note" not in late.get(HANDOVER)


def test_what_is_done_already_is_not_offered_as_a_promise(field):
    hand = HANDS["lead"]
    with field.app.app_context(), writing(db.session()) as session:
        home, settings = village(session, 1, "v01"), field.app.extensions["settings"]
        done, to_do = (acts.open_task(session, settings, home, hand, category="lighting", at=at(0)) for _ in range(2))
        acts.begin(session, done, hand, at=at(0))
        acts.finish(session, done, hand, "灯换好了", at=at(0))
        numbers = [done.number, to_do.number]
    page = field.come("m02").get(f"{HANDOVER}/note")
    assert [f'value="{number}"' in page for number in numbers] == [False, True]


def test_a_note_that_a_partner_changed_is_shown_beside_what_was_written(field):
    lead, partner = field.come("m02"), field.come("m01")
    lead.post(f"{HANDOVER}/note", after="0", sent_as="lead", **NOTE)
    page = partner.post(f"{HANDOVER}/note", after="0", sent_as="partner", words="水泵要看。", promises="")
    assert "changed elsewhere" in page
    assert "路灯等镇里回话。\n\n周五前修好村口路灯\n清理沟渠" in page
    assert "水泵要看。" in page
    after = re.search(r'name="after"[^>]*value="(\d+)"', page)[1]
    assert "The note is saved." in partner.post(f"{HANDOVER}/note", after=after, words="路灯、水泵。", promises="")


def test_a_signature_is_for_the_note_that_was_read(field):
    field.come("m02").send(f"{HANDOVER}/note", **NOTE)
    field.watch.set(7, 8)
    comes = field.come("m05")
    assert 'name="note" value="1"' in comes.get(HANDOVER)
    assert "Read it again" in comes.post(f"{HANDOVER}/sign", note="0", status=409)
    field.watch.set(7, 10)
    page = comes.post(f"{HANDOVER}/sign", note="1", given="2026-01-12T01:05:00.000Z")
    assert "Signed by 队员5, Mon 12 January 09:05" in Markup(page).striptags()


@pytest.mark.parametrize("given", ["", "yesterday", "2026-01-12T09:05:00", "9999-12-31T23:59:59Z"])
def test_a_moment_that_is_none_is_now(field, given):
    field.come("m02").send(f"{HANDOVER}/note", **NOTE)
    field.watch.set(7, 10)
    page = field.come("m05").post(f"{HANDOVER}/sign", note="1", given=given)
    assert "Signed by 队员5, Mon 12 January 10:00" in Markup(page).striptags()


def test_a_promise_that_is_too_long_comes_back(field):
    lead = field.come("m02")
    page = lead.send(f"{HANDOVER}/note", words="话。", promises="很" * 101)
    assert "shorten it" in page
    assert "很" * 101 in page


@pytest.mark.parametrize(
    ("login", "status"), [("m01", 200), ("m04", 200), ("m08", 403), ("committee", 403), ("warden", 403)]
)
def test_only_the_two_teams_read_it(field, login, status):
    someone = field.come(login)
    someone.get(HANDOVER, status=status)
    if login != "m01":
        someone.get(f"{HANDOVER}/note", status=403)


def test_where_no_team_comes_the_office_reads_it(field):
    field.watch.set(15)
    committee = field.come("committee")
    path = "/field/villages/v01/weeks/2026-W03/handover"
    assert "the village's office answers in between" in committee.get(path)
    committee.post(f"{path}/sign", status=403)
    field.come("neighbours").get(path, status=403)


def test_weeks_that_are_none_are_not_found(field):
    lead = field.come("m02")
    lead.get("/field/villages/v01/weeks/2026-W04/handover", status=404)
    lead.get("/field/villages/v01/weeks/2026-W99/handover", status=400)
