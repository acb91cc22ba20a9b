"""`rotation import` and `rotation export`: workbooks and CSV files, shown before anything is done."""

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.board import spreadsheets
from rotation.board.spreadsheets import Answers, Preview, Question, RowChange, SheetPreview, Workbook
from rotation.board.stand_ins import changing, would_open
from rotation.cli.language import _, ngettext
from rotation.cli.problems import Unreadable
from rotation.cli.store import district_of, ready
from rotation.district.villages import District
from rotation.district.weeks import today
from rotation.errors import N_, FileRefused, InvalidInput
from rotation.files import read_whole, write_whole
from rotation.roster.unserved import Reporter
from rotation.settings import Settings
from rotation.store import writing

BY = "shell"


@click.command("import", help=_("Take over a workbook, or one sheet as CSV: first what would change is shown."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--district", "code", help=_("The district; needed where there are several."))
@click.option("--preview", "only_shown", is_flag=True, help=_("Show what would change, and stop."))
@click.option("--yes", is_flag=True, help=_("Import without asking."))
@click.option("--mean", multiple=True, metavar="ROW=NUMBER", help=_("Who an unclear row means: a number, or “new”."))
@click.option("--gone", multiple=True, metavar="ID", help=_("What is no longer in the file and is to go; repeatable."))
def import_file(
    file: Path, code: str | None, *, only_shown: bool, yes: bool, mean: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    """Import a file: all of it or nothing."""
    settings = configuration.load()
    answers = spreadsheets.Answers(dict(_pair(one) for one in mean), frozenset(gone))
    with ready(settings) as engine, Session(engine) as session:
        place = district_of(session, code)
        book = spreadsheets.read(read_whole(file), file.name, settings)
        shown = spreadsheets.preview(session, place, book, settings, answers)
        _show(shown)
        _show_openings(_would_open(session, place, book, settings, answers) if shown.changes_anything else 0)
        if only_shown or not shown.changes_anything:
            return
        if not yes:
            session.rollback()  # a person may think for long
            click.confirm(_("Import this?"), abort=True)
        with writing(session), changing(session, settings, place, Reporter(BY)):
            spreadsheets.apply(session, place, book, settings, answers=answers, shown=shown.digest, by=BY)
    click.echo(_("Imported."))


def _pair(text: str) -> tuple[str, str]:
    row, _equals, number = text.partition("=")
    return row, number


def _show(shown: Preview) -> None:
    """What would be done, on standard output; Unreadable where something is wrong or unclear."""
    for one in (*shown.notices, *shown.errors):
        click.echo(f"{one.sheet} {one.address}: {one.problem.text(_)}", err=True)
    if shown.errors:
        count = len(shown.errors)
        said = ngettext(
            "Nothing was imported: %(n)s cell is wrong.", "Nothing was imported: %(n)s cells are wrong.", count
        )
        raise Unreadable(said % {"n": count})
    for sheet in shown.sheets:
        _show_sheet(sheet)
    for question in shown.questions:
        _ask(question)
    if shown.questions:
        raise Unreadable(_("Nothing was imported: say with --mean who these rows mean."))
    if not shown.changes_anything:
        click.echo(_("Nothing would change."))


def _would_open(session: Session, district: District, book: Workbook, settings: Settings, answers: Answers) -> int:
    def change(inside: Session) -> None:
        spreadsheets.try_out(inside, district, book, settings, answers)

    return len(would_open(session, district, change, today=today()))


def _show_openings(count: int) -> None:
    if count:
        said = ngettext("It opens %(n)s published term.", "It opens %(n)s published terms.", count)
        click.echo(said % {"n": count})


def _show_sheet(sheet: SheetPreview) -> None:
    said = _("%(sheet)s: %(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(gone)s gone")
    counts = {"added": len(sheet.added), "changed": len(sheet.changed), "gone": len(sheet.gone)}
    click.echo(said % {"sheet": sheet.title, "unchanged": sheet.unchanged, **counts})
    for line in _lines(sheet):
        click.echo(f"  {line}")


def _lines(sheet: SheetPreview) -> Iterator[str]:
    yield from (f"+ {row.label}" for row in sheet.added)
    yield from (f"~ {row.label}: {_said(row)}" for row in sheet.changed)
    stays, goes = _("stays, unless: --gone %(id)s"), _("goes")
    yield from (f"- {one.label} ({goes if one.ticked else stays % {'id': one.id}})" for one in sheet.gone)


def _said(row: RowChange) -> str:
    return _(", ").join(f"{change.column.title} {change.old or '–'} → {change.new or '–'}" for change in row.fields)


def _ask(question: Question) -> None:
    said = _("Row %(row)s of %(sheet)s, %(label)s, may be:")
    click.echo(said % {"row": question.row, "sheet": question.sheet, "label": question.label}, err=True)
    for candidate in question.candidates:
        click.echo(f"  --mean {question.id}={candidate.code}  {candidate.label}", err=True)
    click.echo(f"  --mean {question.id}={spreadsheets.NEW}  " + _("somebody or something new"), err=True)


@click.command(
    "export",
    help=_("Write all that is stored of a district to FILE: an .xlsx workbook, a sheet's .csv, or a folder of them."),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--district", "code", help=_("The district; needed where there are several."))
@click.option("--sheet", help=_("Which sheet goes into a .csv; else the one that the file is called by."))
def export_file(file: Path, code: str | None, sheet: str | None) -> None:
    """Export a district."""
    settings = configuration.load()
    with ready(settings) as engine, Session(engine) as session:
        place = district_of(session, code)
        match file.suffix.lower():
            case ".xlsx":
                write_whole(file, spreadsheets.export(session, place, settings))
            case ".csv":
                write_whole(file, spreadsheets.export_csv(session, place, settings, sheet or file.stem))
            case "":
                _export_folder(file, session, place, settings)
            case suffix:
                raise InvalidInput(N_("Name a .xlsx, a .csv or a folder, not a %(suffix)s."), suffix=suffix)
    click.echo(_("Written to %(path)s.") % {"path": file})


def _export_folder(folder: Path, session: Session, district: District, settings: Settings) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileRefused(N_("%(path)s cannot be written: %(why)s."), path=folder, why=error.strerror) from None
    for key in spreadsheets.sheets_of(settings.skills):
        write_whole(folder / f"{key}.csv", spreadsheets.export_csv(session, district, settings, key))
