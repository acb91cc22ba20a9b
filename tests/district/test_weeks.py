import pytest

from rotation.district.weeks import Week
from rotation.errors import InvalidInput


@pytest.mark.parametrize("text", ["2026-W03", "2026-w3", "2026W03", " 2026-W3 "])
def test_a_week_is_read_as_people_write_it(text):
    assert str(Week.parse(text)) == "2026-W03"


@pytest.mark.parametrize("text", ["", "2026", "2026-W00", "2026-W54", "2025-W53", "0000-W01", "9999-W52", "W03"])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(InvalidInput, match="is not a week"):
        Week.parse(text)
