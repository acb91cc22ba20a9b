"""The receipt of what was said at the counter: its code is shown once, to be printed or copied."""

from flask import Response, current_app, make_response, render_template
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.record import ledger, slips, tasks
from rotation.record.follow_ups import FollowUp
from rotation.record.slips import Slip
from rotation.settings import Settings
from web.hand import slip_key
from web.qr import qr
from web.titles import titles_of

__all__ = ["show_receipt", "slip_given"]


def slip_given(session: Session, village: Village, typed: str | None) -> Slip | None:
    """The slip of a sheet whose code was typed; None where none was."""
    return slips.slip_of_village(session, slip_key(), typed, village) if typed else None


def show_receipt(session: Session, code: str) -> Response:
    """The page of a receipt that leads to something said about a task; nobody can be told the code again."""
    settings: Settings = current_app.extensions["settings"]
    address = settings.site.public_url.rstrip("/") + "/slips"
    entry = ledger.entry(session, int((slips.slip(session, slip_key(), code).used_for or "").removeprefix("entry-")))
    task = tasks.task(session, entry.task or "")
    question = session.get(FollowUp, entry.number)
    answer = make_response(
        render_template(
            "counter/receipt.html",
            code=slips.spoken(code),
            qr=qr(f"{address}?code={code}"),
            address=address,
            task=task,
            title=titles_of(session, [task])[task.number],
            answer_by=question.answer_by if question else None,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
