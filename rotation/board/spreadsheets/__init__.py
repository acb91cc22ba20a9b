"""Spreadsheets in and out: one workbook for a whole district, or one sheet of it as CSV.

    read(data, filename, settings)                      file -> Workbook, or FileRefused
    preview(session, district, workbook, settings)      -> Preview: added, changed, gone, errors, questions
    try_out(session, district, workbook, settings, answers)     what the caller looks at, and undoes
    apply(session, district, workbook, settings, …)     all of it or nothing, as it was shown
    template, example, export, export_roster, export_csv    files to download

Between the two steps the caller keeps the file: `apply` reads nothing of the preview but its digest, and
weighs the file again under the lock.
"""

from rotation.board.spreadsheets.applying import apply, preview, try_out
from rotation.board.spreadsheets.exporting import example, export, export_csv, export_roster, template
from rotation.board.spreadsheets.layout import sheets_of
from rotation.board.spreadsheets.reading import CellError, Workbook, read
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.board.spreadsheets.shown import (
    NEW,
    NO_ANSWERS,
    Answers,
    Candidate,
    FieldChange,
    Gone,
    Preview,
    Question,
    RowChange,
    SheetPreview,
)

__all__ = [
    "NEW",
    "NO_ANSWERS",
    "Answers",
    "Candidate",
    "CellError",
    "Column",
    "FieldChange",
    "Gone",
    "Preview",
    "Question",
    "RowChange",
    "Sheet",
    "SheetPreview",
    "Workbook",
    "apply",
    "example",
    "export",
    "export_csv",
    "export_roster",
    "preview",
    "read",
    "sheets_of",
    "template",
    "try_out",
]
