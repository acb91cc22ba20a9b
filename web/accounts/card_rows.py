"""A card's secret as people type it: four rows of eleven digits, like telephone numbers, each with its check digit."""

import base64
import secrets
from collections.abc import Sequence

from stdnum import damm

from rotation.errors import N_, InvalidInput
from web.accounts.pins import digits

__all__ = ["ROWS", "in_address", "new_secret", "of_address", "of_rows", "rows_of", "spaced"]

ROWS = 4
_ROW_BYTES = 4
_ROW_DIGITS = 10
_BYTES = ROWS * _ROW_BYTES


def new_secret() -> bytes:
    """128 bits by chance."""
    return secrets.token_bytes(_BYTES)


def in_address(secret: bytes) -> str:
    """The secret as it stands in the address behind the QR code."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def of_address(text: str) -> bytes | None:
    """The secret that an address holds; None where it holds none."""
    try:
        secret = base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except ValueError:
        return None
    return secret if len(secret) == _BYTES and in_address(secret) == text else None


def rows_of(secret: bytes) -> list[str]:
    """The secret as four rows of digits."""
    numbers = (int.from_bytes(secret[at : at + _ROW_BYTES], "big") for at in range(0, _BYTES, _ROW_BYTES))
    rows = (f"{number:0{_ROW_DIGITS}d}" for number in numbers)
    return [row + damm.calc_check_digit(row) for row in rows]


def spaced(row: str) -> str:
    """A row as it is printed: 123 4567 8901."""
    return f"{row[:3]} {row[3:7]} {row[7:]}"


def of_rows(typed: Sequence[str]) -> bytes:
    """The secret that was typed; InvalidInput names the first row that is mistyped (row1 to row4)."""
    return b"".join(_bytes_of(digits(text), f"row{number}") for number, text in enumerate(typed, 1))


def _bytes_of(row: str, field: str) -> bytes:
    if len(row) != _ROW_DIGITS + 1 or not row.isascii() or not row.isdigit():
        raise InvalidInput(
            N_("This row has %(n)s digits, but eleven stand on the card. Compare them and type it again."),
            field=field,
            n=sum(sign.isdigit() for sign in row),
        )
    number = int(row[:-1])
    if not damm.is_valid(row) or number >= 256**_ROW_BYTES:
        raise InvalidInput(
            N_("A digit in this row is mistyped. Compare it with the card and type it again."), field=field
        )
    return number.to_bytes(_ROW_BYTES, "big")
