"""A file held against what is stored: what would be added, changed and gone, and what is wrong or unclear.

Nothing here touches the database: the same workbook and the same stored things always give the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rotation.board.spreadsheets import cells, judging
from rotation.board.spreadsheets.directory import Directory
from rotation.board.spreadsheets.matching import Entry, doubled, doubled_numbers, with_numbers
from rotation.board.spreadsheets.reading import CellError, FilledRow, FilledSheet, Workbook
from rotation.board.spreadsheets.sheets import Sheet
from rotation.board.spreadsheets.shown import Answers, FieldChange, Gone, Preview, Question, RowChange, SheetPreview
from rotation.board.spreadsheets.stored import CODED, Held, Identity, Stored, Values, identity_of, in_pair_order
from rotation.errors import N_, InvalidInput


@dataclass(slots=True)
class Weighed:
    """One sheet, weighed: what to write, what to let go, and how it is shown."""

    sheet: Sheet
    entries: list[Entry]
    writes: list[Entry]
    leaves: list[Held]
    preview: SheetPreview


@dataclass(slots=True)
class Weighing:
    """All of a file, weighed sheet by sheet in the order in which they depend on one another."""

    stored: Stored
    answers: Answers
    skills: frozenset[str]
    directory: Directory = field(init=False)
    taken: set[str] = field(init=False)
    labels: cells.Labels = field(default_factory=dict)
    sheets: list[Weighed] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    doubled: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory = Directory({key: self.stored.names(key) for key in CODED})
        self.taken = set(self.stored.taken)

    def preview(self, workbook: Workbook) -> Preview:
        """What is shown of it."""
        errors = workbook.from_above([*workbook.errors, *self.errors])
        previews = tuple(one.preview for one in self.sheets)
        return Preview(previews, errors, workbook.notices, tuple(self.questions))


def weigh(
    workbook: Workbook, stored: Stored, layout: Mapping[str, Sheet], skills: frozenset[str], answers: Answers
) -> Weighing:
    """Hold all sheets of the workbook against what is stored."""
    weighing = Weighing(stored, answers, skills)
    in_order = sorted(workbook.sheets, key=lambda filled: list(layout).index(filled.sheet.key))
    gathered = [(filled, _entries(weighing, filled)) for filled in in_order]
    weighing.labels = weighing.directory.labels()
    weighing.sheets = [_weighed(weighing, filled, entries) for filled, entries in gathered]
    weighing.errors.extend(_zones_still_needed(weighing, dict(_by_key(in_order))))
    return weighing


def _by_key(sheets: list[FilledSheet]) -> Iterator[tuple[str, FilledSheet]]:
    return ((filled.sheet.key, filled) for filled in sheets)


def _entries(weighing: Weighing, filled: FilledSheet) -> list[Entry]:
    """The rows of a sheet with codes in all places, each with the stored thing that it means."""
    filled = replace(filled, rows=tuple(_resolved(weighing, filled, row) for row in filled.rows))
    sheet = filled.sheet
    held = weighing.stored.sheets[sheet.key]
    if sheet.prefix:
        numbered = with_numbers(filled, {code: one for (code,), one in held.items()}, weighing.taken, weighing.answers)
        weighing.errors.extend(numbered.errors)
        weighing.questions.extend(numbered.questions)
        entries = numbered.entries
        for entry in entries:
            weighing.directory.add(sheet.key, entry.values["code"], entry.values.get("name") or _name(entry))
        weighing.doubled[sheet.key] = doubled_numbers(entries)
    else:
        entries = _known_by_identity(filled, held)
    weighing.errors.extend(doubled([one for one in entries if not _names_a_double(weighing, sheet, one)], filled))
    return entries


def _names_a_double(weighing: Weighing, sheet: Sheet, entry: Entry) -> bool:
    """Whether a row is about a number that two rows have: what is wrong with it may be right once one is changed."""
    return any(
        entry.values.get(column.key) in weighing.doubled.get(key, ())
        for column, reference in sheet.references
        for key in reference.sheets
        if column.key in sheet.identity
    )


def _name(entry: Entry) -> str:
    return str(entry.held.values["name"]) if entry.held else ""


def _resolved(weighing: Weighing, filled: FilledSheet, row: FilledRow) -> FilledRow:
    values = dict(row.values)
    for column, reference in filled.sheet.references:
        if column.key in values:
            try:
                values[column.key] = weighing.directory.resolved(column, values[column.key])
            except InvalidInput as problem:
                # Whom it names may be one of two whose number is the same by mistake.
                if not any(weighing.doubled.get(key) for key in reference.sheets):
                    weighing.errors.append(filled.error(row, column.key, problem))
                del values[column.key]
    return replace(row, values=values)


def _known_by_identity(filled: FilledSheet, held: Mapping[Identity, Held]) -> list[Entry]:
    sheet = filled.sheet
    whole = [row for row in filled.rows if all(key in row.values for key in sheet.identity)]
    entries = [Entry(row, in_pair_order(sheet, dict(row.values))) for row in whole]
    for entry in entries:
        entry.held = held.get(identity_of(sheet, entry.values))
    if sheet.near:
        _pair_near(sheet, entries, held)
    return entries


def _pair_near(sheet: Sheet, entries: list[Entry], held: Mapping[Identity, Held]) -> None:
    """A row that is new and a stored thing that is gone are one, changed, if they alone agree in `near`."""
    matched = {id(entry.held) for entry in entries if entry.held}
    gone = _grouped(sheet, [(one.values, one) for one in held.values() if id(one) not in matched])
    new = _grouped(sheet, [(entry.values, entry) for entry in entries if entry.held is None])
    for key, found in new.items():
        if len(found) == len(gone.get(key, ())) == 1:
            found[0].held = gone[key][0]


def _grouped(sheet: Sheet, pairs: list[tuple[Values, Any]]) -> dict[Identity, list[Any]]:
    groups: dict[Identity, list[Any]] = {}
    for values, thing in pairs:
        groups.setdefault(tuple(values[key] for key in sheet.near), []).append(thing)
    return groups


def _weighed(weighing: Weighing, filled: FilledSheet, entries: list[Entry]) -> Weighed:
    sheet = filled.sheet
    whole = [entry for entry in entries if _is_whole(weighing, filled, entry)]
    _complete(weighing, sheet, whole)
    differing = [entry for entry in whole if entry.held is None or entry.values != entry.held.values]
    known = judging.known_of(weighing.directory, weighing.skills)
    for entry in differing:
        faults = judging.faults(sheet.key, entry.values, known)
        weighing.errors.extend(filled.error(entry.row, fault.field, fault) for fault in faults)
    writes = [entry for entry in differing if not entry.asked]
    unchanged = len(whole) - len(differing)
    leaves, gone = _gone(weighing, sheet, entries)
    return Weighed(sheet, whole, writes, leaves, _preview(weighing, filled, writes, unchanged, gone))


def _is_whole(weighing: Weighing, filled: FilledSheet, entry: Entry) -> bool:
    """Whether no cell of the row is wrong, and a new one has all that it needs."""
    missing = [column for column in filled.sheet.columns if column.needed and column.key not in filled.place.columns]
    for column in missing if entry.held is None else ():
        problem = InvalidInput(N_("“%(column)s” must not be empty."), column=column.title)
        weighing.errors.append(filled.error(entry.row, column.key, problem))
    return not (missing and entry.held is None) and all(key in entry.values for key in filled.place.columns)


def _complete(weighing: Weighing, sheet: Sheet, entries: list[Entry]) -> None:
    """What a sheet has no column for stays as it is stored, or is what an empty cell means."""
    blank = {column.key: column.blank for column in sheet.columns}
    for entry in entries:
        entry.values = {**blank, **(entry.held.values if entry.held else {}), **entry.values}
    if sheet.key == "villages":
        codes = {entry.values["code"] for entry in entries}
        others = [one.values for (code,), one in weighing.stored.sheets["villages"].items() if code not in codes]
        judging.stagger([(entry.values, entry.held.values if entry.held else None) for entry in entries], others)


def _gone(weighing: Weighing, sheet: Sheet, entries: list[Entry]) -> tuple[list[Held], tuple[Gone, ...]]:
    """The stored things that no row means: those ticked, and all as they are shown."""
    meant = {id(entry.held) for entry in entries}
    missing = [
        (one, cells.id_of(sheet, one.values))
        for one in weighing.stored.sheets[sheet.key].values()
        if id(one) not in meant and one.values.get("active", True)
    ]
    ticked = weighing.answers.gone
    shown = (Gone(key, cells.label(sheet, one.values, weighing.labels), key in ticked) for one, key in missing)
    return [one for one, key in missing if key in ticked], tuple(shown)


def _preview(
    weighing: Weighing, filled: FilledSheet, writes: list[Entry], unchanged: int, gone: tuple[Gone, ...]
) -> SheetPreview:
    changes = [(entry.held is None, _change(filled.sheet, entry, weighing.labels)) for entry in writes]
    added = tuple(change for is_new, change in changes if is_new)
    changed = tuple(change for is_new, change in changes if not is_new)
    return SheetPreview(filled.sheet, filled.title, added, changed, unchanged, gone)


def _change(sheet: Sheet, entry: Entry, labels: cells.Labels) -> RowChange:
    changes = []
    for column in sheet.columns:
        new = entry.values[column.key]
        old = entry.held.values[column.key] if entry.held else None
        if new != old:
            changes.append(FieldChange(column, cells.said(column, old, labels), cells.said(column, new, labels)))
    return RowChange(entry.row.number, cells.label(sheet, entry.values, labels), tuple(changes))


def _zones_still_needed(weighing: Weighing, filled: Mapping[str, FilledSheet]) -> Iterator[CellError]:
    zones = next((one for one in weighing.sheets if one.sheet.key == "zones"), None)
    if zones is None:
        return
    villages = list(_villages_after(weighing))
    for entry in zones.writes:
        fault = None if entry.values["active"] else judging.villages_left(entry.values["code"], iter(villages))
        if fault:
            yield filled["zones"].error(entry.row, "active", fault)
    for held in zones.leaves:
        fault = judging.villages_left(held.values["code"], iter(villages))
        if fault:
            yield CellError(filled["zones"].title, "", fault)


def _villages_after(weighing: Weighing) -> Iterator[Values]:
    """The villages as they would be: stored ones with what the file says of them, without those ticked as gone."""
    after = {code: one.values for (code,), one in weighing.stored.sheets["villages"].items()}
    for one in weighing.sheets:
        if one.sheet.key == "villages":
            after |= {entry.values["code"]: entry.values for entry in one.entries}
            for held in one.leaves:
                del after[held.values["code"]]
    return iter(after.values())
