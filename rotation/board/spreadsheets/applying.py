"""An import, shown and then done: all of it or nothing, and only what was shown."""

import logging

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rotation.board.spreadsheets.layout import sheets_of
from rotation.board.spreadsheets.reading import Workbook
from rotation.board.spreadsheets.shown import NO_ANSWERS, Answers, Preview, digest_of
from rotation.board.spreadsheets.stored import Stored, stored
from rotation.board.spreadsheets.storing import store
from rotation.board.spreadsheets.weighing import Weighing, weigh
from rotation.district.villages import District
from rotation.errors import N_, Conflict, InvalidInput
from rotation.settings import Settings

log = logging.getLogger(__name__)


def preview(
    session: Session, district: District, workbook: Workbook, settings: Settings, answers: Answers = NO_ANSWERS
) -> Preview:
    """What importing the workbook would do, given the answers so far. Changes nothing."""
    held = stored(session, district, sheets_of(settings.skills))
    return _shown(workbook, held, settings, answers)[1]


def apply(  # noqa: PLR0913 - who does what, where, and what was shown
    session: Session,
    district: District,
    workbook: Workbook,
    settings: Settings,
    *,
    answers: Answers = NO_ANSWERS,
    shown: str,
    by: str,
) -> Preview:
    """Import the workbook inside the caller's unit of work, which commits; returns what was done.

    `shown` is the digest of the preview that `by` saw. Conflict where the import would now do something
    else; InvalidInput where something is wrong or unanswered. Then nothing may be committed.
    """
    held = stored(session, district, sheets_of(settings.skills), hold=True)
    weighing, done = _shown(workbook, held, settings, answers)
    _refuse(done, shown)
    try:
        store(session, weighing)
    except IntegrityError as error:
        raise Conflict(_CHANGED) from error
    log.info("%s imported into %s: %s", by, district.code, _summary(done))
    return done


def try_out(
    session: Session, district: District, workbook: Workbook, settings: Settings, answers: Answers = NO_ANSWERS
) -> None:
    """Import the workbook in a unit of work that the caller undoes, to see what follows from it.

    Conflict where it cannot be stored together.
    """
    held = stored(session, district, sheets_of(settings.skills), hold=True)
    weighing, _ = _shown(workbook, held, settings, answers)
    try:
        store(session, weighing)
    except IntegrityError as error:
        raise Conflict(_CHANGED) from error


_CHANGED = N_(
    "What is stored has changed since the preview. Nothing was imported; look at the new preview, then import."
)


def _shown(workbook: Workbook, held: Stored, settings: Settings, answers: Answers) -> tuple[Weighing, Preview]:
    layout, skills = sheets_of(settings.skills), frozenset(settings.skills)
    weighing = weigh(workbook, held, layout, skills, answers)
    before = weighing if answers == NO_ANSWERS else weigh(workbook, held, layout, skills, NO_ANSWERS)
    return weighing, _with_digest(weighing.preview(workbook), before.preview(workbook))


def _with_digest(shown: Preview, unanswered: Preview) -> Preview:
    return Preview(shown.sheets, shown.errors, shown.notices, shown.questions, digest_of(unanswered))


def _refuse(done: Preview, shown: str) -> None:
    if done.digest != shown:
        raise Conflict(_CHANGED)
    if done.errors:
        raise InvalidInput(
            N_("Nothing was imported. Wrong cells: %(count)s, the first in %(sheet)s %(address)s: %(problem)s"),
            count=len(done.errors),
            sheet=done.errors[0].sheet,
            address=done.errors[0].address,
            problem=done.errors[0].problem,
        )
    if done.questions:
        raise InvalidInput(
            N_("Nothing was imported: say first who is meant by row %(row)s of %(sheet)s."),
            row=done.questions[0].row,
            sheet=done.questions[0].sheet,
        )


def _summary(done: Preview) -> str:
    return ", ".join(
        f"{one.sheet.key} +{len(one.added)} ~{len(one.changed)} -{sum(gone.ticked for gone in one.gone)}"
        for one in done.sheets
    )
