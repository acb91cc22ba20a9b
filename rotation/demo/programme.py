"""The sample's two stages, each as the workbook that a planner would hand over."""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from rotation.board.spreadsheets import sheets_of
from rotation.board.spreadsheets.writing import book_of, data_of
from rotation.demo import land, names, people
from rotation.demo.people import Cohort
from rotation.district.weeks import Week
from rotation.district.working_days import public_days
from rotation.settings import Settings

SEED = 2015
WEEKS = 26
MOST_MEMBERS = 104
PLACES = ("zones", "villages", "offices")
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the programme: so many weeks from `start` on, with so many members, villages and zones."""

    number: int
    start: Week
    members: int
    villages: int
    zones: int
    pairs_apart: int
    title: str

    @property
    def weeks(self) -> list[Week]:
        """Its weeks."""
        return [self.start + number for number in range(WEEKS)]


def stages(begins: Week) -> tuple[Stage, Stage]:
    """The two parts of a programme that begins in that week."""
    return (
        Stage(1, begins, members=39, villages=4, zones=2, pairs_apart=2, title="第一阶段：4个村、39人"),
        Stage(2, begins + WEEKS, members=104, villages=12, zones=3, pairs_apart=3, title="第二阶段：12个村、104人"),
    )


def workbook(begins: Week, number: int, settings: Settings) -> bytes:
    """The workbook of a stage: everybody and everything up to then, the first stage's included."""
    rows: Rows = {"past": _pilot(begins), "days": _days(begins)}
    joined = 0
    for stage in stages(begins)[:number]:
        _add(rows, _rows_of(stage, joined, list(settings.skills)))
        joined = stage.members
    rows["leave"] = people.not_overlapping(rows["leave"])
    return _book(rows, settings)


def _rows_of(stage: Stage, joined: int, skills: list[str]) -> Rows:
    random = _chance(stage.number)
    villages = land.villages(random, stage.villages, stage.weeks, skills)
    land.close(villages, _weeks_of_the_spring_festival(stage.weeks))
    cohort = Cohort(joined + 1, stage.members, stage.start, villages, names.people(_chance(0), MOST_MEMBERS))
    return {
        "zones": land.zones(stage.zones),
        "villages": villages,
        "offices": land.offices(_chance(0), stage.villages, stage.zones),
        "members": people.members(random, cohort, skills, stage.weeks),
        "leave": people.leave(random, replace(cohort, first=1).codes, stage.weeks),
        "recusals": people.recusals(random, cohort),
        "apart": people.apart(random, cohort, stage.pairs_apart),
        "training": people.training(random, cohort),
    }


def _chance(number: int) -> Random:
    return Random(SEED + number)  # noqa: S311 - a sample that is the same each time


def _add(rows: Rows, more: Rows) -> None:
    """A stage says the places anew (what they wanted before stays), and adds people and what is about them."""
    before = {row["code"]: row["wants"] for row in rows.get("villages", [])}
    for row in more["villages"]:
        row["wants"] = before.get(row["code"], {}) | row["wants"]
    for sheet, added in more.items():
        rows[sheet] = added if sheet in PLACES else rows.get(sheet, []) + added


def _pilot(begins: Week) -> list[Row]:
    """Three weeks of trial before the programme, so that history does not start empty."""
    teams = ((-6, "v01", (1, 2, 3)), (-5, "v02", (4, 5, 6)), (-4, "v01", (7, 8, 9)))
    return [
        {"week": begins + weeks, "place": place, "member": f"m{number:03d}"}
        for weeks, place, numbers in teams
        for number in numbers
    ]


def _days(begins: Week) -> list[Row]:
    """The public holidays and make-up workdays of every year that the programme touches."""
    rows = []
    for year in range(begins.monday.year, (begins + 2 * WEEKS).monday.year + 1):
        days, provisional = public_days(year)
        rows += [
            {"day": day, "kind": kind, "name": name, "provisional": provisional} for day, (kind, name) in days.items()
        ]
    return rows


def _weeks_of_the_spring_festival(weeks: list[Week]) -> list[Week]:
    """The week of those that has most of the festival's days, if one has."""
    years = {week.sunday.year for week in weeks}
    festival = [day for year in years for day, (_, name) in public_days(year)[0].items() if "春节" in name]
    held = Counter(Week.of(day) for day in festival)
    return [max(weeks, key=lambda week: held[week])] if any(held[week] for week in weeks) else []


def _book(rows: Rows, settings: Settings) -> bytes:
    layout = sheets_of(settings.skills)
    blank = {key: {column.key: column.blank for column in sheet.columns} for key, sheet in layout.items()}
    whole = {key: [blank[key] | row for row in of_sheet] for key, of_sheet in rows.items()}
    return data_of(book_of(layout, whole, {}, most_rows=settings.spreadsheets.rows))
