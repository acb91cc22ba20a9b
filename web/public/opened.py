"""Open data: everything that is public of the tasks, as Atom, JSON and CSV; of a district, or of one village of it.

Both files are written while they are read, some tasks at a time.
"""

import json
from collections.abc import Callable, Iterator

from flask import Response, render_template
from sqlalchemy.orm import Session

from rotation.board import open_tasks
from rotation.board.spreadsheets.commas import text_of
from rotation.board.task_lists import listed, newest_changed
from rotation.district.villages import District, Village
from rotation.district.villages import district as district_of
from rotation.district.villages import village as village_of
from rotation.district.villages import villages as villages_of
from web.extensions import db, limiter
from web.installation import site_address
from web.public.fresh import fresh
from web.public.streaming import streamed
from web.public.views import room

MOST_IN_FEED = 50
Lines = Callable[[Session, District, Village | None], Iterator[bytes]]


@room.get("/districts/<code>/data")
@fresh(kept=True)
def open_data(code: str) -> str:
    """Where the files of a district and of its villages are."""
    district = district_of(db.session(), code)
    return render_template(
        "public/open_data.html", district=district, villages=villages_of(db.session(), district.id, inactive=True)
    )


@room.get("/districts/<code>/tasks.atom", defaults={"village": None})
@room.get("/districts/<code>/villages/<village>/tasks.atom")
@fresh(kept=True)
def feed(code: str, village: str | None) -> Response:
    """The tasks to which something happened last, for feed readers."""
    district, place = _where(db.session(), code, village)
    tasks = newest_changed(db.session(), district.id, place.id if place else None, MOST_IN_FEED)
    site = site_address()
    written = render_template(
        "public/tasks.atom", district=district, place=place, found=listed(db.session(), tasks), site=site
    )
    return Response(written, content_type="application/atom+xml; charset=utf-8")


@room.get("/districts/<code>/tasks.json", defaults={"village": None})
@room.get("/districts/<code>/villages/<village>/tasks.json")
@limiter.limit("30 per minute")
@fresh(kept=False)
def as_json(code: str, village: str | None) -> Response:
    """Every task with everything that is public of it."""
    return _file(code, village, _json, "application/json", "json")


@room.get("/districts/<code>/tasks.csv", defaults={"village": None})
@room.get("/districts/<code>/villages/<village>/tasks.csv")
@limiter.limit("30 per minute")
@fresh(kept=False)
def as_csv(code: str, village: str | None) -> Response:
    """One line a task, for spreadsheet programmes."""
    return _file(code, village, _csv, "text/csv", "csv")


def _where(session: Session, code: str, village: str | None) -> tuple[District, Village | None]:
    district = district_of(session, code)
    return district, village_of(session, district.id, village) if village else None


def _file(code: str, village: str | None, lines: Lines, kind: str, ending: str) -> Response:
    district, place = _where(db.session(), code, village)
    name = place.code if place else district.code
    return streamed(
        lambda session: lines(session, *_where(session, code, village)),
        f"{kind}; charset=utf-8",
        f"{name}-tasks.{ending}",
    )


def _json(session: Session, district: District, place: Village | None) -> Iterator[bytes]:
    head = json.dumps(open_tasks.head(session, district, place), ensure_ascii=False)
    yield head[:-1].encode() + b', "tasks": [\n'
    between = b""
    for piece in open_tasks.in_pieces(session, district.id, place.id if place else None):
        said = (json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in piece)
        yield between + b",\n".join(said)
        between = b",\n"
    yield b"\n]}\n"


def _csv(session: Session, district: District, place: Village | None) -> Iterator[bytes]:
    yield text_of([open_tasks.COLUMNS])
    mark = len("".encode("utf-8-sig"))
    for piece in open_tasks.in_pieces(session, district.id, place.id if place else None):
        yield text_of(map(open_tasks.row, piece))[mark:]
