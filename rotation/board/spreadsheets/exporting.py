"""Files to download: the empty template, a filled example, and all that is stored of a district."""

from openpyxl import Workbook as Book
from sqlalchemy.orm import Session

from rotation.board.spreadsheets import guide, roster_sheets, sample
from rotation.board.spreadsheets.directory import Directory
from rotation.board.spreadsheets.layout import sheets_of
from rotation.board.spreadsheets.stored import CODED, Stored, stored
from rotation.board.spreadsheets.writing import Rows, book_of, csv_of, data_of
from rotation.district.villages import District
from rotation.errors import N_, NotFound
from rotation.roster.rosters import Roster, published
from rotation.settings import Settings


def template(settings: Settings) -> bytes:
    """An empty workbook with notes, words to choose from, and a sheet of help."""
    return _filled({}, settings)


def example(settings: Settings) -> bytes:
    """The template with a few rows, of people who do not exist."""
    return _filled(sample.rows(settings.skills), settings)


def export(session: Session, district: District, settings: Settings) -> bytes:
    """All that is stored of the district, as it can be imported again, and the published roster."""
    layout = sheets_of(settings.skills)
    held = stored(session, district, layout)
    book = book_of(layout, _rows(held), _labels(held), most_rows=settings.spreadsheets.rows)
    roster = published(session, district.id)
    if roster is not None:
        roster_sheets.add(book, roster, held)
    guide.add(book, layout)
    return data_of(book)


def export_roster(session: Session, district: District, roster: Roster, settings: Settings) -> bytes:
    """One roster, a draft too, to be read only: a grid of weeks and places, and a list."""
    book = Book()
    book.remove(book.worksheets[0])
    roster_sheets.add(book, roster, stored(session, district, sheets_of(settings.skills)))
    return data_of(book)


def export_csv(session: Session, district: District, settings: Settings, sheet: str) -> bytes:
    """One sheet, by its key, as CSV; NotFound where there is none of that key."""
    layout = sheets_of(settings.skills)
    if sheet not in layout:
        raise NotFound(N_("There is no sheet “%(name)s”; there are: %(names)s."), name=sheet, names=tuple(layout))
    held = stored(session, district, layout)
    return csv_of(layout[sheet], _rows(held)[sheet], _labels(held))


def _filled(rows: Rows, settings: Settings) -> bytes:
    layout = sheets_of(settings.skills)
    labels = Directory({key: {row["code"]: row["name"] for row in rows.get(key, ())} for key in CODED}).labels()
    book = book_of(layout, rows, labels, most_rows=settings.spreadsheets.rows)
    guide.add(book, layout)
    return data_of(book)


def _rows(held: Stored) -> Rows:
    return {key: [one.values for one in of_sheet.values()] for key, of_sheet in held.sheets.items()}


def _labels(held: Stored) -> dict[str, str]:
    return Directory({key: held.names(key) for key in CODED}).labels()
