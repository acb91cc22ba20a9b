"""A village's page: its board of this or a past week, who serves this week and next; the board on paper and as data."""

from flask import Response, abort, jsonify, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.board import bulletin, open_boards
from rotation.board.bulletin import Bulletin
from rotation.district.villages import Village
from rotation.district.villages import district as district_of
from rotation.district.weeks import Week, this_week
from rotation.errors import N_, InvalidInput, NotFound
from web.boards import SIZES, Board, board_of, board_words, paper_of
from web.extensions import db, limiter
from web.papers import pdf_answer
from web.public import showing
from web.public.fresh import fresh
from web.public.views import room

PAPER_LIMIT, PAPERS_LIMIT = "60 per minute", "6 per minute"  # a district's takes longer


@room.get("/villages/<code>")
@fresh(kept=True)
def village(code: str) -> str:
    """The board of a week (?week=2026-W03, the newest where none is named), and who serves this week and next."""
    session = db.session()
    shown = showing.village_page(session, code, this_week())
    where = _village(session, code)
    weeks = bulletin.issued(session, where)
    row = _asked_for(session, where, weeks)
    return render_template(
        "public/village.html",
        **shown,
        **board_words(board_of(session, where, row) if row else None),
        weeks=weeks,
        past="week" in request.args,
    )


@room.get("/villages/<code>/bulletin.pdf")
@limiter.limit(PAPER_LIMIT)
def bulletin_pdf(code: str) -> Response:
    """The board on paper: ?week= and ?issue= as on the page, ?size=a3 or a4."""
    session, size = db.session(), _size()
    where = _village(session, code)
    row = _issued(session, where)
    page = paper_of(board_of(session, where, row), size)
    instead = url_for("public.village", code=code, week=row.week)
    return pdf_answer([page], f"{code}-{row.week}-{row.issue}-{size}.pdf", instead)


@room.get("/villages/<code>/bulletin.json")
@fresh(kept=True)
def bulletin_json(code: str) -> Response:
    """What stands on the board, for programs: ?week= and ?issue= as on the page."""
    session = db.session()
    where = _village(session, code)
    return jsonify(open_boards.said(session, where, _issued(session, where)))


@room.get("/districts/<code>/bulletins.pdf")
@limiter.limit(PAPERS_LIMIT)
def bulletins_pdf(code: str) -> Response:
    """The boards of all villages of a district in a week (this one where none is named), as one PDF."""
    session, size = db.session(), _size()
    district = district_of(session, code)
    week = _week() or this_week()
    rows = bulletin.of_district(session, district.id, week)
    pages = [paper_of(board, size) for board in _boards(session, rows)]
    if not pages:
        raise NotFound(N_("No board of this week has been issued yet."))
    return pdf_answer(pages, f"{code}-{week}-{size}.pdf", url_for("public.district", code=code))


def _boards(session: Session, rows: dict[str, Bulletin]) -> list[Board]:
    villages = {one.code: one for one in session.scalars(select(Village).where(Village.code.in_(rows)))}
    return [board_of(session, villages[code], row) for code, row in rows.items()]


def _village(session: Session, code: str) -> Village:
    """The village of that code; NotFound where it is not served."""
    found = session.scalar(select(Village).where(Village.code == code, Village.active))
    return found or abort(404)


def _asked_for(session: Session, where: Village, weeks: list[tuple[Week, int]]) -> Bulletin | None:
    """The board that the address names, else the newest; None where there is none yet. NotFound for another week."""
    week, number = _week(), _issue()
    if week is None:
        return bulletin.bulletin(session, where, weeks[0][0], number) if weeks else None
    found = bulletin.bulletin(session, where, week, number)
    if found is None:
        raise NotFound(N_("No board of this week was issued here."))
    return found


def _issued(session: Session, where: Village) -> Bulletin:
    """The same; NotFound where there is none yet."""
    row = _asked_for(session, where, bulletin.issued(session, where))
    if row is None:
        raise NotFound(N_("No board has been issued here yet."))
    return row


def _week() -> Week | None:
    typed = request.args.get("week", "")
    return Week.parse(typed) if typed else None


def _issue() -> int | None:
    typed = request.args.get("issue", "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 5):  # noqa: PLR2004 - issues are few
        raise InvalidInput(N_("An issue is a whole number."), field="issue")
    return int(typed) if typed else None


def _size() -> str:
    size = request.args.get("size", SIZES[0]).lower()
    if size not in SIZES:
        raise InvalidInput(N_("A board is printed on a3 or a4."), field="size")
    return size
