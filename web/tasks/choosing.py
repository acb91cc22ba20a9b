"""What there is to choose from in the forms of a task, and what stands in them already."""

from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.errors import Conflict
from rotation.record.acts import may_receive
from rotation.record.duty import duty_at
from rotation.record.receiving import receiving_office
from rotation.record.sealing import opened
from rotation.record.task_texts import PHOTOS, Written, texts_of
from rotation.record.tasks import Task
from rotation.store import now
from web.dates import local_name
from web.task_desk import Desk
from web.tasks.naming import use_name

__all__ = ["office_above", "people", "sum_asked", "texts_now", "there", "title_and_summary", "unreleased"]

SHORT = 60


def people(here: Desk) -> list[SelectChoice]:
    """To whom a task can be given: the village's team on duty, its own office, and those of the task's level."""
    on = duty_at(here.session, here.task.district_id, now(), [here.village.id])
    team = here.session.scalars(select(Member).where(Member.code.in_(on.team(here.village.id))))
    offices = [office for office in on.offices if may_receive(office, here.task)]
    offered = [
        *(SelectChoice(f"member:{row.code}", row.name) for row in sorted(team, key=lambda row: row.code)),
        *(SelectChoice(f"office:{row.code}", local_name(row)) for row in offices),
    ]
    return [one for one in offered if one.value.partition(":")[2] != here.task.holder_code]


def office_above(here: Desk) -> Office | None:
    """The office that would receive it at the next level."""
    try:
        return receiving_office(here.session, here.task)
    except Conflict:
        return None


def sum_asked(here: Desk) -> dict[str, str]:
    """The sum that was asked for and not answered yet."""
    return {"fen": f"{Decimal(here.task.pending) / 100:.2f}".removesuffix(".00")}


def texts_now(session: Session, task: Task) -> dict[str, str]:
    """Title and summary as they stand; "" where there is none, or it was withdrawn."""
    held = {"title": task.title, "summary": task.summary}
    return {use: (opened(session, text) if text else "") or "" for use, text in held.items()}


def title_and_summary(here: Desk) -> dict[str, str]:
    """Title and summary as they stand."""
    return texts_now(here.session, here.task)


def there(here: Desk) -> list[SelectChoice]:
    """Every text and photo that can be withdrawn."""
    return [_choice(text) for text in texts_of(here.session, here.number) if text.content is not None]


def unreleased(here: Desk) -> list[SelectChoice]:
    """Every text and photo that can be released."""
    texts = texts_of(here.session, here.number)
    return [_choice(text) for text in texts if text.content is not None and not text.released]


def _choice(text: Written) -> SelectChoice:
    words = text.content or ""
    if text.use in PHOTOS:
        return SelectChoice(text.commitment, use_name(text.use))
    said = words if len(words) <= SHORT else words[:SHORT] + "…"
    return SelectChoice(text.commitment, _("%(label)s: %(value)s", label=use_name(text.use), value=said))
