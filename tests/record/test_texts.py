"""What people type and paste: kept as they mean it, and harmless beside what others wrote."""

import pytest

from rotation.errors import InvalidInput
from rotation.record.texts import line, text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 桥断了\r\n请快来\r", "桥断了\n请快来"),
        ("第一\t第二\u2028第三", "第一 第二\n第三"),
        ("\u202e了断桥\u202c", "了断桥"),
        ("\u2067桥\u2069\u200f断", "桥断"),
        ("👍🏽 谢谢👨\u200d👩\u200d👧", "👍🏽 谢谢👨\u200d👩\u200d👧"),
        ("𠮷村", "𠮷村"),
    ],
)
def test_what_is_pasted_is_kept_without_what_turns_the_text_beside_it(typed, kept):
    assert text("words", typed) == kept


@pytest.mark.parametrize("typed", ["", " \n ", "\u200b\u200b", "\u202e\u202c", "\u3000", "\ufeff"])
def test_what_shows_nothing_is_empty(typed):
    with pytest.raises(InvalidInput, match="must not be empty"):
        text("words", typed)
    assert line("place", typed) == ""


@pytest.mark.parametrize("typed", ["桥\x00断", "\ud800桥", "桥\x1b[31m"])
def test_what_cannot_be_stored_is_told(typed):
    for check in (text, line):
        with pytest.raises(InvalidInput, match="type it again"):
            check("words", typed)


def test_a_line_is_one_line_and_tabs_in_it_are_spaces():
    assert line("place", "三组\t东头") == "三组 东头"
    with pytest.raises(InvalidInput, match="line break"):
        line("place", "三组\n东头")
