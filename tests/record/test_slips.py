"""Codes that can be said, typed and noticed when mistyped, and that the database does not know."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.record import slips
from rotation.store import writing

KEY = b"k" * 32
codes = st.builds(slips.new_code)


@given(codes, st.sampled_from(["{}", " {} ", "\t{}"]))
def test_a_code_is_read_however_it_is_typed(code, around):
    full_width = code.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    for typed in (code, slips.spoken(code), slips.spoken(code).replace(" ", "-"), full_width):
        assert slips.parse(around.format(typed)) == code


@given(codes, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code, place, by):
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    with pytest.raises(InvalidInput, match="mistyped"):
        slips.parse(wrong)


@given(codes, st.integers(0, 10))
def test_two_digits_that_changed_places_are_noticed(code, place):
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(InvalidInput, match="mistyped"):
            slips.parse(wrong)


@pytest.mark.parametrize("typed", ["", "12", "1" * 13, "abcdefghijkl", "１２", "٣" * 12, "\ud800"])
def test_what_is_no_code_is_said_to_be_none(typed):
    with pytest.raises(InvalidInput, match="12 digits"):
        slips.parse(typed)


def test_a_sheet_has_codes_of_its_own_and_the_next_number(session, field):
    with writing(session):
        first, second = (slips.print_sheet(session, KEY, field.v1, 20) for _n in range(2))
        other = slips.print_sheet(session, KEY, field.v2, 1)
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert len({*first.codes, *second.codes}) == 40
    assert slips.spoken("012345678906") == "0123 4567 8906"


def test_the_example_that_is_shown_is_a_code():
    with pytest.raises(InvalidInput) as told:
        slips.parse("1")
    example = re.search(r"\d[\d ]{12}\d", told.value.template)
    assert slips.parse(example[0]) == "012345678906"


def test_no_code_stands_in_the_database(session, field):
    with writing(session):
        sheet = slips.print_sheet(session, KEY, field.v1, 5)
        receipt = slips.receipt(session, KEY, field.v1.id).code
    stored = str(session.execute(text("SELECT * FROM slip")).all())
    assert not any(code in stored for code in (*sheet.codes, receipt))
    assert slips.slip(session, KEY, receipt).sheet is None
    with pytest.raises(NotFound):
        slips.slip(session, b"another key", receipt)


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_sheet_is_neither_empty_nor_endless(session, field, count):
    with writing(session), pytest.raises(InvalidInput):
        slips.print_sheet(session, KEY, field.v1, count)


def test_a_slip_of_another_village_and_one_never_printed_are_refused(session, field):
    with writing(session):
        sheet = slips.print_sheet(session, KEY, field.v1, 1)
    for typed in (sheet.codes[0], slips.new_code()):
        with pytest.raises(InvalidInput, match="村v02"):
            slips.slip_of_village(session, KEY, typed, field.v2)
    with pytest.raises(NotFound):
        slips.slip(session, KEY, slips.new_code())


def test_a_slip_leads_to_one_thing(session, field):
    with writing(session):
        row = slips.receipt(session, KEY, field.v1.id).slip
        slips.use(session, row, "a")
        slips.use(session, row, "a")
        with pytest.raises(Conflict):
            slips.use(session, row, "b")
