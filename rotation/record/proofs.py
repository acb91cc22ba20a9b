"""A proof that somebody has saved from the ledger's page, verified by itself: without the ledger and any database.

It is about one root, or two: what it says is worth as much as they are, so they are compared with what boards print.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rotation.errors import N_, FileRefused, RotationError
from rotation.record import faults, rawrows
from rotation.record.faults import Printed
from rotation.record.merkle import leaf_hash, verify_consistency, verify_inclusion
from rotation.record.sealing import commitment_of

__all__ = ["Proof", "read_proof"]

_HASH_BYTES = 32
_NO_PROOF = N_("This file is no proof. Save what an address like /ledger/12/inclusion.json?size=345 answers, as it is.")
_STANDS = N_("Entry %(entry)s stands in the ledger of the first %(size)s entries, just as it is in the file.")
_STANDS_NOT = N_("Entry %(entry)s, as it is in the file, does not stand in the ledger that has this root.")
_BEGINS = N_("The ledger of %(new)s entries begins with that of %(old)s: nothing in it was changed or taken out.")
_BEGINS_NOT = N_("The ledger of %(new)s entries does not begin with that of %(old)s.")
_OTHER_SIZE = N_(
    "The proof says nothing of a ledger of %(size)s entries. Ask the site for one with the board's number."
)
_OTHER_ROOT = N_("The ledger of %(size)s entries has another root on the board than in the proof.")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says where it holds, of which roots, and why it does not hold, where it does not."""

    says: RotationError
    roots: tuple[Printed, ...]
    faults: tuple[RotationError, ...]

    def against(self, board: Printed) -> Iterator[RotationError]:
        """What an old board contradicts."""
        if board.size not in {one.size for one in self.roots}:
            yield RotationError(_OTHER_SIZE, size=board.size)
        elif board not in self.roots:
            yield RotationError(_OTHER_ROOT, size=board.size)


def read_proof(content: bytes) -> Proof:
    """The proof in a file, verified; FileRefused where there is none in it."""
    try:
        said = json.loads(content)
        return _inclusion(said) if "entry" in said else _consistency(said)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise FileRefused(_NO_PROOF) from None


def _inclusion(said: dict[str, Any]) -> Proof:
    number, size, root, path = _whole(said["number"]), _whole(said["size"]), _hash(said["root"]), _path(said["path"])
    content = _text(said["entry"])
    leaf, own_number = leaf_hash(content.encode()), json.loads(content)["number"]
    stands = own_number == number and verify_inclusion(leaf, number, size, path, root)
    wrong = [] if stands else [RotationError(_STANDS_NOT, entry=number)]
    wrong += [RotationError(faults.TEXT_CHANGED, entry=number) for _ in _changed_texts(content, said["openings"])]
    return Proof(RotationError(_STANDS, entry=number, size=size), (Printed(size, root.hex()),), tuple(wrong))


def _changed_texts(content: str, openings: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The texts in the file that are not what the entry has sealed."""
    named = rawrows.commitments(content)
    for one in openings:
        if "text" in one and (
            one["text"] not in named or commitment_of(bytes.fromhex(one["salt"]), _text(one["content"])) != one["text"]
        ):
            yield one["text"]


def _consistency(said: dict[str, Any]) -> Proof:
    old, new = _whole(said["old"]), _whole(said["new"])
    old_root, new_root = _hash(said["old_root"]), _hash(said["new_root"])
    begins = verify_consistency(old, new, _path(said["path"]), old_root, new_root)
    wrong = () if begins else (RotationError(_BEGINS_NOT, old=old, new=new),)
    roots = (Printed(old, old_root.hex()), Printed(new, new_root.hex()))
    return Proof(RotationError(_BEGINS, old=old, new=new), roots, wrong)


def _path(said: Iterable[str]) -> list[bytes]:
    return [_hash(one) for one in said]


def _hash(said: str) -> bytes:
    found = bytes.fromhex(said)
    if len(found) != _HASH_BYTES:
        raise ValueError(said)
    return found


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said


def _whole(said: Any) -> int:
    if type(said) is not int or said < 0:
        raise ValueError(said)
    return said
