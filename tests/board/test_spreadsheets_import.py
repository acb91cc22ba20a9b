"""Importing: shown first, then all of it or nothing; nobody doubled, nobody removed unasked."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rotation.board import spreadsheets
from rotation.district.leave import Leave
from rotation.district.members import Apart, Member
from rotation.district.villages import District, Village, Zone
from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.store import writing
from tests.board.sheets_made import LI, ZHANG, book, data_of, names, part_of, rows, said, with_part


def shown(preview, key):
    return next(one for one in preview.sheets if one.sheet.key == key)


def test_a_preview_says_what_would_change_and_changes_nothing(desk):
    desk.take(rows(members=[ZHANG, LI]))
    preview = desk.preview(rows(members=[["m001", "张三丰", "13800000001"], ["m007", "王五", "1380"]]))
    members = shown(preview, "members")
    assert [row.label for row in members.added] == ["m007 王五"]
    assert [(row.row, row.fields[0].old, row.fields[0].new) for row in members.changed] == [(2, "张三", "张三丰")]
    assert [(gone.id, gone.label, gone.ticked) for gone in members.gone] == [("members-m002", "m002 李四", False)]
    assert names(desk) == {"m001": ("张三", True), "m002": ("李四", True)}


def test_the_example_is_taken_on_both_databases_and_a_second_time_changes_nothing(desk_on_both):
    desk = desk_on_both
    data = spreadsheets.example(desk.settings)
    assert desk.take(data).changes_anything
    again = desk.preview(data)
    assert (again.changes_anything, again.errors, again.questions) == (False, (), ())
    assert not desk.take(data).changes_anything
    assert not desk.preview(desk.export()).changes_anything


def test_the_template_is_empty_and_changes_nothing(desk):
    preview = desk.preview(spreadsheets.template(desk.settings))
    assert (preview.errors, preview.notices, preview.changes_anything) == ((), (), False)


def test_rows_that_are_gone_stay_unless_ticked_and_are_never_deleted(desk):
    desk.take(rows(members=[ZHANG, LI]))
    desk.take(rows(members=[ZHANG]))
    assert names(desk)["m002"] == ("李四", True)
    desk.take(rows(members=[ZHANG]), gone=frozenset({"members-m002"}))
    assert names(desk)["m002"] == ("李四", False)
    assert shown(desk.preview(rows(members=[ZHANG])), "members").gone == ()


def test_ticked_rows_without_a_number_are_removed(desk):
    desk.take(
        rows(
            members=[ZHANG], leave=[["m001", "2026-01-05", "2026-01-09", ""], ["m001", "2026-03-02", "2026-03-06", ""]]
        )
    )
    file = rows(leave=[["m001", "2026-01-05", "2026-01-09", ""]])
    (gone,) = shown(desk.preview(file), "leave").gone
    assert gone.label == "m001 张三 · 2026-03-02 · 2026-03-06"
    desk.take(file, gone=frozenset({gone.id}))
    assert [row.first_day for row in desk.session.scalars(select(Leave))] == [date(2026, 1, 5)]


def test_leave_that_ends_on_another_day_is_the_same_leave_changed(desk):
    desk.take(rows(members=[ZHANG], leave=[["m001", "2026-01-05", "2026-01-09", ""]]))
    preview = desk.take(rows(leave=[["m001", "2026-01-05", "2026-01-16", ""]]))
    assert [[(field.old, field.new) for field in row.fields] for row in shown(preview, "leave").changed] == [
        [("2026-01-09", "2026-01-16")]
    ]
    assert [row.last_day for row in desk.session.scalars(select(Leave))] == [date(2026, 1, 16)]


def test_a_sheet_that_is_missing_and_a_column_that_is_missing_leave_things_as_they_are(desk):
    desk.take(rows(zones=[["z1", "东片"]], members=[ZHANG]))
    desk.take(data_of(book(members=[["编号", "住址"], ["m001", "枫桥"]])))
    member = desk.session.scalar(select(Member))
    assert (member.name, member.phone, member.home) == ("张三", "13800000001", "枫桥")
    assert names(desk, Zone) == {"z1": ("东片", True)}


def test_what_is_named_must_exist_in_the_file_or_the_store(desk):
    file = rows(
        zones=[["z1", "东片"]],
        villages=[["v01", "一村", "z1"], ["v02", "二村", "东片"], ["v03", "三村", "z9"]],
        members=[ZHANG, [None, "王五", "13800000009"]],
        leave=[["王五", "2026-01-05", "2026-01-09", ""], ["m099", "2026-01-05", "2026-01-09", ""]],
        recusals=[["m001 张三", "v01 一村"], ["m001", "v99"]],
        apart=[["m001", "王五"], ["m001", "张三"]],
        past=[["2025-W50", "v01", "m001"], ["2025-W50", "z1", "m001"], ["2025-W51", "片区", "m001"]],
    )
    assert [(sheet, address) for sheet, address, _ in said(desk.preview(file).errors)] == [
        ("villages", "C4"),
        ("leave", "A3"),
        ("recusals", "B3"),
        ("apart", "B3"),
        ("past", "C3"),
        ("past", "B4"),
    ]


def test_a_name_that_two_bear_must_be_given_by_number(desk):
    file = rows(members=[ZHANG, ["m002", "张三", "139"]], leave=[["张三", "2026-01-05", "2026-01-09", ""]])
    assert "m001, m002" in said(desk.preview(file).errors)[0][2]


def test_the_rules_of_the_district_hold_cell_by_cell(desk):
    members = [
        ["编号", "姓名", "电话", "纬度", "经度"],
        ["m001", "张三", "x" * 9, 95, 118],
        ["m 2", "李四", "1380", 32, None],
    ]
    villages = [["编号", "名称", "每几周开放", "错开"], ["v01", "一村", 60, None], ["v02", "二村", 4, 4]]
    leave = [["队员", "第一天", "最后一天"], ["m001", "2026-01-09", "2026-01-05"]]
    offices = [
        ["编号", "名称", "级别", "所属村", "负责人"],
        ["o1", "办", "街道", "v01", "甲"],
        ["o2", "会", "村", None, "乙"],
    ]
    found = desk.preview(data_of(book(members=members, villages=villages, leave=leave, offices=offices))).errors
    assert {(sheet, address) for sheet, address, _ in said(found)} == {
        ("members", "C2"),
        ("members", "D2"),
        ("members", "A3"),
        ("members", "E3"),
        ("villages", "C2"),
        ("villages", "D3"),
        ("leave", "C2"),
        ("offices", "D2"),
        ("offices", "D3"),
    }


@pytest.mark.parametrize("phone", ["no phone", "1380013800", 1380013800])
def test_nothing_is_taken_where_anything_is_wrong(desk, phone):
    file = rows(zones=[["z1", "东"]], members=[ZHANG, ["m002", "李四", phone]])
    with pytest.raises(InvalidInput, match="Wrong cells: 1, the first in members C3"):
        desk.take(file)
    assert names(desk) == {}
    assert names(desk, Zone) == {}


def test_a_change_in_between_is_a_conflict(desk_on_both):
    desk = desk_on_both
    desk.take(rows(members=[ZHANG, LI]))
    file = rows(members=[["m001", "张三", "139"], LI])
    before = desk.preview(file).digest
    with writing(desk.session):
        desk.session.execute(
            update(Member).where(Member.code == "m001").values(phone="137", version=Member.version + 1)
        )
    with pytest.raises(Conflict):
        desk.take(file, shown=before)
    with writing(desk.session):
        desk.session.execute(update(Member).where(Member.code == "m001").values(phone="13800000001"))
    desk.take(file, shown=before)
    assert desk.session.scalar(select(Member.phone).where(Member.code == "m001")) == "139"


def test_another_session_that_changes_a_row_first_is_not_undone(desk_on_both, engine):
    desk = desk_on_both
    desk.take(rows(members=[ZHANG]))
    file = rows(members=[["m001", "张三", "139"]])
    before = desk.preview(file).digest
    with Session(engine) as other, writing(other):
        other.scalars(select(Member)).one().phone = "137"
    with pytest.raises(Conflict):
        desk.take(file, shown=before)


def test_staggering_is_by_number_and_stays_as_it_is(desk):
    header = ["编号", "名称", "每几周开放", "错开"]
    lines = [
        ["v04", "四", 3, None],
        ["v01", "一", 3, None],
        ["v02", "二", 3, None],
        ["v03", "三", 3, None],
        ["v05", "五", 1, None],
    ]
    file = data_of(book(villages=[header, *lines]))
    desk.take(file)
    offsets = {row.code: row.open_offset for row in desk.session.scalars(select(Village))}
    assert offsets == {"v01": 0, "v02": 1, "v03": 2, "v04": 0, "v05": 0}
    assert not desk.preview(file).changes_anything
    desk.take(data_of(book(villages=[header, ["v00", "零", 3, None]])))
    assert desk.session.scalar(select(Village.open_offset).where(Village.code == "v00")) == 1


def test_a_zone_with_villages_cannot_be_made_inactive(desk):
    desk.take(rows(zones=[["z1", "东"], ["z2", "西"]], villages=[["v01", "一村", "z1"]]))
    off = [["编号", "在册"], ["z1", "否"], ["z2", "否"]]
    assert [(sheet, address) for sheet, address, _ in said(desk.preview(data_of(book(zones=off))).errors)] == [
        ("zones", "B2")
    ]
    ticked = desk.preview(rows(zones=[["z2", "西"]]), gone=frozenset({"zones-z1"}))
    assert "一村" in said(ticked.errors)[0][2]
    moved = data_of(book(zones=off[:2], villages=[["编号", "片区"], ["v01", "z2"]]))
    desk.take(moved)
    assert names(desk, Zone)["z1"] == ("东", False)


def test_a_pair_is_the_same_in_either_order(desk):
    desk.take(rows(members=[LI, ZHANG], apart=[["m002", "m001"]]))
    assert not desk.preview(rows(apart=[["m001", "m002"]])).changes_anything
    assert not desk.preview(desk.export()).changes_anything
    pair = desk.session.scalars(select(Apart)).one()
    assert pair.first_id < pair.second_id


def test_a_form_and_a_formula_in_a_name_do_no_harm(desk):
    desk.take(rows(members=[["m001", "'=HYPERLINK(1)", "+86 138"]]))
    made = openpyxl.load_workbook(io.BytesIO(desk.export()))
    cell = made["队员 members"]["C2"]
    assert (cell.value, cell.data_type, cell.number_format, cell.quotePrefix) == ("+86 138", "s", "@", True)
    assert not desk.preview(desk.export()).changes_anything
    text = desk.csv("members").decode("utf-8-sig")
    assert ",''=HYPERLINK(1),'+86 138," in text
    assert not desk.preview(desk.csv("members"), "members.csv").changes_anything


def test_a_csv_of_an_unknown_sheet_is_not_found(desk):
    with pytest.raises(NotFound, match="members"):
        desk.csv("nonsense")


def test_an_import_of_one_district_leaves_another_alone(desk):
    with writing(desk.session):
        other = District(code="other", name="外区")
        desk.session.add(other)
        desk.session.flush()
        desk.session.add(Member(district_id=other.id, code="x1", name="外人"))
    preview = desk.preview(rows(members=[ZHANG]))
    assert shown(preview, "members").gone == ()


def test_as_many_rows_as_are_allowed_are_shown(desk):
    allowed = desk.settings.spreadsheets.rows
    lines = "".join(
        f"<row><c/><c t='inlineStr'><is><t>队员{n}</t></is></c><c><v>{13800000000 + n}</v></c></row>"
        for n in range(allowed)
    )
    data = rows(members=[])
    sheet = part_of(data, "xl/worksheets/sheet1.xml").replace(b"</sheetData>", f"{lines}</sheetData>".encode())
    added = shown(desk.preview(with_part(data, "xl/worksheets/sheet1.xml", sheet)), "members").added
    assert (len(added), added[-1].label) == (allowed, f"m{allowed} 队员{allowed - 1}")
