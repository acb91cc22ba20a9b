"""A task's page: what is released, what is not, who is responsible, and every entry with its number."""

import re

import pytest

from rotation.record import acts, money, task_texts, verdicts
from rotation.record.task_texts import Use, Why
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.board import boards_made as made
from tests.record.life_made import COMMITTEE, LEAD, NEXT, VILLAGER
from tests.web.public.village_site import going_on, lived, lived_template, site, task_in

__all__ = ["lived", "lived_template", "site"]


def _page(site, number=None):
    return site.reader.get(f"/tasks/{number or site.lamp}").text


def test_everything_released_stands_there_and_nothing_else(site):
    page = _page(site)
    for one in (made.TITLE, made.REPORT, made.QUESTION, made.ANSWER, made.CALL, made.HELPER):
        assert one in page
    assert made.SILENT not in page
    assert "13912345678" not in page
    assert "2 have offered to help; 2 have helped" in page
    assert "1 has said: me too" in page


def test_what_nobody_has_released_is_counted(site):
    page = _page(site, site.quiet)
    assert "<h1>Task on waste and cleaning</h1>" in page
    assert made.SILENT not in page
    assert "1 text or photo on this task is not released for the public yet." in page


def test_who_is_responsible_is_named_only_with_consent(site):
    assert "队员4" in _page(site)  # the lead of the second week agreed
    with going_on(site.app) as life:
        made.name_in_public(life, "m04", agreed=False)
    assert "队员4" not in _page(site)
    assert "secretary 1" in _page(site)


def test_each_entry_stands_there_with_its_number_and_its_proof(site):
    page = _page(site)
    numbers = [int(one) for one in re.findall(r"/ledger/(\d+)/inclusion.json", page)]
    assert numbers == sorted(numbers, reverse=True)
    for number in numbers:
        assert site.reader.get(f"/ledger/{number}/inclusion.json").json["number"] == number
    assert "to be done by" in page


def test_a_long_history_is_shown_in_parts(site, monkeypatch):
    monkeypatch.setattr("rotation.board.task_pages.MOST_HAPPENED", 3)
    seen, address = [], f"/tasks/{site.lamp}"
    while address:
        page = site.reader.get(address).text
        seen += re.findall(r"/ledger/(\d+)/inclusion.json\">entry", page)
        more = re.search(r'href="(/tasks/\d+\?before=\d+)"', page)
        address = more and more[1]
    assert len(seen) == len(set(seen)) > 6
    assert site.reader.get(f"/tasks/{site.lamp}?before=x").status_code == 200


@pytest.mark.parametrize("typed", ["{0} {1} {2}", "{0}-{1}-{2}", "{0}　{1}　{2}"])
def test_a_number_typed_in_another_way_leads_to_the_page(site, typed):
    parts = [site.lamp[:3], site.lamp[3:6], site.lamp[6:]]
    answer = site.reader.get(f"/tasks/{typed.format(*parts)}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tasks/{site.lamp}")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in site.lamp)
    assert site.reader.get(f"/tasks/{wide}").headers["Location"] == f"/tasks/{site.lamp}"


def test_a_mistyped_number_says_so_and_one_that_is_none_too(site):
    wrong = site.lamp[:-1] + str((int(site.lamp[-1]) + 1) % 10)
    page = site.reader.get(f"/tasks/{wrong}")
    assert page.status_code == 400
    assert "is mistyped" in page.text
    assert 'href="/search"' in page.text
    assert site.reader.get("/tasks/abc").status_code == 400
    assert site.reader.get("/tasks/260009999").status_code in {400, 404}


def test_what_was_withdrawn_says_by_which_entry(site):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        entry = task_texts.withdraw(session, task, COMMITTEE, [task.title], why=Why.MISTAKE, at=life.at(8))
        number = entry.number
    page = _page(site)
    assert made.TITLE not in page
    assert f"by entry {number}" in page
    assert "it was a mistake" in page


def test_a_task_that_was_joined_leads_to_the_other(site):
    with going_on(site.app) as life, writing(life.session) as session:
        acts.join(session, task_in(session, site.quiet), NEXT, task_in(session, site.lamp), at=life.at(8))
    assert f'href="/tasks/{site.lamp}"' in _page(site, site.quiet)
    assert f'href="/tasks/{site.quiet}"' in _page(site)
    assert f'href="/tasks/{site.quiet}/question"' not in _page(site, site.quiet)


def test_money_and_verdicts_stand_there_in_plain_counts(site):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        money.ask(session, task, NEXT, 120050, made.SILENT, at=life.at(8))
        money.spend(session, task, NEXT, 5000, made.SILENT, at=life.at(8))
        acts.finish(session, task, NEXT, made.SILENT, at=life.at(9))
        for solved in (Solved.NO, Solved.YES):
            said = Judgement(solved, 4)
            verdicts.judge(session, life.settings, Speaker(VILLAGER), task, said, life.at(10))
    page = _page(site)
    assert "asked for: 1,200.50 yuan" in page
    assert "more than was granted" in page
    cells = re.findall(r'<th scope="row">(\w[\w ]*)</th><td class="number">(\d)</td><td class="number">(\d)</td>', page)
    assert cells == [("solved", "0", "1"), ("partly", "0", "0"), ("not solved", "0", "1")]
    assert made.SILENT not in page
    assert f'href="/tasks/{site.lamp}/verdict"' in page


def test_photos_are_shown_once_they_are_released(site):
    with going_on(site.app) as life, writing(life.session) as session:
        task = task_in(session, site.lamp)
        before, after = (
            task_texts.add_photo(session, task, NEXT, sign * 64, use=use, at=life.at(8))
            for sign, use in (("a", Use.BEFORE), ("b", Use.AFTER))
        )
        task_texts.release(session, task, COMMITTEE, [after.values["photo"]], at=life.at(8))
        assert before.number < after.number
    page = _page(site)
    assert f'src="/photos/{"b" * 64}.jpg"' in page
    assert "a" * 64 not in page


def test_both_languages_say_everything(site):
    site.reader.set_cookie("lang", "zh_Hans")
    page = _page(site)
    assert made.TITLE in page
    assert "%(" not in page
    assert LEAD.member not in page
