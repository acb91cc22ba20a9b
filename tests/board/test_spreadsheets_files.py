"""Files that are no workbook, or a dangerous one: each is refused with a sentence that says what to do."""

import io
import random
import struct
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from rotation.board import spreadsheets
from rotation.errors import FileRefused
from tests.board.sheets_made import book, data_of, part_of, rows, with_part

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = rows(members=[["m001", "张三", "13800000001"]])


def refusal(data, filename, settings):
    with pytest.raises(FileRefused) as caught:
        spreadsheets.read(data, filename, settings)
    return str(caught.value)


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "filename", "words"),
    [
        (b"", "a.xlsx", "empty"),
        (b"  \n", "a.csv", "empty"),
        (b"MZ\x90\x00" + bytes(200), "a.xlsx", "programme"),
        (b"MZ\x90\x00" + bytes(200), "a.csv", "programme"),
        (b"\x7fELF" + bytes(200), "名单.xlsx", "programme"),
        (OLE + bytes(600), "a.xls", ".xls"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
        (b"number,name\nm001,x\n", "a.xlsx", "name it .csv"),
        (b"%PDF-1.7\n\0\0", "a.pdf", "not a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.xlsx", "not a spreadsheet"),
        (GOOD[: len(GOOD) // 2], "a.xlsx", "damaged"),
        (GOOD[:-30], "a.xlsx", "damaged"),
        (b"PK\x03\x04" + bytes(50), "a.xlsx", "damaged"),
        (zipped(**{"word/document.xml": "<a/>"}), "a.xlsx", "not an .xlsx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.ods", "not an .xlsx"),
        (with_part(GOOD, "xl/vbaProject.bin", b"x"), "a.xlsm", "macros"),
        (with_part(GOOD, SHEET, b"<worksheet><sheetData><row>"), "a.xlsx", "cannot be understood"),
        (with_part(GOOD, SHEET, b"\xff\xfe\x00"), "a.xlsx", "cannot be understood"),
        (with_part(GOOD, "xl/workbook.xml", b""), "a.xlsx", "cannot be understood"),
        (GOOD, "a.csv", None),
        (b"\xff\xfe\xff\xff\x81", "a.csv", "neither UTF-8 nor GB 18030"),
        ("number,name".encode("utf-16"), "members.csv", "neither UTF-8 nor GB 18030"),
        (b"a,b\n1,2\n", "a.csv", "unclear"),
        (b"," * 1_000_000, "a.csv", "unclear"),
        (b"a," * 20_000, "a.csv", "more than 16384 columns"),
        (b"number,name\nx,y\n", "a.csv", "unclear"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data, filename, words, settings):
    if words is None:
        assert spreadsheets.read(data, filename, settings).sheets
    else:
        assert words in refusal(data, filename, settings)


@pytest.mark.parametrize("name", ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", SHEET])
def test_a_workbook_that_lacks_a_part_is_refused_or_read_but_never_breaks(name, settings):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
    if name == "[Content_Types].xml":
        assert spreadsheets.read(out.getvalue(), "a.xlsx", settings).sheets
    else:
        assert refusal(out.getvalue(), "a.xlsx", settings)


def test_definitions_in_the_xml_are_refused_wherever_they_stand(settings):
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"):
        assert "definitions" in refusal(with_part(GOOD, part, bomb), "a.xlsx", settings)


def test_a_workbook_that_unfolds_too_far_is_refused_before_it_is_unfolded(settings):
    tight = replace(settings, spreadsheets=replace(settings.spreadsheets, unfolded_mib=1))
    assert "more than 1 MiB" in refusal(with_part(GOOD, SHEET, b" " * (3 << 20)), "a.xlsx", tight)


def test_a_workbook_that_lies_about_its_size_is_refused_too(settings):
    tight = replace(settings, spreadsheets=replace(settings.spreadsheets, unfolded_mib=1))
    content = part_of(GOOD, SHEET) + b" " * (3 << 20)
    data = with_part(GOOD, SHEET, content)
    lying = data.replace(struct.pack("<I", len(content)), struct.pack("<I", 1000))
    assert lying != data
    assert refusal(lying, "a.xlsx", tight)


def test_a_part_that_is_read_twice_counts_twice(settings):
    tight = replace(settings, spreadsheets=replace(settings.spreadsheets, unfolded_mib=1))
    data = with_part(GOOD, SHEET, part_of(GOOD, SHEET).replace(b"</worksheet>", b" " * 700_000 + b"</worksheet>"))
    listing = part_of(data, "xl/workbook.xml")
    one = listing[listing.index(b"<sheet ") : listing.index(b"</sheets>")]
    twice = listing.replace(b"</sheets>", one.replace(b"members", b"again") + b"</sheets>")
    assert "more than 1 MiB" in refusal(with_part(data, "xl/workbook.xml", twice), "a.xlsx", tight)


def test_a_zip_with_a_password_is_refused(settings):
    data = bytearray(GOOD)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert "password" in refusal(bytes(data), "a.xlsx", settings)


def test_too_many_rows_are_refused_with_the_limit(settings):
    tight = replace(settings, spreadsheets=replace(settings.spreadsheets, rows=3))
    assert spreadsheets.read(rows(members=[["", "张三", ""]] * 3), "a.xlsx", tight).sheets
    assert "more than 3 rows" in refusal(rows(members=[["", "张三", ""]] * 4), "a.xlsx", tight)
    assert "more than 3 rows" in refusal("编号,姓名,电话\n".encode() + "m1,张三,1\n".encode() * 4, "a.csv", tight)


def test_two_sheets_of_one_kind_are_refused(settings):
    assert "are the same" in refusal(data_of(book(members=[["编号"]], 队员=[["编号"]])), "a.xlsx", settings)


def test_a_workbook_without_a_sheet_of_ours_is_refused_with_the_names(settings):
    words = refusal(data_of(book(预算=[["x"]], 支出=[["y"]])), "a.xlsx", settings)
    assert "队员 members" in words


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_refused_or_read_but_never_breaks(seed, settings):
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        spreadsheets.read(bytes(data), "a.xlsx", settings)
    except FileRefused:
        return


def test_a_sheet_with_millions_of_cells_is_refused(settings, monkeypatch):
    monkeypatch.setattr("rotation.board.spreadsheets.xlsx.MOST_CELLS", 50)
    assert "millions" in refusal(rows(members=[["", "张三", "1"]] * 30), "a.xlsx", settings)


def test_far_cells_cost_nothing(settings):
    made = book(members=[["编号", "姓名"], ["m001", "张三"]])
    made["members"].cell(1_048_576, 1).number_format = "@"
    made["members"].cell(2, 16_384).value = "stray"
    assert len(spreadsheets.read(data_of(made), "a.xlsx", settings).sheets[0].rows) == 1


def test_openpyxl_reads_what_is_written(settings):
    made = openpyxl.load_workbook(io.BytesIO(spreadsheets.template(settings)))
    assert made.sheetnames[:4] == ["说明 help", "队员 members", "村 villages", "片区 zones"]
    assert made.active.title == "说明 help"
