"""Workbooks and districts for the tests of spreadsheets."""

import io
import zipfile

import openpyxl
from sqlalchemy import select

from rotation.board import spreadsheets
from rotation.district.members import Member
from rotation.store import writing

ZHANG, LI = ["m001", "张三", "13800000001"], ["m002", "李四", "13800000002"]
HEADERS = {
    "members": ["编号", "姓名", "电话"],
    "villages": ["number", "name", "zone"],
    "zones": ["number", "name"],
    "leave": ["队员", "第一天", "最后一天", "原因"],
    "recusals": ["member", "place"],
    "apart": ["first member", "second member"],
    "training": ["member", "course", "completed"],
    "days": ["day", "kind", "name"],
    "past": ["week", "place", "member"],
}


def book(**sheets):
    """An .xlsx whose sheets hold these rows; the first is the header unless it is one of HEADERS' sheets' rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    return made


def data_of(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rows(**sheets):
    """An .xlsx with the usual headers above the rows of each sheet."""
    return data_of(book(**{title: [HEADERS[title], *lines] for title, lines in sheets.items()}))


def with_part(data, name, content):
    """The workbook with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def part_of(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def said(errors):
    """Errors as (sheet, address, sentence)."""
    return [(error.sheet, error.address, str(error.problem)) for error in errors]


def names(desk, kind=Member):
    """What is stored by code: name, and whether it is active."""
    return {row.code: (row.name, row.active) for row in desk.session.scalars(select(kind))}


class Desk:
    """A planner's desk: a district, and files that are looked at and taken in."""

    def __init__(self, session, district, settings):
        self.session, self.district, self.settings = session, district, settings

    def read(self, data, filename="file.xlsx"):
        return spreadsheets.read(data, filename, self.settings)

    def preview(self, data, filename="file.xlsx", **answers):
        workbook = self.read(data, filename)
        return spreadsheets.preview(
            self.session, self.district, workbook, self.settings, spreadsheets.Answers(**answers)
        )

    def take(self, data, filename="file.xlsx", shown=None, **answers):
        workbook = self.read(data, filename)
        given = spreadsheets.Answers(**answers)
        shown = shown or spreadsheets.preview(self.session, self.district, workbook, self.settings, given).digest
        with writing(self.session):
            return spreadsheets.apply(
                self.session, self.district, workbook, self.settings, answers=given, shown=shown, by="planner"
            )

    def export(self):
        return spreadsheets.export(self.session, self.district, self.settings)

    def csv(self, sheet):
        return spreadsheets.export_csv(self.session, self.district, self.settings, sheet)
