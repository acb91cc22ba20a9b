"""Open data: Atom that feed readers take, JSON and CSV that hold everything public and nothing else."""

import csv
import io

import pytest
from defusedxml import ElementTree

from rotation.record import acts, slips, task_texts, verdicts, voices
from rotation.record.follow_ups import FollowUp
from rotation.record.task_texts import Why
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.board import boards_made as made
from tests.record.life_made import COMMITTEE, NEXT, VILLAGER
from tests.web.public.village_site import going_on, lived, lived_template, site, task_in

__all__ = ["lived", "lived_template", "site"]
ATOM = "{http://www.w3.org/2005/Atom}"
PLACES = ["/districts/qixia", "/districts/qixia/villages/v01"]


def _entitle(site, title):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.quiet)
        entry = task_texts.write(session, task, NEXT, title=title, at=life.at(8))
        task_texts.release(session, task, NEXT, [entry.values["title"]], at=life.at(8))


@pytest.mark.parametrize("place", PLACES)
def test_the_feed_has_what_changed_last_first(site, place):
    answer = site.reader.get(f"{place}/tasks.atom")
    again = site.reader.get(f"{place}/tasks.atom")
    assert (again.data, again.content_type) == (answer.data, answer.content_type)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    titles = [entry.find(f"{ATOM}title").text for entry in entries]
    assert len(entries) == 2
    assert any(made.TITLE in title for title in titles)
    updated = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert feed.find(f"{ATOM}updated").text == updated[0] == max(updated)
    for entry in entries:
        assert entry.find(f"{ATOM}id").text.startswith("http://127.0.0.1:8000/tasks/")
    assert made.SILENT not in answer.text


def test_odd_characters_stay_xml(site):
    _entitle(site, "<b>&\ufffe\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))
    feed = ElementTree.fromstring(site.reader.get("/districts/qixia/tasks.atom").data)
    assert any("<b>&😀" in title.text for title in feed.iter(f"{ATOM}title"))


@pytest.mark.parametrize("place", PLACES)
def test_json_holds_everything_public_of_each_task(site, place):
    answer = site.reader.get(f"{place}/tasks.json")
    assert made.SILENT not in answer.text
    assert "队员" not in answer.text
    assert answer.json["ledger"] == {name: site.reader.get("/ledger.json").json[name] for name in ("size", "root")}
    lamp, quiet = answer.json["tasks"]
    assert (lamp["number"], lamp["title"], lamp["me_too"]) == (site.lamp, made.TITLE, 1)
    assert (lamp["questions"], lamp["answered"], lamp["village"]) == (2, 1, "v01")
    assert (lamp["wanted"], lamp["offered"], lamp["helped"]) == (3, 2, 2)
    assert {made.REPORT, made.QUESTION, made.ANSWER, made.CALL} == {text["content"] for text in lamp["texts"]}
    assert lamp["responsible"] == "v01:2026-W03"
    assert (quiet["title"], quiet["unreleased"], quiet["texts"]) == (None, 1, [])


def test_what_villagers_say_of_it_is_counted_with_a_code_and_without(site):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        acts.finish(session, task, NEXT, "修好了", at=life.at(8))
        [asked, *_others] = voices.of_task(session, FollowUp, site.lamp)
        slip = slips.receipt(session, b"k" * 32, life.village.id, life.at(8)).slip
        asked.slip = slip.mark
        for speaker, content in ((Speaker(VILLAGER, slip), 4), (Speaker(VILLAGER), 1)):
            said = Judgement(Solved.PARTLY, content)
            verdicts.judge(session, life.settings, speaker, task, said, life.at(9))
    lamp = site.reader.get("/districts/qixia/tasks.json").json["tasks"][0]
    assert (lamp["solved_partly"], lamp["without_code"]) == (1, 1)
    assert [lamp[f"content_{number}"] for number in range(1, 6)] == [0, 0, 0, 1, 0]


def test_json_of_a_village_without_tasks_is_whole(site):
    found = site.reader.get("/districts/qixia/villages/v02/tasks.json").json
    assert (found["village"], found["tasks"]) == ("v02", [])


def test_csv_is_for_spreadsheets_and_starts_no_formula(site):
    _entitle(site, "=HYPERLINK(1)")
    answer = site.reader.get("/districts/qixia/tasks.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfnumber,")
    assert answer.data.count(b"\xef\xbb\xbf") == 1
    lamp, quiet = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert (lamp["number"], lamp["title"], lamp["pressing"]) == (site.lamp, made.TITLE, "0")
    assert quiet["title"] == "'=HYPERLINK(1)"


def test_what_comes_in_pieces_is_the_same(site, monkeypatch):
    addresses = [f"{place}/tasks.{ending}" for place in PLACES for ending in ("json", "csv")]
    whole = [site.reader.get(address).data for address in addresses]
    monkeypatch.setattr("rotation.board.task_lists.AT_ONCE", 1)
    pieces = [site.reader.get(address).data for address in addresses]
    assert [one.replace(b",\n{", b",{") for one in pieces] == [one.replace(b",\n{", b",{") for one in whole]


def test_a_text_that_was_withdrawn_is_counted(site):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        task_texts.withdraw(session, task, COMMITTEE, [task.title], why=Why.ASKED, at=life.at(8))
    lamp = site.reader.get("/districts/qixia/tasks.json").json["tasks"][0]
    assert (lamp["title"], lamp["withdrawn"]) == (None, 1)


@pytest.mark.parametrize("ending", ["atom", "json", "csv"])
def test_what_is_known_is_not_sent_again_until_something_happens(site, ending):
    address = f"/districts/qixia/tasks.{ending}"
    mark = site.reader.get(address).headers["ETag"]
    assert site.reader.get(address, headers={"If-None-Match": mark}).status_code == 304
    with going_on(site.app) as life, writing(life.session) as session:
        voices.me_too(session, Speaker(VILLAGER), task_in(session, site.lamp), life.at(9))
    assert site.reader.get(address, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize("ending", ["atom", "json", "csv"])
def test_where_there_is_nothing_that_is_said(site, ending):
    assert site.reader.get(f"/districts/nowhere/tasks.{ending}").status_code == 404
    assert site.reader.get(f"/districts/qixia/villages/nowhere/tasks.{ending}").status_code == 404


def test_every_file_is_linked_from_the_district_s_page(site):
    assert 'href="/districts/qixia/data"' in site.reader.get("/").text
    page = site.reader.get("/districts/qixia/data").text
    for place in PLACES:
        for ending in ("atom", "json", "csv"):
            assert f'href="{place}/tasks.{ending}"' in page
