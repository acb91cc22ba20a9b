"""Days, weeks and names as people read them."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from rotation.district.villages import District
from rotation.district.weeks import Week
from web import dates

WEEK = Week(date(2026, 1, 5))


@pytest.fixture
def read(app, monkeypatch):
    """A function that shows something to a reader of a language, in the year 2026."""
    monkeypatch.setattr(dates, "today", lambda: date(2026, 6, 1))

    def show(language, function, *args):
        with app.test_request_context("/", headers={"Cookie": f"lang={language}"}):
            return function(*args)

    return show


@pytest.mark.parametrize(
    ("function", "value", "chinese", "english"),
    [
        (dates.day, date(2026, 1, 5), "1月5日(周一)", "Mon 5 January"),
        (dates.day, date(2027, 1, 5), "2027年1月5日(周二)", "Tue 5 January 2027"),
        (dates.short_day, date(2026, 1, 5), "1月5日", "5 Jan"),
        (dates.weekday, 7, "周日", "Sunday"),
        (dates.moment, datetime(2026, 1, 4, 20, 30, tzinfo=UTC), "1月5日(周一) 04:30", "Mon 5 January 04:30"),
        (dates.local_name, District(name="栖霞区", name_en="Qixia"), "栖霞区", "Qixia"),
        (dates.local_name, District(name="栖霞区", name_en=""), "栖霞区", "栖霞区"),
        (dates.skill_name, "no-such-skill", "no-such-skill", "no-such-skill"),
        (dates.listed, ["道路", "水利"], "道路、水利", "道路, 水利"),
        (dates.listed, [], "", ""),
    ],
)
def test_things_are_written_as_they_are_read(read, function, value, chinese, english):
    assert read("zh_Hans", function, value) == chinese
    assert read("en", function, value) == english


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([1, 2, 3, 4, 5], "Monday to Friday"),
        ([5, 1, 3], "Monday, Wednesday, Friday"),
        ([6, 7], "Saturday, Sunday"),
        ([2], "Tuesday"),
        ([], ""),
    ],
)
def test_weekdays_in_a_row_are_told_by_the_first_and_the_last(read, days, words):
    assert read("en", dates.weekdays, days) == words


def test_a_week_is_told_by_its_days_and_its_number(read):
    assert read("en", dates.week_days, WEEK) == "Mon 5 January to Sun 11 January"
    assert read("en", dates.week_number, WEEK) == "week 2 of 2026"


def test_skills_have_the_names_of_the_settings(app, read):
    code, skill = next(iter(app.extensions["settings"].skills.items()))
    assert (read("zh_Hans", dates.skill_name, code), read("en", dates.skill_name, code)) == (skill.zh, skill.en)


@pytest.mark.parametrize(
    ("first", "last", "chinese", "english"),
    [
        (date(2026, 1, 5), date(2026, 1, 5), "1月5日(周一)", "Mon 5 January"),
        (date(2026, 1, 5), date(2026, 1, 6), "1月5日(周一)至1月6日(周二)", "Mon 5 January to Tue 6 January"),
        (date(2027, 1, 5), date(2027, 1, 6), "2027年1月5日(周二)至1月6日(周三)", "Tue 5 January to Wed 6 January 2027"),
        (
            date(2026, 12, 28),
            date(2027, 1, 3),
            "12月28日(周一)至2027年1月3日(周日)",
            "Mon 28 December to Sun 3 January 2027",
        ),
    ],
)
def test_a_period_says_its_year_once_and_a_single_day_alone(read, first, last, chinese, english):
    assert read("zh_Hans", dates.period, first, last) == chinese
    assert read("en", dates.period, first, last) == english


@pytest.mark.parametrize(
    ("language", "sentence", "whole"),
    [
        ("zh_Hans", "从1月5日(周一)至1月11日(周日)。", ["1月5日(周一)至", "1月11日(周日)"]),
        ("zh_Hans", "2027年1月5日(周二)14:30，共3日；1月6日前", ["2027年1月5日(周二)", "1月6日前"]),
        ("en", "From Mon 5 January to Sun 3 January 2027.", ["Mon 5 January", "Sun 3 January 2027"]),
        ("en", "5 Jan: 3 members, 12 villages", ["5 Jan"]),
        ("en", "5 < 6", []),
        ("en", "3 Marrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrs, 5 Jan村", ["5 Jan"]),
        ("en", '<script title="5 Jan">3 June</script>', ["5 Jan", "3 June"]),
    ],
)
def test_no_line_ends_within_a_day_that_a_sentence_names(read, language, sentence, whole):
    marked = read(language, dates.unbroken, sentence)
    assert re.findall(r'<span class="whole">([^<]*)</span>', marked) == whole
    assert marked.striptags() == sentence


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_pages_mark_every_day_that_they_show(read, language):
    page = "{{ period(*days) }}|{{ days|map('day')|listed }}|{{ _('until %(day)s', day=days[0]|day) }}|{{ days|days }}"
    shown = read(language, lambda: render_template_string(page, days=(date(2026, 1, 5), date(2026, 1, 6))))
    assert shown.count('<span class="whole">') == 7
    assert "&lt;" not in shown


def test_days_in_a_row_are_told_by_the_first_and_the_last(read):
    monday, wednesday, thursday = (date(2026, 1, day) for day in (5, 7, 8))
    assert read("en", dates.days, [monday, date(2026, 1, 6), wednesday]) == "Mon 5 January to Wed 7 January"
    assert read("en", dates.days, [monday, wednesday, thursday]) == "Mon 5 January, Wed 7 January, Thu 8 January"


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("休息日（由 2026-01-04 调休）", "休息日（由1月4日调休）", "休息日（由 4 Jan 调休）"),
        ("2026-13-40", "2026-13-40", "2026-13-40"),
        ("元旦", "元旦", "元旦"),
    ],
)
def test_a_day_in_a_stored_text_is_read_as_any_other(read, name, chinese, english):
    assert (read("zh_Hans", dates.in_words, name), read("en", dates.in_words, name)) == (chinese, english)
