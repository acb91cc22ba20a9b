"""What is typed from a card, and which PINs are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.errors import InvalidInput
from web.accounts.card_rows import in_address, of_address, of_rows, rows_of, spaced
from web.accounts.pins import check_pin, digits

SECRETS = st.binary(min_size=16, max_size=16)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(SECRETS)
def test_a_secret_comes_back_from_its_rows_and_from_its_address(secret):
    assert of_rows(rows_of(secret)) == secret
    assert of_rows([spaced(row).translate(WIDE) for row in rows_of(secret)]) == secret
    assert of_address(in_address(secret)) == secret


@given(SECRETS, st.integers(0, 3), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_in_its_row(secret, row, place, more):
    rows = rows_of(secret)
    wrong = str((int(rows[row][place]) + more) % 10)
    rows[row] = rows[row][:place] + wrong + rows[row][place + 1 :]
    with pytest.raises(InvalidInput) as refused:
        of_rows(rows)
    assert refused.value.field == f"row{row + 1}"


@given(SECRETS, st.integers(0, 3), st.integers(0, 9))
def test_two_digits_in_each_others_place_are_noticed(secret, row, place):
    rows = rows_of(secret)
    a, b = rows[row][place : place + 2]
    rows[row] = rows[row][:place] + b + a + rows[row][place + 2 :]
    if a == b:
        assert of_rows(rows) == secret
    else:
        with pytest.raises(InvalidInput):
            of_rows(rows)


@pytest.mark.parametrize("typed", ["", "1", "12345678901 2", "①2345678901", "abcdefghijk"])
def test_what_is_no_row_is_refused(typed):
    with pytest.raises(InvalidInput):
        of_rows([typed] * 4)


@pytest.mark.parametrize(
    "pin",
    [
        "111111",
        "121212",
        "123123",
        "112211",
        "123456",
        "654321",
        "890123",
        "098765",
        "112233",
        "135791",
        "560312",
        "120356",
        "031256",
        "195603",
        "202512",
        "040229",
    ],
)
def test_what_others_would_guess_is_no_pin(pin):
    with pytest.raises(InvalidInput):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["258036", "904716", "730952", "481960"])
def test_other_digits_are_a_pin(pin):
    check_pin(pin)


def test_most_pins_are_left_to_choose_from():
    def is_free(pin):
        try:
            check_pin(pin)
        except InvalidInput:
            return False
        return True

    free = sum(is_free(f"{number:06d}") for number in range(0, 10**6, 37))
    assert free / len(range(0, 10**6, 37)) > 0.88


def test_digits_are_taken_however_they_are_typed():
    assert digits(" ２5８-0 36 ") == "258036"
