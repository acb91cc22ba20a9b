"""The sheet of help in every workbook: what each sheet and column wants, in both languages."""

from collections.abc import Iterator, Mapping

from openpyxl import Workbook as Book

from rotation.board.spreadsheets.headers import READING_ONLY
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.board.spreadsheets.writing import put, put_header, reading_order

TITLES = ("表 sheet", "列 column", "必填 needed", "写法 what to write")
WIDTHS = (20, 26, 12, 70)
GENERAL = (
    "先填队员、村、片区、培训：没有完成基础培训的队员，规划时不安排；没有完成组长培训的，不能任组长。",
    "Begin with members, villages, zones and training: nobody serves without basic, or leads without lead training.",
    "其他表可以不填，也可以删去。没有的表，原有内容不变。",
    "The other sheets may stay empty or be deleted. What has no sheet stays as it is stored.",
    "编号可以空着：新的一行自动编号；已有的人按姓名和电话认出。表中少了的行会保留，除非导入时勾选。",
    "A number may be left empty: new rows get one, people already known are found by name and phone.",
    "Rows that are missing are kept unless you tick them when importing.",
    "多项之间用顿号、逗号或分号分开；日期写2026-01-05，周写2026-W03。",
    "Divide several things by commas or semicolons; write dates like 2026-01-05, weeks like 2026-W03.",
)


def add(book: Book, layout: Mapping[str, Sheet]) -> None:
    """Put the help before all other sheets, where a newcomer sees it first."""
    page = book.create_sheet(" ".join(READING_ONLY[-1]), 0)
    book.active = 0
    put_header(page, TITLES, WIDTHS)
    for number, line in enumerate(_lines(layout), start=2):
        for position, text in enumerate(line, start=1):
            put(page, number, position, text, is_text=True)


def _lines(layout: Mapping[str, Sheet]) -> Iterator[tuple[str, ...]]:
    yield from (("", "", "", line) for line in GENERAL)
    for sheet in reading_order(layout):
        yield from ((sheet.title, column.title, _need(sheet, column), column.note) for column in sheet.columns)


def _need(sheet: Sheet, column: Column) -> str:
    return "是 yes" if column.needed or (column.key in sheet.identity and not sheet.prefix) else ""
