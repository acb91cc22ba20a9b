"""Rows without a number: who they are. By name and phone where that is clear; asked where it is not; else new."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rotation.board.spreadsheets.reading import CellError, FilledRow, FilledSheet
from rotation.board.spreadsheets.shown import NEW, Answers, Candidate, Question
from rotation.board.spreadsheets.stored import Held, Values
from rotation.board.spreadsheets.words import plain
from rotation.district.codes import code_fault, next_code
from rotation.errors import N_, InvalidInput


@dataclass(slots=True)
class Entry:
    """A row of the file on its way into the store: its values, and what it changes (None: it is new).

    `asked` where it is not known yet which stored thing it is.
    """

    row: FilledRow
    values: Values
    held: Held | None = None
    asked: bool = False


@dataclass(slots=True)
class Numbered:
    """The rows of a sheet, each with a number; what was wrong with numbers, and what must be asked."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def with_numbers(sheet: FilledSheet, held: Mapping[str, Held], taken: set[str], answers: Answers) -> Numbered:
    """Find or give the number of every row; numbers given, and new ones in the file, go into `taken`."""
    made = Numbered()
    rows = [row for row in sheet.rows if row.values.get("code")]
    entries = {row.number: _with_its_number(sheet, row, held, taken, made) for row in rows}
    claimed = {entry.values["code"] for entry in entries.values()}
    free = {code: one for code, one in held.items() if code not in claimed}
    matcher = _Matcher(sheet, free, answers, made)
    others = [row for row in sheet.rows if row.number not in entries and _has_no_number(sheet, row)]
    unnumbered = [row for row in others if row.values.get("name")]
    made.errors.extend(_nameless(sheet, others))
    entries |= {row.number: matcher.entry(row) for row in unnumbered}
    made.entries = [entries[row.number] for row in sheet.rows if row.number in entries]
    _number_the_new(sheet, made.entries, held, taken)
    return made


def _with_its_number(
    sheet: FilledSheet, row: FilledRow, held: Mapping[str, Held], taken: set[str], made: Numbered
) -> Entry:
    code = row.values["code"]
    entry = Entry(row, dict(row.values), held.get(code))
    if entry.held is None and code not in {"", None}:
        fault = code_fault(code, taken)
        if fault is not None:
            made.errors.append(sheet.error(row, "code", fault))
    return entry


def _has_no_number(sheet: FilledSheet, row: FilledRow) -> bool:
    """Whether the row's number is empty, and not wrong."""
    return not row.values.get("code") and ("code" in row.values or "code" not in sheet.place.columns)


def _nameless(sheet: FilledSheet, rows: list[FilledRow]) -> Iterator[CellError]:
    """Rows that name nobody, in a sheet that has no column for it; elsewhere the empty cell is wrong already."""
    if "name" not in sheet.place.columns:
        problem = InvalidInput(N_("This row has no number, and no name to know it by. Write the number."))
        yield from (sheet.error(row, "code", problem) for row in rows)


def _number_the_new(sheet: FilledSheet, entries: list[Entry], held: Mapping[str, Held], taken: set[str]) -> None:
    taken |= {entry.values["code"] for entry in entries if entry.values.get("code")}
    like = {*held, *(entry.values["code"] for entry in entries if entry.values.get("code"))}
    for entry in entries:
        if not entry.values.get("code"):
            entry.values["code"] = next_code(taken, like, sheet.sheet.prefix)
            taken.add(entry.values["code"])
            like = {entry.values["code"]}


class _Matcher:
    """Looks among the stored things that no numbered row claims."""

    def __init__(self, sheet: FilledSheet, free: dict[str, Held], answers: Answers, made: Numbered) -> None:
        self._sheet, self._free, self._answers, self._made = sheet, free, answers, made
        self._by: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, one in free.items():
            for key in sheet.sheet.matched_by:
                if one.values[key]:
                    self._by[key, plain(one.values[key])].append(code)

    def entry(self, row: FilledRow) -> Entry:
        """The row as an entry, matched, asked or new."""
        candidates = self._candidates(row.values)
        clear = self._clear(row.values, candidates)
        if clear is None and candidates:
            return self._answered(row, candidates)
        if clear is None:
            return Entry(row, dict(row.values))
        return self._matched(row, clear)

    def _candidates(self, values: Mapping[str, Any]) -> list[str]:
        keys = [(key, plain(values[key])) for key in self._sheet.sheet.matched_by if values.get(key)]
        found = {code for key in keys for code in self._by[key] if code in self._free}
        return sorted(found)

    def _clear(self, values: Mapping[str, Any], candidates: list[str]) -> str | None:
        """The one that bears the same name (and phone); or the first from whom the row differs in nothing."""
        keys = self._sheet.sheet.matched_by
        same = [code for code in candidates if all(self._agrees(code, key, values) for key in keys)]
        if len(same) == 1:
            return same[0]
        return next((code for code in candidates if self._changes_nothing(code, values)), None)

    def _agrees(self, code: str, key: str, values: Mapping[str, Any]) -> bool:
        return bool(values.get(key)) and plain(values[key]) == plain(self._free[code].values[key])

    def _changes_nothing(self, code: str, values: Mapping[str, Any]) -> bool:
        stored = self._free[code].values
        return all(stored[key] == value for key, value in values.items() if key != "code")

    def _matched(self, row: FilledRow, code: str) -> Entry:
        return Entry(row, {**row.values, "code": code}, self._free.pop(code))

    def _answered(self, row: FilledRow, candidates: list[str]) -> Entry:
        question = self._question(row, candidates)
        choice = self._answers.choices.get(question.id)
        if choice in candidates:
            return self._matched(row, choice)
        if choice != NEW:
            self._made.questions.append(question)
        return Entry(row, dict(row.values), asked=choice != NEW)

    def _question(self, row: FilledRow, candidates: list[str]) -> Question:
        sheet = self._sheet.sheet
        label = " ".join(str(row.values[key]) for key in sheet.matched_by if row.values.get(key))
        offered = tuple(Candidate(code, self._described(code)) for code in candidates)
        return Question(f"{sheet.key}-{row.number}", self._sheet.title, row.number, label, offered)

    def _described(self, code: str) -> str:
        values = self._free[code].values
        keys = ("code", *self._sheet.sheet.matched_by, "home")
        return " ".join(str(values[key]) for key in keys if values.get(key))


def doubled(entries: list[Entry], sheet: FilledSheet) -> Iterator[CellError]:
    """Rows that are known by the same columns as one above, or, without a number, by the same name and phone."""
    by_identity: dict[tuple[Any, ...], Entry] = {}
    by_name: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        identity = tuple(entry.values.get(key) for key in sheet.sheet.identity)
        if None not in identity and (before := by_identity.setdefault(identity, entry)) is not entry:
            yield sheet.error(entry.row, sheet.sheet.identity[-1], _same_as(before, entry, sheet))
        name = tuple(plain(str(entry.values.get(key) or "")) for key in sheet.sheet.matched_by)
        before = by_name.setdefault(name, entry) if name and all(name) else entry
        if before is not entry and not (before.row.values.get("code") and entry.row.values.get("code")):
            yield sheet.error(entry.row, "name", _same_as(before, entry, sheet))


def doubled_numbers(entries: list[Entry]) -> set[str]:
    """The numbers that stand in several rows: whom they mean is not known before one of them is changed."""
    counts = Counter(entry.values.get("code") for entry in entries)
    return {code for code, count in counts.items() if code and count > 1}


def _same_as(before: Entry, entry: Entry, sheet: FilledSheet) -> InvalidInput:
    one, other = (str(each.row.values.get("name") or "") for each in (before, entry))
    if one and other and plain(one) != plain(other):
        return InvalidInput(
            N_(
                "%(one)s in row %(row)s has the number %(code)s as well. Both stay: give %(other)s or %(one)s another "
                "number, or leave the cell empty for a new one."
            ),
            one=one,
            other=other,
            row=before.row.number,
            code=entry.row.values.get("code"),
        )
    if sheet.sheet.key == "past":
        return InvalidInput(
            N_("This member has a term in the same week in row %(row)s; a member has one place in a week."),
            row=before.row.number,
        )
    return InvalidInput(N_("The same stands in row %(row)s already; keep one of the two rows."), row=before.row.number)
