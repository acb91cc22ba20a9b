"""At every hour at which tests are begun, their day lasts until they are over."""

from datetime import datetime, timedelta

import pytest

from rotation.district.weeks import CHINA
from rotation.store import now
from tests.daytime import LONGEST, keep_clear_of_midnight


@pytest.mark.parametrize(("hour", "is_ahead"), [(0, False), (12, False), (21, False), (22, True), (23, True)])
def test_the_clock_is_put_ahead_where_midnight_is_near(monkeypatch, hour, is_ahead):
    monkeypatch.setattr("rotation.store.datetime", datetime)
    keep_clear_of_midnight(monkeypatch, datetime(2026, 1, 5, hour, 1, tzinfo=CHINA))
    ahead = now() - datetime.now(CHINA)
    assert abs(ahead - LONGEST * is_ahead) < timedelta(minutes=1)
