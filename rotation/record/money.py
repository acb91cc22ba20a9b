"""Money of a task, in fen: asked for by the one responsible, granted or refused by an office above, spent."""

from datetime import datetime

from sqlalchemy.orm import Session

from rotation.errors import N_, InvalidInput
from rotation.record.ledger import Entry
from rotation.record.receiving import level_of, receiving_office
from rotation.record.roles import Hand
from rotation.record.states import settle, step
from rotation.record.task_texts import Use, attach, seal_for
from rotation.record.tasks import Task
from rotation.store import now

MOST_FEN = 10**12


def ask(session: Session, task: Task, hand: Hand, fen: int, reason: str, *, at: datetime | None = None) -> Entry:
    """The one responsible asks for a sum, and says what for; Conflict where there is no office above to grant it."""
    _require_sum(fen)
    settle(session, task, at or now())
    receiving_office(session, task)
    level = level_of(session, task.holder)
    return _move(session, task, "ask", hand, fen, reason, at, asked_level=level)


def grant(session: Session, task: Task, hand: Hand, fen: int, reason: str, *, at: datetime | None = None) -> Entry:
    """An office above grants a sum, at most what was asked for and not answered yet."""
    _require_sum(fen)
    settle(session, task, at or now())
    _require_pending(task, fen)
    return _move(session, task, "grant", hand, fen, reason, at)


def refuse(session: Session, task: Task, hand: Hand, reason: str, *, at: datetime | None = None) -> Entry:
    """An office above refuses all that was asked for and not answered yet, and says why."""
    settle(session, task, at or now())
    _require_pending(task, 1)
    return _move(session, task, "refuse", hand, task.pending, reason, at)


def spend(session: Session, task: Task, hand: Hand, fen: int, reason: str, *, at: datetime | None = None) -> Entry:
    """The one responsible has spent a sum, and says what on; more than was granted is flagged, not hidden."""
    _require_sum(fen)
    return _move(session, task, "spend", hand, fen, reason, at)


def _move(  # noqa: PLR0913, PLR0917 - a step and its sum
    session: Session, task: Task, name: str, hand: Hand, fen: int, reason: str, at: datetime | None, **said: str
) -> Entry:
    commitment = seal_for(session, Use.REASON, reason)
    entry = step(session, task, name, hand, at=at, fen=fen, reason=commitment, **said)
    attach(session, task, entry, Use.REASON, commitment)
    return entry


def _require_sum(fen: int) -> None:
    if not 0 < fen <= MOST_FEN:
        raise InvalidInput(N_("Write a sum above 0."), field="fen")


def _require_pending(task: Task, fen: int) -> None:
    if fen > task.pending:
        raise InvalidInput(N_("No more can be granted or refused than was asked for and not answered."), field="fen")
