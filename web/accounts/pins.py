"""Six-digit PINs: which ones nobody else would try first."""

import re
from datetime import date
from itertools import pairwise

from rotation.errors import N_, InvalidInput

__all__ = ["check_pin", "digits"]

LENGTH = 6
_FEWEST_DIFFERENT = 3
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def digits(typed: str) -> str:
    """What was typed, as plain digits: full-width ones, spaces and dashes are as good."""
    return re.sub(r"[\s\-－–—.·]", "", typed.translate(_WIDE))


def check_pin(pin: str, phone: str = "") -> None:
    """Raise InvalidInput, with what to do, where `pin` is no PIN or one of the first that a thief would try."""
    if not re.fullmatch(r"[0-9]{6}", pin):
        raise InvalidInput(N_("A PIN has six digits. Type six digits."), field="pin")
    if _repeats(pin):
        raise InvalidInput(N_("These digits repeat, so others would guess them. Choose six that do not."), field="pin")
    if _runs(pin):
        raise InvalidInput(
            N_("These digits run up or down, so others would guess them. Choose six that do not."), field="pin"
        )
    if _is_a_day(pin):
        raise InvalidInput(
            N_("This can be read as a day, such as a birthday, so others would guess it. Choose another."), field="pin"
        )
    if digits(phone).endswith(pin):
        raise InvalidInput(N_("This is the end of your telephone number. Choose another."), field="pin")


def _repeats(pin: str) -> bool:
    """111111, 121212, 123123, 112211 …: few digits, or a piece again and again."""
    return len(set(pin)) < _FEWEST_DIFFERENT or any(pin == pin[:n] * (LENGTH // n) for n in (2, 3))


def _runs(pin: str) -> bool:
    """123456, 987654, 890123, 112233, 135790 …: the same step from each digit to the next, or to the one after."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    pairs = all(pin[i] == pin[i + 1] for i in range(0, LENGTH, 2))
    pair_steps = {(int(pin[i + 2]) - int(pin[i])) % 10 for i in (0, 2)}
    return len(steps) == 1 or (pairs and len(pair_steps) == 1)


def _is_a_day(pin: str) -> bool:
    """A day as year, month, day in two digits each, in any customary order; or a year and month."""
    a, b, c = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    year, month = int(pin[:4]), c
    orders = ((a, b, c), (c, b, a), (c, a, b))
    return any(_day(*order) for order in orders) or (1900 <= year <= 2099 and 1 <= month <= 12)  # noqa: PLR2004 - years


def _day(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year % 4 if month == 2 else 2000, month, day)  # noqa: PLR2004 - February
    except ValueError:
        return False
    return True
