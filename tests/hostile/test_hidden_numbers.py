"""Numbers in fields that nobody fills in, altered by somebody who does."""

import pytest

from web.numbers import LARGEST, stated


@pytest.mark.parametrize("said", [None, "", "x", "-1", "1.5", "9" * 5000, str(LARGEST + 1), "NaN", "1-1"])
def test_a_hidden_number_that_is_none_is_taken_for_left_out(said):
    assert stated(said) is None


@pytest.mark.parametrize("said", [0, 7, LARGEST])
def test_a_hidden_number_is_what_it_says(said):
    assert stated(str(said)) == said
