"""The receipt of what was said at the counter: its code is shown once, to be printed or copied."""

from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.record import hearings, ledger, slips, tasks
from rotation.record.follow_ups import FollowUp
from rotation.record.lists import Complaint
from rotation.record.slips import Slip
from rotation.record.tasks import Task
from web.hand import slip_key
from web.installation import site_address
from web.qr import qr
from web.titles import titles_of

__all__ = ["show_receipt", "slip_given"]


def slip_given(session: Session, village: Village, typed: str | None) -> Slip | None:
    """The slip of a sheet whose code was typed; None where none was."""
    return slips.slip_of_village(session, slip_key(), typed, village) if typed else None


@dataclass(frozen=True, slots=True)
class Leads:
    """What a receipt leads to: a task, and by when it is answered where it is a question; or what was said anew."""

    task: Task | None
    answer_by: date | None = None
    said: Complaint | None = None


def show_receipt(session: Session, code: str) -> Response:
    """The page of a receipt: what it leads to; nobody can be told its code again."""
    address = site_address() + "/slips"
    leads = _leads(session, slips.slip(session, slip_key(), code))
    page = render_template(
        "counter/receipt.html",
        code=slips.spoken(code),
        qr=qr(f"{address}?code={code}"),
        address=address,
        leads=leads,
        title=titles_of(session, [leads.task])[leads.task.number] if leads.task else "",
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _leads(session: Session, slip: Slip) -> Leads:
    for said in hearings.of_slip(session, slip):
        return Leads(session.get(Task, said.task) if said.task else None, said=said)
    entry = ledger.entry(session, int((slip.used_for or "").removeprefix("entry-")))
    question = session.get(FollowUp, entry.number)
    return Leads(tasks.task(session, entry.task or ""), question.answer_by if question else None)
