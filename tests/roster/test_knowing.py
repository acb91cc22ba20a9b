"""Who knows of what was published, and what is news to whom."""

from datetime import UTC, date, datetime
from random import Random
from unittest.mock import patch

import pytest

from rotation.errors import Conflict, NotFound
from rotation.roster import knowing
from rotation.roster.changes import Notice
from rotation.roster.knowing import News, Way, know, news, take_back, who_knows
from rotation.roster.rosters import Line, Roster, Status
from rotation.store import writing
from tests.roster.conftest import NEXT, THIS, TODAY
from tests.web.feeds.published import amend, publish

NOW = datetime(2026, 1, 7, tzinfo=UTC)


@pytest.fixture
def published(session, district, people):
    """A way to put terms in force, given as (week, place, member)."""

    def put_in_force(*terms):
        with writing(session):
            return publish(session, district, [Line(*term) for term in terms], NOW).number

    return put_in_force


def told(session, district, number, member, way=Way.PHONE):
    with writing(session):
        know(session, district, number, member, way, "planner")


def test_after_the_first_publication_everybody_who_serves_has_news(session, district, published):
    assert news(session, district, today=TODAY) == []
    published((NEXT + 1, "v01", "m02"), (NEXT, "v02", "m01"), (THIS + -1, "v02", "m03"))
    assert news(session, district, today=TODAY) == [
        News("m01", (Notice(NEXT, "m01", None, "v02"),)),
        News("m02", (Notice(NEXT + 1, "m02", None, "v01"),)),
    ]


def test_whoever_was_told_has_news_only_of_what_changes_for_them(session, district, published):
    first = published((NEXT, "v01", "m01"), (NEXT, "v01", "m02"), (NEXT + 1, "v02", "m01"))
    told(session, district, first, "m01")
    told(session, district, first, "m02")
    assert news(session, district, today=TODAY) == []
    published((NEXT, "v01", "m02"), (NEXT + 1, "v01", "m01"))
    assert news(session, district, today=TODAY) == [
        News("m01", (Notice(NEXT, "m01", "v01", None), Notice(NEXT + 1, "m01", "v02", "v01")))
    ]


def test_what_is_changed_and_changed_back_is_no_news(session, district, published):
    told(session, district, published((NEXT, "v01", "m01")), "m01")
    published((NEXT, "v02", "m01"))
    published((NEXT, "v01", "m01"))
    assert news(session, district, today=TODAY) == []


def test_a_call_about_an_older_version_leaves_what_came_since(session, district, published):
    first = published((NEXT, "v01", "m01"))
    published((NEXT, "v02", "m01"))
    told(session, district, first, "m01")
    assert [one.notices[0].before for one in news(session, district, today=TODAY)] == ["v01"]


def test_a_tick_says_who_and_how_counts_once_and_can_be_taken_back(session, district, published):
    number = published((NEXT, "v01", "m01"), (NEXT, "v01", "m02"))
    told(session, district, number, "m01")
    told(session, district, number, "m01", Way.SAID)
    told(session, district, number, "m02", Way.SAID)
    roster = session.query(Roster).one()
    assert [(row.member, row.way, row.by) for row in who_knows(session, roster)] == [
        ("m02", Way.SAID, "planner"),
        ("m01", Way.PHONE, "planner"),
    ]
    with writing(session):
        take_back(session, district, number, "m01")
        take_back(session, district, number, "m02")
    assert [one.member for one in news(session, district, today=TODAY)] == ["m01"]


def test_nobody_is_told_of_a_draft_and_no_stranger_of_anything(session, district, published):
    number = published((NEXT, "v01", "m01"))
    with pytest.raises(NotFound), writing(session):
        know(session, district, number, "nobody", Way.PHONE, "planner")
    with writing(session):
        session.add(Roster(district_id=district.id, number=9, start=NEXT, weeks=1, problem="{}", status=Status.DRAFT))
    with pytest.raises(Conflict, match="draft"), writing(session):
        know(session, district, 9, "m01", Way.PHONE, "planner")


def test_the_news_of_one_are_those_that_all_are_read_with(session, district, published):
    part = (date(2026, 1, 14), date(2026, 1, 16))
    for version in (
        [(NEXT, "v01", "m01"), (NEXT, "v01", "m02"), (NEXT + 1, "v02", "m01"), (THIS + -1, "v02", "m03")],
        [(NEXT, "v01", "m02"), (NEXT + 1, "v02", "m01")],
        [(NEXT, "v01", "m02", part), (NEXT + 1, "v01", "m01"), (NEXT, "v01", "m03")],
        [(NEXT, "v01", "m03")],
    ):
        number = published(*version)
        for member in ("m01", "m02"):
            found = news(session, district, today=TODAY)
            assert news(session, district, today=TODAY, of=[member]) == [one for one in found if one.member == member]
            told(session, district, number, member)
    assert len(news(session, district, today=TODAY)) == 1


def test_small_versions_are_news_to_those_alone_whom_they_are_about(session, district, published):
    """Whatever is changed, and whoever knows of what: it is the same as if every version had been compared."""
    random, terms = Random(1), {(NEXT + week, f"m{n:02}"): "v01" for week in (0, 2) for n in range(1, 7)}
    number = published(*((week, place, member) for (week, member), place in terms.items()))
    for _ in range(30):
        (week, member), place = random.choice(list(terms.items()))
        other, elsewhere = random.choice(("m07", "m08", member)), random.choice(("v01", "v02"))
        if (week, other) not in terms or other == member:
            del terms[week, member]
            terms[week, other] = elsewhere
            with writing(session):
                out, into = Line(week, place, member), Line(week, elsewhere, other)
                number = amend(session, district, [out], [into]).number
        if random.random() < 0.1:
            number = published(*((week, place, member) for (week, member), place in terms.items()))
        told(session, district, random.randint(1, number), f"m{random.randint(1, 8):02}")
        with patch.object(knowing, "changed_seats", return_value={}):
            compared = news(session, district, today=TODAY)
        assert news(session, district, today=TODAY) == compared
    assert compared
