"""Workbooks and CSV files that nobody makes by mistake: each wrong cell is named by its address, in no time."""

import pytest

from rotation.errors import FileRefused
from tests.board.sheets_made import HEADERS, book, data_of, part_of, rows, said, with_part

SHEET = "xl/worksheets/sheet1.xml"
GOOD = rows(members=[["m001", "张三", "13800000001"]])
LINE = "m001{0}张三{0}13800000001\r\n"


def with_cell(cell):
    """A workbook with a second row that holds nothing but this cell."""
    return with_part(
        GOOD, SHEET, part_of(GOOD, SHEET).replace(b"</sheetData>", b"<row r='3'>%s</row></sheetData>" % cell)
    )


@pytest.mark.parametrize(
    "cell",
    [
        b"<c r='B3'><v>1,234</v></c>",
        b"<c r='B3'><v>NaN</v></c>",
        b"<c r='B3'><v>1e999</v></c>",
        b"<c r='B3'><v>" + b"9" * 5000 + b"</v></c>",
        b"<c r='B3' t='unheard'><v>x</v></c>",
        b"<c r='B3' t='d'><v>half past eight</v></c>",
    ],
)
def test_a_cell_that_no_spreadsheet_programme_writes_is_named_by_its_address(desk, cell):
    ((sheet, address, words),) = said(desk.preview(with_cell(cell)).errors)
    assert (sheet, address) == ("members", "B3")
    assert "type the value itself" in words


@pytest.mark.parametrize("typed", ["1e9999", "1.5E+999999999", "9" * 5000])
def test_a_telephone_number_of_more_digits_than_there_are_is_named_at_once(desk, typed):
    ((_, address, words),) = said(desk.preview(rows(members=[["", "张三", typed]])).errors)
    assert address == "C2"
    assert "not a telephone number" in words


def test_of_many_merged_blocks_each_cell_finds_its_own(desk):
    made = book(members=[HEADERS["members"], *(["", f"张{number}", ""] for number in range(40))])
    for row in range(2, 42, 4):
        made["members"].merge_cells(start_row=row, start_column=3, end_row=row + 1, end_column=4)
    found = said(desk.preview(data_of(made)).errors)
    assert [address for _, address, _ in found] == [f"C{row + 1}" for row in range(2, 42, 4)]
    assert all(f"C{row}:D{row + 1}" in words for row, (_, _, words) in zip(range(2, 42, 4), found, strict=True))


def test_a_workbook_in_which_all_that_is_ours_is_hidden_is_refused_for_that(desk):
    made = book(members=[HEADERS["members"]], other=[["x"]])
    made["members"].sheet_state = "veryHidden"
    with pytest.raises(FileRefused, match="“members” is hidden"):
        desk.preview(data_of(made))


@pytest.mark.parametrize("above", ["sep=;\r\n", "栖霞区一周书记名单;;\r\n", "a,b,c,d,e\r\n\r\n"])
def test_a_csv_is_divided_by_the_sign_that_divides_its_headers_wherever_they_stand(desk, above):
    shown = desk.preview(f"{above}编号;姓名;电话\r\n{LINE.format(';')}".encode(), "队员.csv")
    assert not shown.errors
    assert [row.label for row in shown.sheets[0].added] == ["m001 张三"]


def test_many_villages_are_staggered_by_turns(desk):
    headers = ["number", "name", "open every n weeks"]
    shown = desk.preview(data_of(book(villages=[headers, *([f"v{n}", f"村{n}", 4] for n in range(2000))])))
    offsets = [
        change.new for row in shown.sheets[0].added for change in row.fields if change.column.key == "open_offset"
    ]
    assert sorted(map(offsets.count, "0123")) == [500] * 4
