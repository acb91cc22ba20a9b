"""From file to rows: sheets, headers and cells found however they stand, and what is wrong named by address."""

from datetime import date, datetime

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from rotation.board import spreadsheets
from rotation.errors import FileRefused
from tests.board.sheets_made import book, data_of, part_of, rows, said, with_part

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def read(settings):
    return lambda data, filename="a.xlsx": spreadsheets.read(data, filename, settings)


@pytest.mark.parametrize(
    "header",
    [
        ["编号", "姓名", "电话"],
        ["number", "name", "phone"],
        ["编号 number", "姓名 name", "电话 phone"],
        ["Number", " NAME ", "手机号"],
        ["姓名*", None, "编 号", "电话（）"],
        ["ｎｕｍｂｅｒ", "姓名：", "Phone"],
    ],
)
def test_headers_are_known_in_either_language_and_any_order(read, header):
    values = {"编": "m001", "n": "m001", "姓": "张三", "电": "1", "手": "1", "p": "1"}
    line = [
        None if head is None else "张三" if "name" in head.lower() else values.get(head.strip().lower()[0], "m001")
        for head in header
    ]
    found = read(data_of(book(members=[header, line]))).sheets[0]
    assert set(found.place.columns) == {"code", "name", "phone"}
    assert found.rows[0].values["name"] == "张三"


def test_blank_rows_and_columns_and_a_title_above_do_not_matter(read):
    lines = [["队员名单"], [], [None, "姓名", None, "编号"], [], [None, "张三", None, "m001"], [], [None, "李四"]]
    found = read(data_of(book(队员=lines)))
    assert [(row.number, row.values["name"]) for row in found.sheets[0].rows] == [(5, "张三"), (7, "李四")]
    assert found.errors == ()


def test_a_single_sheet_of_any_name_is_known_by_its_headers(read):
    found = read(data_of(book(Sheet1=[["姓名", "电话"], ["张三", "1380"]])))
    assert found.sheets[0].sheet.key == "members"


def test_a_members_name_may_be_headed_as_the_form_heads_it(read):
    found = read("名字,手机\n张三,1380\n".encode(), "人员.csv")
    assert [row.values["name"] for row in found.sheets[0].rows] == ["张三"]
    assert found.notices == ()


def test_a_list_of_telephones_without_names_is_wrong(read):
    found = read(data_of(book(队员=[["电话"], ["1380"]])))
    assert said(found.errors) == [("队员", "A1", "The column “姓名 name” is missing; add it.")]
    with pytest.raises(FileRefused):
        read("电话\n1380\n".encode(), "a.csv")


def test_wrong_cells_are_named_by_sheet_and_address(read):
    data = data_of(
        book(队员=[["编号", "姓名", "纬度", "在册"], ["m001", "张三", "x", "也许"], ["m002", None, 32, "是"]])
    )
    found = said(read(data).errors)
    assert [(sheet, address) for sheet, address, _ in found] == [("队员", "C2"), ("队员", "D2"), ("队员", "B3")]
    assert "“姓名 name” must not be empty" in found[2][2]


def test_a_formula_gives_its_value_or_is_named(read):
    made = book(members=[["编号", "姓名"], ["m001", '="张"&"三"'], ["m002", "李四"]])
    data = data_of(made)
    assert said(read(data).errors) == [
        ("members", "B2", "The cell holds a formula without a value; type the value itself.")
    ]
    reckoned = part_of(data, SHEET).replace(b"<v />", b"<v>x</v>").replace(b"<v></v>", b"<v>x</v>")
    reckoned = reckoned.replace(b'<c r="B2">', b'<c r="B2" t="str">')
    found = read(with_part(data, SHEET, reckoned))
    assert found.errors == ()
    assert found.sheets[0].rows[0].values["name"] == "x"


def test_an_array_formula_without_a_value_is_named_too(read):
    made = book(members=[["编号", "姓名"], ["m001", None]])
    made["members"]["B2"] = ArrayFormula("B2", "=A2")
    assert "formula" in said(read(data_of(made)).errors)[0][2]


def test_error_values_are_named(read):
    data = data_of(book(members=[["编号", "姓名"], ["m001", "#REF!"]]))
    assert said(read(data).errors) == [("members", "B2", "The cell holds the error #REF!; type the value itself.")]


def test_merged_cells_are_named_where_they_hide_something(read):
    made = book(
        members=[["编号", "姓名", "住址"], ["m001", "张三", "枫桥"], ["m002", "李四", None], ["m003", "王五", "x"]]
    )
    made["members"].merge_cells("C2:C3")
    assert said(read(data_of(made)).errors) == [("members", "C3", "C2:C3 are merged; unmerge them and fill each cell.")]


def test_a_whole_column_may_be_merged(read):
    data = data_of(book(members=[["编号", "姓名"], ["m001", None]]))
    sheet = part_of(data, SHEET).replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="B:B"/></mergeCells>'
    )
    assert said(read(with_part(data, SHEET, sheet)).errors)[0][1] == "B2"


def test_merged_titles_above_the_header_are_no_matter(read):
    made = book(members=[["名单"], ["编号", "姓名"], ["m001", "张三"]])
    made["members"].merge_cells("A1:B1")
    assert read(data_of(made)).errors == ()


def test_hidden_and_unknown_sheets_are_left_aside_and_named(read):
    made = book(members=[["编号", "姓名"], ["m001", "张三"]], 请假=[["队员"]], 预算=[["x"]], 说明=[["y"]], zones=[])
    made["请假"].sheet_state = "hidden"
    found = read(data_of(made))
    assert [sheet.title for sheet in found.sheets] == ["members"]
    assert [(sheet, "hidden" in text, "none of ours" in text) for sheet, _, text in said(found.notices)] == [
        ("请假", True, False),
        ("预算", False, True),
        ("zones", False, False),
    ]


def test_unknown_columns_are_left_aside_and_named_and_doubled_ones_are_wrong(read):
    found = read(data_of(book(members=[["编号", "姓名", "备注", "name"], ["m001", "张三", "x", "y"]])))
    assert [(address, "none of ours" in text) for _, address, text in said(found.notices)] == [("C1", True)]
    assert [(address, "second time" in text) for _, address, text in said(found.errors)] == [("D1", True)]


def test_a_sheet_without_headers_or_without_what_it_is_known_by_is_wrong(read):
    found = read(data_of(book(members=[["编号", "姓名"]], 请假=[["x", "y"], ["z", "z"]], 回避=[["队员", "原因"]])))
    assert [(sheet, address) for sheet, address, _ in said(found.errors)] == [("请假", ""), ("回避", "A1")]


def test_a_real_date_or_time_in_a_cell_is_known_by_its_format(read):
    data = data_of(book(leave=[["队员", "第一天", "最后一天"], ["m001", date(2026, 1, 5), datetime(2026, 1, 9, 12)]]))  # noqa: DTZ001
    values = read(data).sheets[0].rows[0].values
    assert (values["first_day"], values["last_day"]) == (date(2026, 1, 5), date(2026, 1, 9))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_the_usual_encodings_and_separators(read, encoding, separator):
    text = "编号,姓名,电话\r\nm001,“张三”,13800138000\r\n,'=1+1,\r\n".replace(",", separator)
    found = read(text.encode(encoding), "名单.csv").sheets[0]
    assert found.sheet.key == "members"
    assert [row.values["name"] for row in found.rows] == ["“张三”", "=1+1"]


@pytest.mark.parametrize(
    ("headers", "filename", "sheet"),
    [
        ("队员,第一天,最后一天", "a.csv", "leave"),
        ("member,place,reason", "a.csv", "recusals"),
        ("编号,名称", "zones.csv", "zones"),
        ("编号,名称", "村.csv", "villages"),
        ("周,岗位,队员", "a.csv", "past"),
        ("日期,放假或上班,名称", "x.CSV", "days"),
    ],
)
def test_a_csv_is_known_by_its_headers_then_by_its_name(read, headers, filename, sheet):
    assert read(headers.encode(), filename).sheets[0].sheet.key == sheet


def test_csv_errors_are_named_like_cells(read):
    found = read("编号,姓名,纬度\nm1,张三,x\n".encode(), "a.csv")
    assert [address for _, address, _ in said(found.errors)] == ["C2"]


def test_a_huge_csv_field_is_refused(read):
    with pytest.raises(FileRefused, match="divided"):
        read(("编号,姓名\nm1," + "x" * 200_000).encode(), "a.csv")


def test_the_sheets_of_the_tests_are_those_of_the_programme(settings):
    assert spreadsheets.read(rows(zones=[["z1", "东"]]), "a.xlsx", settings).sheets[0].rows[0].values["name"] == "东"
