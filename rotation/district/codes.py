"""Codes: the names of members, villages, zones and offices outside the database; never reused or renamed."""

import re
from collections.abc import Collection

from sqlalchemy import column as sql_column
from sqlalchemy import select, table, union_all
from sqlalchemy.orm import Session

from rotation.errors import N_, InvalidInput

LONGEST = 40
_CODE = re.compile(rf"[a-z0-9-]{{1,{LONGEST}}}")
_NUMBERED = re.compile(r"(.*?)(\d{1,9})")
_KINDS = ("member", "village", "zone", "office")


def codes_in_use(session: Session) -> set[str]:
    """Every code of the installation, of all districts and of what is inactive too."""
    return set(session.scalars(union_all(*(select(sql_column("code")).select_from(table(kind)) for kind in _KINDS))))


def code_fault(code: str, taken: Collection[str]) -> InvalidInput | None:
    """Why `code` cannot be given to something new, if it cannot."""
    if not _CODE.fullmatch(code):
        return InvalidInput(
            N_("“%(code)s” cannot be a number: use small letters a–z, digits and hyphens, at most 40 of them."),
            field="code",
            code=code,
        )
    if code in taken:
        return InvalidInput(
            N_("The number “%(code)s” is in use, or was used before; numbers are never used again. Take another."),
            field="code",
            code=code,
        )
    return None


def claim_code(session: Session, code: str) -> None:
    """Make sure, under a lock that everybody adding takes, that `code` can be given; InvalidInput where it cannot."""
    session.execute(select(sql_column("id")).select_from(table("district", sql_column("id"))).with_for_update())
    fault = code_fault(code, codes_in_use(session))
    if fault is not None:
        raise fault


def next_code(taken: Collection[str], like: Collection[str], prefix: str) -> str:
    """The next free code after the highest numbered one of `like` (m105 → m106), else `prefix` 001."""
    numbered = [found for code in like if (found := _NUMBERED.fullmatch(code))]
    last = max(numbered, key=lambda found: int(found[2]), default=None)
    stem, number, width = (last[1], int(last[2]), len(last[2])) if last else (prefix, 0, 3)
    while True:
        number += 1
        code = f"{stem}{number:0{width}d}"
        if code not in taken:
            return code
