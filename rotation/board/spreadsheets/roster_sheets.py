"""The published roster in a workbook, to be read only: a grid of weeks and places, and a list."""

from collections import defaultdict
from collections.abc import Mapping

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment

from rotation.board.spreadsheets.headers import READING_ONLY
from rotation.board.spreadsheets.kinds import Written
from rotation.board.spreadsheets.stored import Stored
from rotation.board.spreadsheets.writing import put, put_header
from rotation.district.weeks import Week
from rotation.roster.rosters import Roster, Term

Label = tuple[str, str]
LIST = ("周 week", "星期一 Monday", "岗位 place", "名称 name", "队员 member", "姓名 name", "电话 phone")
LIST_WIDTHS = (12, 14, 10, 20, 10, 16, 16)


def add(book: Book, roster: Roster, held: Stored) -> None:
    """Put both sheets behind the others."""
    names = held.all_names()
    _add_grid(book, roster, names)
    _add_list(
        book, roster.terms, names, {str(code): one.values["phone"] for (code,), one in held.sheets["members"].items()}
    )


def _add_grid(book: Book, roster: Roster, names: Mapping[str, str]) -> None:
    page = book.create_sheet(" ".join(READING_ONLY[0]))
    seats: dict[tuple[Week, str], list[str]] = defaultdict(list)
    for term in roster.terms:
        seats[term.week, term.place].append(names.get(term.member, term.member))
    places = sorted({term.place for term in roster.terms})
    weeks = sorted({term.week for term in roster.terms})
    put_header(
        page,
        ["周 week", "星期一 Monday", *(f"{code} {names.get(code, '')}".strip() for code in places)],
        [12, 14, *(16 for _ in places)],
    )
    page.freeze_panes = "C2"
    for number, week in enumerate(weeks, start=2):
        put(page, number, 1, str(week), is_text=True)
        put(page, number, 2, week.monday, is_text=False)
        for position, place in enumerate(places, start=3):
            put(page, number, position, "\n".join(seats[week, place]) or None, is_text=True)
            page.cell(number, position).alignment = Alignment(wrap_text=True, vertical="top")


def _add_list(book: Book, terms: list[Term], names: Mapping[str, str], phones: Mapping[str, str]) -> None:
    page = book.create_sheet(" ".join(READING_ONLY[1]))
    put_header(page, LIST, LIST_WIDTHS)
    for number, term in enumerate(terms, start=2):
        name, place = names.get(term.member, ""), names.get(term.place, "")
        line: tuple[Written, ...] = (
            str(term.week),
            term.week.monday,
            term.place,
            place,
            term.member,
            name,
            phones.get(term.member, ""),
        )
        for position, value in enumerate(line, start=1):
            put(page, number, position, value or None, is_text=position != 2)  # noqa: PLR2004 - the date
