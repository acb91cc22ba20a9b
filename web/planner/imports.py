"""The pages of spreadsheets: downloads, and an import that is shown before it is done."""

from dataclasses import dataclass
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileRequired
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.board import spreadsheets, uploads
from rotation.board.spreadsheets import Answers, Column, Preview, Sheet, SheetPreview, Workbook
from rotation.board.stand_ins import would_open
from rotation.district.weeks import today
from rotation.errors import N_, Conflict, FileRefused, InvalidInput, NotFound
from rotation.roster.unserved import Unserved
from rotation.store import writing
from web.dates import listed
from web.errors import told
from web.forms import File, Form, Submit
from web.language import chosen
from web.planner.desk import Desk, desk
from web.planner.room import room

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_SHOWN = 200
LONGEST_NAME = 200


class UploadForm(Form):
    """A workbook, or one of its sheets as CSV."""

    file = File(
        _l("Workbook (.xlsx), or one sheet (.csv)"),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": ".xlsx,.csv"},
    )
    submit = Submit(_l("Show what it would change"))


@room.app_template_filter()
def headed(part: Sheet | Column) -> str:
    """What a sheet or a column is called, in the visitor's language; in the file it bears both names."""
    return part.en if chosen() == "en" else part.zh


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits to be imported, read."""

    filename: str
    workbook: Workbook


@room.route("/import", methods=["GET", "POST"])
def imports() -> str | Response:
    """Everything in and out, and the upload of a file."""
    here = desk()
    form = UploadForm()
    if form.validate_on_submit() and _kept(here, form):
        return redirect(url_for("planner.import_preview"))
    return render_template(
        "planner/district/imports.html",
        form=form,
        waiting=uploads.kept(here.session, here.by, here.district.id),
        sheets=spreadsheets.sheets_of(here.settings.skills),
        limits=here.settings,
    )


@room.route("/import/preview", methods=["GET", "POST"])
def import_preview() -> str | Response:
    """What the waiting file would change; then all of it is done, or nothing."""
    here = desk()
    waiting = _waiting(here)
    if waiting is None:
        flash(_("There is no file waiting to be imported. Choose one."), "warning")
        return redirect(url_for("planner.imports"))
    answers = _answers()
    to_be_done = request.method == "POST" and request.form.get("step") == "import"
    problem = _imported(here, waiting, answers) if to_be_done else None
    if to_be_done and problem is None:
        return redirect(url_for("planner.imports"))
    asked = spreadsheets.preview(here.session, here.district, waiting.workbook, here.settings)
    shown = asked
    if answers != spreadsheets.NO_ANSWERS:
        shown = spreadsheets.preview(here.session, here.district, waiting.workbook, here.settings, answers)
    opens = _would_open(here, waiting, answers) if shown.is_ready and shown.changes_anything else []
    return render_template(
        "planner/district/import_preview.html",
        filename=waiting.filename,
        asked=asked,
        shown=shown,
        answers=answers,
        opens=opens,
        names=here.names() if opens else None,
        new=spreadsheets.NEW,
        problem=problem,
        most=ROWS_SHOWN,
    )


@room.post("/import/discard")
def import_discard() -> Response:
    """Forget the waiting file; nothing is imported."""
    here = desk()
    with writing(here.session) as session:
        uploads.erase(session, here.by)
    flash(_("The file is thrown away; nothing was imported."))
    return redirect(url_for("planner.imports"))


@room.get("/export/workbook")
def export_workbook() -> Response:
    """The whole district as a workbook."""
    here = desk()
    data = spreadsheets.export(here.session, here.district, here.settings)
    return _download(data, f"{here.district.code}-{today()}.xlsx")


@room.get("/export/<sheet>.csv")
def export_sheet(sheet: str) -> Response:
    """One sheet as CSV."""
    here = desk()
    if sheet not in spreadsheets.sheets_of(here.settings.skills):
        raise NotFound(N_("There is no such sheet."))
    data = spreadsheets.export_csv(here.session, here.district, here.settings, sheet)
    return _download(data, f"{here.district.code}-{sheet}-{today()}.csv", "text/csv")


@room.get("/export/template")
def export_template() -> Response:
    """An empty workbook that says what goes where."""
    return _download(spreadsheets.template(desk().settings), "template.xlsx")


@room.get("/export/example")
def export_example() -> Response:
    """A workbook filled with a small made-up district."""
    return _download(spreadsheets.example(desk().settings), "example.xlsx")


def _kept(here: Desk, form: UploadForm) -> bool:
    """Keep the uploaded file, if it can be read at all."""
    data, filename = form.file.data.read(), (form.file.data.filename or "")[:LONGEST_NAME]
    try:
        spreadsheets.read(data, filename, here.settings)
    except FileRefused as error:
        form.file.errors = [told(error)]
        return False
    district_id = here.district.id
    with writing(here.session) as session:
        uploads.keep(session, here.by, district_id, filename, data)
    return True


def _waiting(here: Desk) -> Waiting | None:
    row = uploads.kept(here.session, here.by, here.district.id)
    return Waiting(row.filename, spreadsheets.read(row.data, row.filename, here.settings)) if row else None


def _answers() -> Answers:
    prefix = "answer-"
    said = {name.removeprefix(prefix): value for name, value in request.form.items() if name.startswith(prefix)}
    return Answers(choices=said, gone=frozenset(request.form.getlist("gone")))


def _would_open(here: Desk, waiting: Waiting, answers: Answers) -> list[Unserved]:
    """The published terms that nobody could serve any more."""

    def change(session: Session) -> None:
        spreadsheets.try_out(session, here.district, waiting.workbook, here.settings, answers)

    try:
        return would_open(here.session, here.district, change, today=today())
    except Conflict:
        return []  # the same is said once it is to be imported


def _imported(here: Desk, waiting: Waiting, answers: Answers) -> str | None:
    """Import the file; what hinders it, in words."""
    try:
        with here.changing() as session:
            done = spreadsheets.apply(
                session,
                here.district,
                waiting.workbook,
                here.settings,
                answers=answers,
                shown=request.form.get("digest", ""),
                by=here.by,
            )
            uploads.erase(session, here.by)
    except (Conflict, InvalidInput) as error:
        return told(error)
    _tell(waiting.filename, done)
    return None


def _tell(filename: str, done: Preview) -> None:
    flash(_("%(file)s is imported.", file=filename))
    for sheet in done.sheets:
        if said := listed(_told_of(sheet)):
            flash(_("%(label)s: %(value)s", label=headed(sheet.sheet), value=said))
    if not done.changes_anything:
        flash(_("Everything in it was stored already: nothing was changed."))


def _told_of(sheet: SheetPreview) -> list[str]:
    gone = sum(one.ticked for one in sheet.gone)
    return [
        *([ngettext("%(num)d added", "%(num)d added", len(sheet.added))] if sheet.added else []),
        *([ngettext("%(num)d changed", "%(num)d changed", len(sheet.changed))] if sheet.changed else []),
        *([ngettext("%(num)d taken out", "%(num)d taken out", gone)] if gone else []),
    ]


def _download(data: bytes, name: str, kind: str = XLSX) -> Response:
    return send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name=name, max_age=0)
