import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.errors import InvalidInput
from rotation.record.numbers import number_of, parse, spoken

NUMBERS = st.builds(number_of, st.integers(2000, 2099), st.integers(1, 999_999))


@given(NUMBERS)
def test_a_number_is_nine_digits_and_is_read_as_it_is_said(number):
    assert len(number) == 9
    assert parse(number) == parse(spoken(number)) == number


@given(NUMBERS, st.integers(0, 8), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_noticed(number, at, digit):
    if number[at] != digit:
        with pytest.raises(InvalidInput, match="mistyped"):
            parse(number[:at] + digit + number[at + 1 :])


@given(NUMBERS, st.integers(0, 7))
def test_two_digits_that_changed_places_are_noticed(number, at):
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if swapped != number:
        with pytest.raises(InvalidInput, match="mistyped"):
            parse(swapped)


@pytest.mark.parametrize(
    "typed", ["２６０ ００１ ２３３", "260-001-233", " 260　001　233 ", "260、001、233", "260–001–233"]
)
def test_any_keypad_will_do(typed):
    assert parse(typed) == "260001233"


@pytest.mark.parametrize("typed", ["", "26000123", "2600012333", "26000123a", "二六〇〇〇一二三三", "x" * 9999])
def test_what_is_no_number_is_told_so(typed):
    with pytest.raises(InvalidInput):
        parse(typed)


def test_the_example_that_is_shown_is_a_number():
    with pytest.raises(InvalidInput) as told:
        parse("1")
    assert parse(re.search(r"\d[\d ]{9}\d", told.value.template)[0]) == "260001233"


def test_numbers_are_given_one_after_the_other_in_each_year(session):
    from rotation.record.numbers import next_number

    assert next_number(session, date(2026, 1, 1)) == number_of(2026, 1) == "260000019"
