"""A board as open data: what stands on it, as plain values with the names of its parts.

Nobody is named who is not named on the board's page: members have their names where they agreed, and else their
number in the team. A text that was withdrawn since is null.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from rotation.board.bulletin import Bulletin
from rotation.board.contents.parts import Person
from rotation.board.contents.shown import Shown
from rotation.district.villages import Village
from rotation.record import ledger

FORMAT = "one-week-secretary/board@1"


def said(session: Session, village: Village, row: Bulletin) -> dict[str, Any]:
    """Everything that a board shows now."""
    shown = row.shown(session)
    content: dict[str, Any] = _said(shown.content, shown, frozenset(shown.content.commitments()))
    return {
        "format": FORMAT,
        "code": village.code,
        "week": str(row.week),
        "issue": row.issue,
        "issued": ledger.moment(row.issued_at),
        "reason": shown.text(row.reason) if row.reason else None,
        "roster": row.roster,
        "ledger": {"size": row.size, "root": row.root},
        **content,
    }


def _said(value: Any, shown: Shown, texts: frozenset[str]) -> Any:
    if isinstance(value, Person):
        named = {"name": shown.name(value), "position": value.position, "troubleshooter": value.troubleshooter}
        return named | {"days": [day.isoformat() for day in value.days]}
    if is_dataclass(value):
        return {one.name: _said(getattr(value, one.name), shown, texts) for one in fields(value)}
    if isinstance(value, tuple):
        return [_said(one, shown, texts) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return shown.text(value) if value in texts else value
