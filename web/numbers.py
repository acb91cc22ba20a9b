"""Numbers in addresses and forms: no larger than the keys of a database can be."""

LARGEST = 999_999_999


def number(text: str) -> int:
    """The number that `text` says; ValueError where it is none, or larger than any key."""
    found = int(text)
    if not 0 <= found <= LARGEST:
        raise ValueError(text)
    return found


def stated(text: str | None) -> int | None:
    """The number that a field says which nobody fills in; None where it is left out, or altered into none."""
    try:
        return number(text or "")
    except ValueError:
        return None
