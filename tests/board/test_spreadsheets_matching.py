"""Rows without a number, and numbers that are taken: nobody is doubled, and what is unclear is asked."""

import pytest
from sqlalchemy import select

from rotation.board import spreadsheets
from rotation.board.spreadsheets import judging
from rotation.district.members import Member
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from rotation.store import writing
from tests.board.sheets_made import LI, ZHANG, book, data_of, names, rows, said


def test_newcomers_without_numbers_get_the_next_ones_and_nobody_is_doubled(desk):
    desk.take(rows(members=[ZHANG, ["m104", "赵六", "1384"]]))
    file = rows(members=[[None, "张三", "138 0000 0001"], [None, "新一", "1390"], [None, "新二", "1391"]])
    desk.take(file)
    assert set(names(desk)) == {"m001", "m104", "m105", "m106"}
    assert desk.session.scalar(select(Member.phone).where(Member.code == "m001")) == "138 0000 0001"
    again = desk.preview(file)
    assert (again.changes_anything, again.questions) == (False, ())


def test_an_unclear_match_is_asked_and_the_answer_is_kept_to(desk):
    desk.take(rows(members=[ZHANG, LI]))
    file = rows(members=[[None, "张三", "139"], [None, "周五", "13800000002"]])
    preview = desk.preview(file)
    assert [(question.label, [one.code for one in question.candidates]) for question in preview.questions] == [
        ("张三 139", ["m001"]),
        ("周五 13800000002", ["m002"]),
    ]
    with pytest.raises(InvalidInput, match="row 2 of members"):
        desk.take(file)
    first, second = (question.id for question in preview.questions)
    done = desk.take(file, choices={first: "m001", second: spreadsheets.NEW})
    assert done.digest == preview.digest
    assert names(desk) == {"m001": ("张三", True), "m002": ("李四", True), "m003": ("周五", True)}
    assert desk.session.scalar(select(Member.phone).where(Member.code == "m001")) == "139"


def test_an_answer_that_is_none_of_the_candidates_is_no_answer(desk):
    desk.take(rows(members=[ZHANG, LI]))
    file = rows(members=[[None, "张三", "139"]])
    assert desk.preview(file, choices={"members-2": "m002"}).questions


def test_two_who_share_name_and_phone_are_asked(desk):
    desk.take(rows(members=[ZHANG, ["m002", "张三", "13800000001"]]))
    file = data_of(book(members=[["姓名", "电话", "住址"], ["张三", "13800000001", "枫桥"]]))
    (question,) = desk.preview(file).questions
    assert [one.code for one in question.candidates] == ["m001", "m002"]


def test_the_same_person_twice_in_a_file_is_wrong(desk):
    found = said(
        desk.preview(rows(members=[ZHANG, ["m001", "李", "138"], [None, "王五", "139"], [None, "王 五", "139"]])).errors
    )
    assert [(address, text[:27]) for _, address, text in found] == [
        ("A3", "张三 in row 2 has the number "),
        ("B5", "The same stands in row 4 al"),
    ]


def test_two_people_with_one_number_both_stay_and_what_follows_from_it_is_not_said(desk):
    file = rows(
        members=[ZHANG, ["m001", "李四", "138"]],
        training=[["张三", "basic", "2025-01-06"], ["李四", "basic", "2025-01-06"], ["m002", "lead", "2025-01-06"]],
        leave=[["m002 李四", "2026-01-05", "2026-01-06"]],
    )
    ((sheet, address, text),) = said(desk.preview(file).errors)
    assert (sheet, address) == ("members", "A3")
    assert text == (
        "张三 in row 2 has the number m001 as well. Both stay: give 李四 or 张三 another number, "
        "or leave the cell empty for a new one."
    )


def test_the_same_row_twice_is_to_be_taken_out_once(desk):
    ((_, address, text),) = said(desk.preview(rows(members=[ZHANG, ZHANG])).errors)
    assert (address, text) == ("A3", "The same stands in row 2 already; keep one of the two rows.")


def test_a_row_that_names_nobody_is_an_error_and_not_left_out(desk):
    desk.take(rows(members=[ZHANG]))
    found = said(desk.preview(data_of(book(members=[["编号", "电话"], ["m001", "138"], [None, "139"]]))).errors)
    assert found == [("members", "A3", "This row has no number, and no name to know it by. Write the number.")]
    found = said(desk.preview(rows(members=[[None, None, "139"]])).errors)
    assert found == [("members", "B2", "“姓名 name” must not be empty.")]


def test_nobody_has_served_in_a_week_to_come(desk, monkeypatch):
    monkeypatch.setattr(judging, "this_week", lambda: Week.parse("2026-W10"))
    past = [["2026-W10", "v01", "m001"], ["2026-W11", "v01", "m001"]]
    file = rows(villages=[["v01", "村", None]], members=[ZHANG], past=past)
    ((sheet, address, text),) = said(desk.preview(file).errors)
    assert (sheet, address) == ("past", "A3")
    assert text.startswith("Week 2026-W11 has not begun")


def test_a_number_of_another_district_or_kind_cannot_be_taken(desk):
    with writing(desk.session):
        other = District(code="other", name="外区")
        desk.session.add(other)
        desk.session.flush()
        desk.session.add(Member(district_id=other.id, code="m009", name="外人"))
    file = rows(
        zones=[["z1", "东"]], villages=[["z1", "村", None]], members=[["m009", "张三", "1"], ["张三", "x", "2"]]
    )
    assert [(sheet, address) for sheet, address, _ in said(desk.preview(file).errors)] == [
        ("villages", "A2"),
        ("members", "A2"),
        ("members", "C2"),
        ("members", "A3"),
        ("members", "C3"),
    ]


def test_a_number_given_is_free_in_the_whole_installation(desk):
    with writing(desk.session):
        other = District(code="other", name="外区")
        desk.session.add(other)
        desk.session.flush()
        desk.session.add(Member(district_id=other.id, code="m002", name="外人"))
    desk.take(rows(members=[ZHANG, [None, "李四", "1380"]]))
    assert set(names(desk)) == {"m001", "m002", "m003"}
    assert desk.session.scalar(select(Member.name).where(Member.code == "m003")) == "李四"
