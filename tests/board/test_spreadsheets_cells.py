"""What single cells say: tolerant of how people write, and exact about what is wrong."""

from datetime import date, datetime, time

import pytest

from rotation.board import spreadsheets
from rotation.board.spreadsheets.commas import guarded, unguarded
from rotation.district.offices import Level
from rotation.district.training import Course
from rotation.district.weeks import DayKind, Week
from rotation.errors import InvalidInput


@pytest.fixture
def cell(settings):
    """Reads one value as the cell of a column."""
    layout = spreadsheets.sheets_of(settings.skills)

    def value(sheet, column, raw):
        return layout[sheet].by_key[column].kind.read(raw)

    return value


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("13800138000", "13800138000"),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        (1.38e10, "13800000000"),
        ("1.3800138123E+10", "13800138123"),
        ("１３８００１３８０００", "13800138000"),
        (" 025-1234567 ", "025-1234567"),
    ],
)
def test_phones_are_read_however_the_spreadsheet_kept_them(cell, raw, phone):
    assert cell("members", "phone", raw) == phone


def test_a_phone_that_lost_digits_is_not_guessed(cell):
    with pytest.raises(InvalidInput, match="last digits"):
        cell("members", "phone", "1.38E+10")


@pytest.mark.parametrize(
    "raw",
    [
        date(2026, 1, 5),
        datetime(2026, 1, 5, 0, 0),  # noqa: DTZ001 - as a spreadsheet has it
        "2026-01-05",
        "2026/1/5",
        "2026.1.5",
        "2026年1月5日",
        "２０２６年１月５日",
        "20260105",
        20260105,
        "2026-01-05 00:00:00",
        " 2026-1-5 ",
    ],
)
def test_dates_are_read_in_every_usual_form(cell, raw):
    assert cell("leave", "first_day", raw) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "raw", ["5/1/2026", "2026-13-01", "2026-02-30", "明天", 46027, 3.5, True, time(8, 30), "26-1-5"]
)
def test_what_is_no_date_is_said(cell, raw):
    with pytest.raises(InvalidInput, match="is not a date; write it like 2026-01-05"):
        cell("leave", "first_day", raw)


@pytest.mark.parametrize("raw", ["2026-W03", "2026w3", "2026W03", "2026年第3周", "2026-01-12", date(2026, 1, 12)])
def test_weeks_are_read_by_number_or_monday(cell, raw):
    assert cell("past", "week", raw) == Week.parse("2026-W03")


def test_a_day_that_is_no_monday_is_answered_with_the_monday(cell):
    with pytest.raises(InvalidInput, match=r"2026-01-13 is not a Monday.*2026-01-12.*2026-W03"):
        cell("past", "week", "2026-01-13")


@pytest.mark.parametrize("raw", ["2026-W54", "第三周", "2026"])
def test_what_is_no_week_is_said(cell, raw):
    with pytest.raises(InvalidInput, match="is not a week"):
        cell("past", "week", raw)


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ("是", True),
        ("否", False),
        ("是 yes", True),
        ("NO", False),
        ("true", True),
        (True, True),
        (False, False),
        (1, True),
        (0.0, False),
        ("１", True),
        ("Y", True),
        ("×", False),
    ],
)
def test_yes_and_no_are_read_in_both_languages(cell, raw, flag):
    assert cell("members", "named_in_public", raw) is flag


@pytest.mark.parametrize(
    ("sheet", "column", "raw", "value"),
    [
        ("members", "roles", "小组，机动队员", ["team", "troubleshooter"]),
        ("members", "roles", "Troubleshooter", ["troubleshooter"]),
        ("members", "skills", "道路、mediation;LAW", ["law", "mediation", "roads"]),
        ("members", "skills", "无", []),
        ("members", "disliked_weeks", "2026-W03、2026/1/19", ["2026-W03", "2026-W04"]),
        ("members", "disliked_weeks", date(2026, 1, 12), ["2026-W03"]),
        ("members", "max_km", "１２.５", 12.5),
        ("members", "max_terms", "1,000", 1000),
        ("members", "max_terms", 6.0, 6),
        ("members", "code", " Ｍ００１ ", "m001"),
        ("members", "code", 7.0, "7"),
        ("members", "name", 12, "12"),
        ("villages", "hearing_days", "周一至周五", [1, 2, 3, 4, 5]),
        ("villages", "hearing_days", "Mon, Wed 5", [1, 3, 5]),
        ("villages", "hearing_days", "一、三、日", [1, 3, 7]),
        ("villages", "hearing_time", time(8, 30), "08:30"),
        ("villages", "hearing_time", "8：30", "08:30"),
        ("villages", "hearing_time", "9点", "09:00"),
        (
            "villages",
            "wants",
            "*: mediation; 2026-W03: roads 调解",
            {"*": ["mediation"], "2026-W03": ["mediation", "roads"]},
        ),
        ("villages", "wants", "每周：道路\n2026/1/12：law", {"*": ["roads"], "2026-W03": ["law"]}),
        ("offices", "level", "街道", Level.TOWNSHIP),
        ("offices", "level", "village", Level.VILLAGE),
        ("training", "course", "组长培训", Course.LEAD),
        ("days", "kind", "调休", DayKind.WORKDAY),
        ("days", "kind", "放假 holiday", DayKind.HOLIDAY),
    ],
)
def test_words_lists_and_numbers_are_read_in_both_languages(cell, sheet, column, raw, value):
    assert cell(sheet, column, raw) == value


@pytest.mark.parametrize(
    ("sheet", "column", "raw", "words"),
    [
        ("members", "roles", "boss", "choose from: 小组 team, 机动队员 troubleshooter"),
        ("members", "skills", "flying", "choose from: 道路 roads"),
        ("members", "lat", "north", "is not a number"),
        ("members", "lat", True, "is not a number"),
        ("members", "lat", "nan", "cannot"),
        ("members", "lat", 1e300, "cannot"),
        ("members", "max_terms", 2.5, "must be a whole number"),
        ("members", "name", datetime(2026, 1, 5), "format the cell as text"),  # noqa: DTZ001 - as above
        ("members", "code", True, "format the cell as text"),
        ("villages", "hearing_days", "someday", "is not a day of the week"),
        ("villages", "hearing_time", "25:00", "is not a time"),
        ("villages", "wants", "roads", "is not a week with its skills"),
        ("villages", "wants", "*: flying", "choose from"),
        ("villages", "wants", "soon: roads", "is not a week"),
        ("villages", "population", "许多", "is not a number"),
        ("members", "max_terms", float("inf"), "cannot"),
    ],
)
def test_a_wrong_value_is_said_with_how_to_mend_it(cell, sheet, column, raw, words):
    with pytest.raises(InvalidInput) as caught:
        cell(sheet, column, raw)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["=1", "+86", "-x", "@a", "'=1", "''@", "'x", "x", "", "＝1"])
def test_the_guard_comes_off_as_it_went_on(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "＝"))
