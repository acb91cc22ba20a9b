"""What an import would do, as it is shown to a person before anything is done."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from rotation.board.spreadsheets.reading import CellError
from rotation.board.spreadsheets.sheets import Column, Sheet

NEW = "new"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said: for each question a code or NEW; and the ids of the gone rows that were ticked."""

    choices: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that becomes another; `old` is empty in what is added."""

    column: Column
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the file that adds or changes something; `label` names it."""

    row: int
    label: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A stored thing that is not in its sheet: if ticked it is made inactive, or removed where it has no number."""

    id: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What would become of one sheet's things."""

    sheet: Sheet
    title: str
    added: tuple[RowChange, ...]
    changed: tuple[RowChange, ...]
    unchanged: int
    gone: tuple[Gone, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored thing that an unclear row may mean."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A row without a number that may be one of `candidates`, or new."""

    id: str
    sheet: str
    row: int
    label: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that an import would do. `digest` stands for what was shown before any answer: hand it to `apply`."""

    sheets: tuple[SheetPreview, ...]
    errors: tuple[CellError, ...]
    notices: tuple[CellError, ...]
    questions: tuple[Question, ...]
    digest: str = field(default="")

    @property
    def is_ready(self) -> bool:
        """Whether it could be applied: nothing is wrong and nothing is unanswered."""
        return not self.errors and not self.questions

    @property
    def changes_anything(self) -> bool:
        """Whether applying it would change anything."""
        return any(one.added or one.changed or any(gone.ticked for gone in one.gone) for one in self.sheets)


def digest_of(preview: Preview) -> str:
    """A fingerprint of all that a preview shows."""
    lines = [repr((one.sheet, one.address, str(one.problem))) for one in preview.errors]
    lines += map(repr, preview.questions)
    for one in preview.sheets:
        lines += map(repr, (one.title, one.unchanged, one.gone))
        lines += [
            repr((kind, row.row, row.label, [(change.column.key, change.old, change.new) for change in row.fields]))
            for kind, rows in (("+", one.added), ("~", one.changed))
            for row in rows
        ]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
