"""Boards as pages and as paper show them: the same words on both."""

import json
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from rotation.board.bulletin import Bulletin
from rotation.board.contents.parts import Content, Matter, Person, Question
from rotation.board.contents.shown import Shown
from rotation.district.villages import Village
from rotation.record.duty import day_of
from rotation.record.faults import in_fours
from rotation.record.tasks import TO_DO
from web.dates import days
from web.installation import site_address
from web.qr import qr
from web.statistics import TASKS

__all__ = ["SIZES", "Board", "board_of", "board_words", "paper_of"]

SIZES = ("a3", "a4")
LONGEST_SHOWN = 120
SERIES = {"tasks": TASKS}


@dataclass(frozen=True, slots=True)
class Board:
    """An issue of a village's board, and what it shows now."""

    village: Village
    row: Bulletin
    shown: Shown

    @property
    def content(self) -> Content:
        """Everything that stands on it."""
        return self.shown.content

    @property
    def root(self) -> str:
        """The ledger's root, in groups of four."""
        return in_fours(self.row.root)

    @property
    def address(self) -> str:
        """Where the village's board is for good."""
        return site_address() + url_for("public.village", code=self.village.code)

    @property
    def qr(self) -> Markup:
        """The same, to be scanned."""
        return qr(self.address)

    @property
    def hearing_days(self) -> str:
        """The days of this week on which people are heard."""
        return days(self.content.hearings.days)

    def is_overdue(self, matter: Matter) -> bool:
        """Whether it should have been done before the board was issued, and is still to do."""
        return matter.state in TO_DO and matter.deadline < day_of(self.row.issued_at)

    def is_unanswered(self, question: Question) -> bool:
        """Whether it should have been answered before the board was issued, and was not."""
        return question.answered is None and question.answer_by < day_of(self.row.issued_at)

    def text(self, commitment: str, most: int = LONGEST_SHOWN) -> str:
        """A text as it is shown: a long one is cut, its task's page has all of it; or that it was withdrawn."""
        found = self.shown.text(commitment)
        if found is None:
            return _("(withdrawn)")
        return found if len(found) <= most else found[:most].rstrip() + "…"

    def texts(self, commitments: tuple[str, ...]) -> list[str]:
        """Several of them."""
        return [self.text(one) for one in commitments]

    def person(self, person: Person) -> str:
        """Somebody by name, where they agreed when the board was issued and do still; else by their number."""
        found = self.shown.name(person)
        if found:
            return found
        said = _numbered(person)
        return f"{said} {_('(withdrawn)')}" if person.name else said


def _numbered(person: Person) -> str:
    if person.position is None:
        return _("a secretary of an earlier week")
    if person.troubleshooter:
        return _("troubleshooter %(number)d", number=person.position)
    return _("secretary %(number)d", number=person.position)


def board_of(session: Session, village: Village, row: Bulletin) -> Board:
    """An issue of a village's board as it is shown now."""
    return Board(village, row, row.shown(session))


def board_words(board: Board | None) -> dict[str, object]:
    """What the template of a board's body wants."""
    return {"board": board, "linked": True, "series": SERIES}


def paper_of(board: Board, size: str) -> str:
    """A board as the HTML that becomes a PDF."""
    return render_template("boards/paper.html", board=board, size=size, series=SERIES, sheets=_sheets())


def _sheets() -> Markup:
    """Which sheet it is, of how many, as CSS counts them."""
    said = _("sheet %(number)s of %(all)s", number="|page|", all="|pages|").split("|")
    parts = (f"counter({one})" if one in {"page", "pages"} else _quoted(one) for one in said if one)
    return Markup(" ".join(parts))  # noqa: S704 - words of ours


def _quoted(words: str) -> str:
    """As a text of CSS, whose escapes are not those of JSON."""
    return json.dumps(words, ensure_ascii=False)
