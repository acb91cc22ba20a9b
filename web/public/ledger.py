"""The ledger for everyone: its size and root, its entries, proofs, and all of it as a file; in JSON and in words.

Whoever asks for what cannot be is told in JSON what to do. Nothing here can be used to ask for more than is answered
quickly: entries come some at a time, the whole file in pieces.
"""

from collections.abc import Mapping, Sequence

from flask import Response, jsonify, render_template, request
from sqlalchemy.orm import Session

from rotation.errors import N_, InvalidInput
from rotation.record import exporting, ledger, tree
from rotation.record.faults import in_fours
from rotation.record.sealing import Sealed, sealed
from rotation.store import reading
from web.extensions import db, limiter
from web.public.fresh import fresh
from web.public.streaming import streamed
from web.public.verifier import VERIFIER
from web.public.views import room

_DIGITS = 15  # of numbers that every database and every language takes
FILE = "one-week-secretary-ledger.jsonl"


@room.get("/ledger", endpoint="ledger")
@fresh(kept=True)
def in_words() -> str:
    """What the ledger is, how to check a board, and the few lines that verify it."""
    head = tree.head(db.session())
    return render_template("public/ledger.html", head=head, root=in_fours(head.root), verifier=VERIFIER)


@room.get("/ledger.json")
@fresh(kept=False)
def head() -> Response:
    """How many entries there are, their root, as boards print it too, and when the last one was added."""
    with reading(db.engine) as session:
        found = tree.head(session)
        last = ledger.entries(session, found.size - 1, 1) if found.size else []
        at = ledger.moment(last[0].at) if last else None
    return jsonify(size=found.size, root=found.root, printed=in_fours(found.root), at=at)


@room.get("/ledger/entries.json")
@fresh(kept=False)
def entries() -> Response:
    """Entries from a number on: the canonical bytes of each as text, its leaf's hash, and what opens its texts."""
    first, asked = _asked("from") or 0, _asked("count")
    count = ledger.MOST_LISTED if asked is None else asked
    if not 1 <= count <= ledger.MOST_LISTED:
        raise InvalidInput(N_("“count” is a number from 1 to %(most)s."), field="count", most=ledger.MOST_LISTED)
    with reading(db.engine) as session:
        size = tree.size(session)
        found = _shown(session, ledger.entries(session, first, count))
    following = first + count if first + count < size else None
    return jsonify(size=size, entries=found, next=following)


@room.get("/ledger/<number>/inclusion.json")
@fresh(kept=False)
def inclusion(number: str) -> Response:
    """What proves that an entry is in the tree of the first `size` entries."""
    which, at = _whole("number", number), _asked("size")
    with reading(db.engine) as session:
        head = tree.head(session, at)
        path = tree.inclusion_proof(session, which, head.size)
        (found,) = _shown(session, [ledger.entry(session, which)])
    return jsonify(**found, size=head.size, root=head.root, path=[one.hex() for one in path])


@room.get("/ledger/consistency.json")
@fresh(kept=False)
def consistency() -> Response:
    """What proves that the tree of the first `new` entries begins with that of the first `old`."""
    old, new = _asked("old"), _asked("new")
    if old is None:
        raise InvalidInput(N_("Give “old”, the size on the older board, and “new”, the size on the newer one."))
    with reading(db.engine) as session:
        later = tree.head(session, new)
        path = tree.consistency_proof(session, old, later.size)
        earlier = tree.head(session, old)
    said = {"old": old, "new": later.size, "old_root": earlier.root, "new_root": later.root}
    return jsonify(**said, path=[one.hex() for one in path])


@room.get("/ledger/export.jsonl")
@limiter.limit("30 per minute")
@fresh(kept=False)
def export() -> Response:
    """The whole ledger with its public texts, to be verified by anybody: the file of `rotation ledger export`."""
    return streamed(exporting.lines, "application/jsonl", FILE)


def _shown(session: Session, found: Sequence[ledger.Entry]) -> list[dict[str, object]]:
    texts = sealed(session, [one for entry in found for one in ledger.commitments(entry.values)])
    return [_entry(entry, texts) for entry in found]


def _entry(entry: ledger.Entry, texts: Mapping[str, Sealed]) -> dict[str, object]:
    own = (texts[one] for one in sorted({*ledger.commitments(entry.values)}) if one in texts)
    public = (row for row in own if row.is_released or row.withdrawn_entry is not None)
    shown = [exporting.opening(row.commitment, row.salt, row.content, row.withdrawn_entry) for row in public]
    return {
        "number": entry.number,
        "entry": entry.canonical.decode(),
        "leaf": entry.leaf.hex(),
        "openings": shown,
    }


def _asked(name: str) -> int | None:
    """A number in the address, where there is one."""
    said = request.args.get(name)
    return None if said is None else _whole(name, said)


def _whole(name: str, said: str) -> int:
    if not (said.isascii() and said.isdigit()) or len(said) > _DIGITS:
        raise InvalidInput(N_("“%(name)s” is a whole number, such as 12."), field=name, name=name)
    return int(said)
