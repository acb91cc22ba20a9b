"""What a verification of the ledger finds: each fault with the entry it is about, in a sentence for people."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from rotation.errors import N_, InvalidInput, RotationError

_HEX = re.compile(r"[0-9a-f]{64}")


class Wrong(StrEnum):
    """In which way something is not as it was."""

    CHANGED = "changed"
    SWAPPED = "swapped"
    DROPPED = "dropped"
    ADDED = "added"
    TREE = "tree"
    TEXT = "text"
    TASK = "task"
    ROOT = "root"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was; `entry` is the number of the entry it is about, where it is about one."""

    wrong: Wrong
    entry: int | None
    said: RotationError


@dataclass(frozen=True, slots=True)
class Printed:
    """What an old board says of the ledger: how many entries it had, and its root in hexadecimal."""

    size: int
    root: str


@dataclass
class Report:
    """What was found: size and root recounted from the entries, faults, and what was rightly withdrawn.

    `withdrawn` has a pair for each: the first entry that names it, and the entry that withdrew it.
    """

    size: int = 0
    root: str = ""
    faults: list[Fault] = field(default_factory=list)
    withdrawn: list[tuple[int, int]] = field(default_factory=list)

    def add(self, wrong: Wrong, entry: int | None, template: str, **values: object) -> None:
        """Write down a fault."""
        self.faults.append(Fault(wrong, entry, RotationError(template, entry=entry, **values)))


def in_fours(root: str) -> str:
    """A root as it is printed: in groups of four."""
    return " ".join(root[first : first + 4] for first in range(0, len(root), 4))


def parse_root(typed: str) -> str:
    """The root that somebody typed from a board; InvalidInput where it cannot be one."""
    found = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    if not _HEX.fullmatch(found):
        raise InvalidInput(
            N_("A root is 64 digits and letters a to f, in sixteen groups of four; %(count)s were typed."),
            field="root",
            count=len(found),
        )
    return found


CHANGED = N_("Entry %(entry)s has been changed since it was made.")
SWAPPED = N_("Entries %(entry)s and %(other)s have changed places.")
COPIED = N_("Entry %(entry)s is gone; what stands in its place is entry %(other)s again.")
DROPPED = N_("Entry %(entry)s has been taken out.")
MISPLACED = N_("Entry %(entry)s stands in the place of another.")
MISSING = N_("Entries %(entry)s to %(last)s have been taken out.")
ADDED = N_("Entry %(entry)s was put in beside the ledger's rules.")
LEAF = N_("The tree's leaf of entry %(entry)s has been changed.")
NODE = N_("The tree does not fit together over the entries %(entry)s to %(last)s.")
SHORTER = N_("The board counts %(size)s entries, the ledger has %(there)s: %(entry)s to %(last)s have been taken out.")
OTHER_ROOT = N_("The first %(size)s entries are not those that were there when the board was printed.")
TEXT_CHANGED = N_("A text of entry %(entry)s has been changed.")
TEXT_GONE = N_("A text of entry %(entry)s is gone, and no entry says why.")
TEXT_BACK = N_("A text of entry %(entry)s was withdrawn by entry %(by)s and is still there.")
LOOSE_TEXT = N_("A sealed text that no entry names has been changed.")
ADDED_TEXT = N_("A text has been added that no entry names.")
OPENED_TWICE = N_("A text of entry %(entry)s is given twice.")
LOOSE_GONE = N_("A sealed text that no entry names is gone, and no entry says why.")
TASK_CHANGED = N_("Task %(task)s stands otherwise in its table than its entries say: %(columns)s.")
TASK_GONE = N_("Task %(task)s is missing from the table of tasks.")
TASK_ADDED = N_("Task %(task)s stands in the table of tasks, and no entry knows it.")
LINE = N_("Line %(line)s of the file cannot be read as what it should be.")
CUT_OFF = N_("The file is cut off, or lines of it are missing.")
HEAD = N_("The file's own root is not that of its entries.")
