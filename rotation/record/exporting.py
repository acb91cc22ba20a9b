"""The ledger as a file that anybody can keep and verify: lines of JSON.

The first line is the head: format, size, root. Then each entry in order, with its canonical bytes as they are and
the hash of its leaf; then, for each text that is public, what opens it, and for each that was withdrawn, the
entry that withdrew it; last a line that counts these.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.record import tree
from rotation.record.ledger import Entry
from rotation.record.sealing import Sealed

FORMAT = "one-week-secretary/ledger@1"
AT_ONCE = 5000


def lines(session: Session) -> Iterator[bytes]:
    """The lines of the file, made while they are read; the session must see one moment (store.reading)."""
    head = tree.head(session)
    yield spelt({"format": FORMAT, "size": head.size, "root": head.root})
    query = select(Entry).where(Entry.number < head.size).order_by(Entry.number)
    for entry in session.scalars(query.execution_options(yield_per=AT_ONCE)):
        yield b'{"entry":' + entry.canonical + b',"leaf":"' + entry.leaf.hex().encode() + b'"}\n'
        session.expunge(entry)
    counts = {"texts": 0, "withdrawn": 0}
    for opening in _openings(session):
        counts["texts" if "text" in opening else "withdrawn"] += 1
        yield spelt(opening)
    yield spelt(counts)


def _openings(session: Session) -> Iterator[dict[str, Any]]:
    public = select(Sealed.commitment, Sealed.salt, Sealed.content, Sealed.withdrawn_entry)
    query = public.where(Sealed.released_at.is_not(None) | Sealed.withdrawn_entry.is_not(None))
    for row in session.execute(query.order_by(Sealed.commitment).execution_options(yield_per=AT_ONCE)):
        yield opening(*row)


def opening(commitment: str, salt: bytes | None, content: str | None, by: int | None) -> dict[str, Any]:
    """What opens a public text; for one that is gone, the entry that withdrew it."""
    if salt is None:
        return {"withdrawn": commitment, "by": by}
    return {"text": commitment, "salt": salt.hex(), "content": content}


def spelt(what: dict[str, Any]) -> bytes:
    """A line as it stands in the file."""
    return json.dumps(what, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
