"""Sheets of slips: new codes, shown only on the sheets that are printed now."""

from dataclasses import dataclass
from pathlib import Path

from flask import Response, make_response, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from rotation.district.villages import Village, village
from rotation.errors import RotationError
from rotation.record import slips
from rotation.store import writing
from web.accounts import actor, current_district
from web.dates import local_name
from web.errors import told
from web.extensions import db
from web.forms import Choice, Form, Number, OneOf, Submit
from web.hand import slip_key
from web.installation import site_address
from web.paper import NoPaper, pdf_of
from web.qr import qr
from web.served import villages_served
from web.sheets.room import room

ON_A_PAGE = 8
MOST_PAGES = 10  # making a page of PDF takes most of a second
_CSS = Path(__file__).parents[1] / "static" / "slip-sheet.css"


class SheetForm(Form):
    """For which village, how many pages, and how they are to be printed."""

    village = Choice(_l("Village"))
    pages = Number(
        _l("How many pages?"),
        description=_l("Eight slips are on a page of A4."),
        default=1,
        validators=[
            InputRequired(_l("Write how many pages you want.")),
            NumberRange(1, MOST_PAGES, _l("Choose from 1 to %(most)s pages.", most=MOST_PAGES)),
        ],
    )
    form = OneOf(
        _l("How do you print?"),
        choices=[SelectChoice("pdf", _l("As a PDF file")), SelectChoice("page", _l("From this browser"))],
        default="pdf",
    )
    submit = Submit(_l("Make the slips"))


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip as it is printed: its code in fours, and the square that leads to what became of it."""

    code: str
    qr: Markup


@room.route("/", methods=["GET", "POST"])
def sheets() -> str | Response:
    """Choose what to print; made, the slips are shown this once."""
    form, offered = SheetForm(), _offered()
    form.village.choices = [SelectChoice(one.code, local_name(one)) for one in offered]
    if offered and form.validate_on_submit():
        return _printed(form)
    return render_template("sheets/sheets.html", form=form, offered=offered)


def _offered() -> list[Village]:
    asking = actor()
    return villages_served(db.session(), asking) if asking else []


def _printed(form: SheetForm) -> Response:
    with writing(db.session()) as session:
        where = village(session, current_district().id, form.village.data)
        sheet = slips.print_sheet(session, slip_key(), where, (form.pages.data or 1) * ON_A_PAGE)
    shown = {"village": where, "sheet": sheet.number, "pages": _pages(sheet), "address": slip_address()}
    answer = _as_page(shown) if form.form.data == "page" else _as_pdf(shown, f"slips-{where.code}-{sheet.number}.pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _as_pdf(shown: dict[str, object], name: str) -> Response:
    """The slips as a file; where no PDF can be made, as a page that says what is missing."""
    style = Markup(_CSS.read_text(encoding="utf-8"))  # noqa: S704 - our own file
    try:
        pdf = pdf_of(render_template("sheets/paper.html", style=style, **shown))
    except NoPaper as error:
        return _as_page(shown, error)
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _as_page(shown: dict[str, object], missing: RotationError | None = None) -> Response:
    return make_response(render_template("sheets/print.html", missing=told(missing) if missing else "", **shown))


def _pages(sheet: slips.Sheet) -> list[list[PrintedSlip]]:
    made = [PrintedSlip(slips.spoken(code), qr(f"{slip_address()}?code={code}")) for code in sheet.codes]
    return [made[first : first + ON_A_PAGE] for first in range(0, len(made), ON_A_PAGE)]


def slip_address() -> str:
    """Where the code of a slip is typed."""
    return site_address() + "/slips"
