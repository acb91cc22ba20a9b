"""Workbooks and CSV written: the template, and what is stored; text stays text, whatever it begins with."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rotation.board.spreadsheets import commas
from rotation.board.spreadsheets.cells import Labels, written
from rotation.board.spreadsheets.kinds import OneOf, Written
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.board.spreadsheets.stored import Values

AS_TEXT, AS_DATE = "@", "yyyy-mm-dd"
LONGEST_LIST, LONGEST_PROMPT = 250, 250
_HEAD = PatternFill("solid", fgColor="FFE8EEF4")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
Rows = Mapping[str, Sequence[Values]]


def book_of(layout: Mapping[str, Sheet], rows: Rows, labels: Labels, *, most_rows: int) -> Book:
    """A workbook with every sheet and its rows."""
    book = Book()
    book.remove(book.worksheets[0])
    for sheet in reading_order(layout):
        _fill(book.create_sheet(sheet.title), sheet, rows.get(sheet.key, ()), labels, most_rows)
    return book


def reading_order(layout: Mapping[str, Sheet]) -> list[Sheet]:
    """The sheets in the order in which people look for them."""
    first = ("members", "villages", "zones", "training")
    return [layout[key] for key in first] + [sheet for key, sheet in layout.items() if key not in first]


def data_of(book: Book) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(sheet: Sheet, rows: Iterable[Values], labels: Labels) -> bytes:
    """One sheet as CSV."""
    lines = ([_in_csv(column, values, labels) for column in sheet.columns] for values in rows)
    return commas.text_of([[column.title for column in sheet.columns], *lines])


def _in_csv(column: Column, values: Values, labels: Labels) -> str:
    cell = written(column, values[column.key], labels)
    text = "" if cell is None else str(cell)
    return commas.guarded(text) if column.kind.is_text else text


def _fill(page: Worksheet, sheet: Sheet, rows: Sequence[Values], labels: Labels, most_rows: int) -> None:
    put_header(page, [column.title for column in sheet.columns], [column.width for column in sheet.columns])
    for position, column in enumerate(sheet.columns, start=1):
        _prepare(page, column, get_column_letter(position), most_rows)
    for number, values in enumerate(rows, start=2):
        for position, column in enumerate(sheet.columns, start=1):
            put(page, number, position, written(column, values[column.key], labels), is_text=column.kind.is_text)


def put_header(page: Worksheet, titles: Sequence[str], widths: Sequence[int]) -> None:
    """The first row, which stays in sight."""
    for position, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        put(page, 1, position, title, is_text=True)
        cell = page.cell(1, position)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(position)].width = width
    page.freeze_panes = "B2"


def put(page: Worksheet, row: int, position: int, value: Written, *, is_text: bool) -> None:
    """One cell; text is never taken for a formula, not even after it is edited."""
    if value is None:
        return
    cell = page.cell(row, position)
    if isinstance(value, str):
        text = _INVISIBLE.sub("", value)
        cell.value, cell.data_type = text, "s"
        cell.quotePrefix = text.startswith(commas.DANGEROUS)
    else:
        cell.value = value
    if is_text:
        cell.number_format = AS_TEXT
    elif isinstance(value, date):
        cell.number_format = AS_DATE


def _prepare(page: Worksheet, column: Column, letter: str, most_rows: int) -> None:
    """Empty cells below the header: as text where it must stay text, with a note, and the words to choose from."""
    page.column_dimensions[letter].number_format = AS_TEXT if column.kind.is_text else "General"
    choice = _choice(column)
    if not (choice or column.note):
        return
    rule = DataValidation(type="list" if choice else None, formula1=choice, allow_blank=True, showErrorMessage=False)
    if column.note:
        rule.promptTitle, rule.prompt = column.title[:32], column.note[:LONGEST_PROMPT]
        rule.showInputMessage = True
    rule.add(f"{letter}2:{letter}{most_rows + 1}")
    page.add_data_validation(rule)


def _choice(column: Column) -> str | None:
    if not isinstance(column.kind, OneOf):
        return None
    words = ",".join(column.kind.words.both(value) for value in column.kind.words.names)
    return f'"{words}"' if len(words) <= LONGEST_LIST else None
