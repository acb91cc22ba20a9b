"""Search by number, by words of one character and more, by village, category and state; page by page."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from rotation.district.villages import District
from rotation.record.searching import Searchable, grams_of
from rotation.record.tasks import Task
from rotation.store import writing
from tests.board import boards_made as made
from tests.web.public.village_site import going_on, lived, lived_template, site, task_in

__all__ = ["lived", "lived_template", "site"]


def _found(page):
    return re.findall(r'href="/tasks/(\d{9})"', page)


@pytest.mark.parametrize("words", ["灯", "路灯", "村口 两盏", "灯泡", "路灯坏"])
def test_words_of_one_character_and_more_are_found(site, words):
    assert _found(site.reader.get("/search", query_string={"words": words}).text) == [site.lamp]


@pytest.mark.parametrize("words", ["不该", made.SILENT, "队员4", "13912345678", "'\" OR 1", "％"])
def test_what_is_not_public_is_not_found_and_nothing_breaks(site, words):
    page = site.reader.get("/search", query_string={"words": words})
    assert page.status_code == 200
    assert _found(page.text) == []
    assert "Nothing was found." in page.text


def test_without_words_everything_is_listed(site):
    page = site.reader.get("/search").text
    assert _found(page) == [site.quiet, site.lamp]
    assert "1 text not released yet" in page


@pytest.mark.parametrize("typed", ["{0} {1} {2}", "{0}{1}{2}", "{0}-{1}-{2}"])
def test_a_number_leads_to_its_task(site, typed):
    said = typed.format(site.lamp[:3], site.lamp[3:6], site.lamp[6:])
    answer = site.reader.get("/search", query_string={"words": said})
    assert answer.headers["Location"] == f"/tasks/{site.lamp}"


def test_a_mistyped_number_says_so(site):
    wrong = site.lamp[:-1] + str((int(site.lamp[-1]) + 1) % 10)
    for typed, said in ((wrong, "is mistyped"), (site.lamp[:-1], "has 9 digits"), (f"{site.lamp}1", "has 9 digits")):
        page = site.reader.get("/search", query_string={"words": typed}).text
        assert said in page
        assert f'value="{typed}"' in page  # to be mended, not typed anew
        assert "Nothing was found." not in page


def test_the_code_of_a_slip_leads_to_what_became_of_it(site):
    answer = site.reader.get("/search", query_string={"words": "0123 4567 8906"})
    assert answer.headers["Location"] == "/slips?code=012345678906"


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"village": "v01"}, 2),
        ({"village": "v02"}, 0),
        ({"category": "waste"}, 1),
        ({"state": "under_way"}, 1),
        ({"state": "confirmed"}, 0),
        ({"state": "nonsense", "category": "nonsense", "village": "nonsense", "before": "nonsense"}, 2),
        ({"before": "000000000"}, 0),
    ],
)
def test_it_is_narrowed_down(site, asked, numbers):
    assert len(_found(site.reader.get("/districts/qixia/search", query_string=asked).text)) == numbers


def test_many_are_shown_page_by_page(site):
    with going_on(site.app) as life, writing(life.session) as session:
        like = {
            column.name: getattr(task_in(session, site.lamp), column.name)
            for column in Task.__table__.columns
            if column.name != "number"
        }
        numbers = [f"25{n:06}0" for n in range(45)]
        session.execute(insert(Task), [like | {"number": one, "title": None, "summary": None} for one in numbers])
        session.execute(
            insert(Searchable), [{"id": int(one), "task": one, "grams": grams_of(["路灯"])} for one in numbers]
        )
    seen, address = [], "/search?words=路灯"
    while address:
        page = site.reader.get(address).text
        seen += _found(page)
        more = re.search(r'govuk-button--secondary" href="([^"]*)"', page)
        address = more and more[1].replace("&amp;", "&")
    assert seen == [site.lamp, *reversed(numbers)]


def test_of_several_districts_one_is_chosen_and_nothing_typed_is_lost(site):
    with going_on(site.app) as life, writing(life.session) as session:
        session.add(District(code="pukou", name="浦口区", name_en="Pukou"))
    page = site.reader.get("/search?words=路灯").text
    assert re.search(r'href="/districts/qixia/search\?words=%E8%B7%AF%E7%81%AF"', page)
    assert "Nothing was found." in site.reader.get("/districts/pukou/search?words=路灯").text


def test_an_overdue_task_is_marked(site, monkeypatch):
    monkeypatch.setattr("web.public.search.today", lambda: datetime(2027, 1, 1, tzinfo=UTC).date())
    assert "overdue" in site.reader.get("/search").text
