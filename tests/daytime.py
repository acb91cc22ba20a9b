"""The day on which tests run does not end while they do: what one of them planned for today is still for today then."""

from datetime import UTC, datetime, timedelta

import pytest

from rotation import store
from rotation.district import weeks

LONGEST = timedelta(hours=2)  # that a run takes, on a busy machine


class Ahead(datetime):
    """The time as it will be when the run is over."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + LONGEST


def keep_clear_of_midnight(patch: pytest.MonkeyPatch, now: datetime | None = None) -> None:
    """Where midnight in China comes within a run, the programme goes by a clock in this process that is past it."""
    there = (now or datetime.now(UTC)).astimezone(weeks.CHINA)
    if there.date() != (there + LONGEST).date():
        for module in (store, weeks):  # the two that ask what time it is
            patch.setattr(module, "datetime", Ahead)
