"""The diary: how each day of a term stands, writing and amending a day, and one paragraph of it for the board."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.district.members import Member
from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput
from rotation.record import diaries
from rotation.record.diaries import TO_AMEND, Version, Writing
from rotation.record.diary_overview import of_team
from rotation.record.duty import day_of
from rotation.record.lists import Hearing
from rotation.record.tasks import tasks_of
from rotation.record.texts import tidy
from rotation.store import now, writing
from web.dates import day as day_said
from web.field.forms import VersionForm
from web.field.place import Place, at_village, day_in, team_at
from web.field.room import room
from web.forms import Area, SomeOf, refuse
from web.numbers import stated
from web.once import key_of
from web.titles import titles_of

ONE_DAY = "/villages/<code>/diary/<day>"


class DiaryForm(VersionForm):
    """A day: what was heard, done and seen, and what it is about."""

    words = Area(
        _l("What was heard, done and seen?"),
        description=_l("Only your team and the planner read this."),
        validators=[InputRequired(_l("Write it down in a sentence."))],
    )
    hearings = SomeOf(_l("Hearings it is about"))
    tasks = SomeOf(_l("Tasks it is about"))


@room.get("/villages/<code>/weeks/<week>/diary")
def diary(code: str, week: str) -> str:
    """The days of a term: which are written, late, excused, missing, or still to come."""
    which = Week.parse(week)
    here = at_village(code, which.monday)
    days = of_team(here.session, here.hand, here.village, which)
    names = select(Member.code, Member.name).where(Member.code.in_(days.days))
    return render_template(
        "field/diary.html",
        here=here,
        week=which,
        days=days.days,
        names={member: name for member, name in here.session.execute(names)},  # noqa: C416 - rows are no pairs to mypy
        own=here.hand.member,
        today=day_of(now()),
    )


@room.route(f"{ONE_DAY}/write", methods=["GET", "POST"])
def diary_write(code: str, day: str) -> str | Response:
    """Write a day, or amend it."""
    here, which = team_at(code, day)
    before = _versions(here, which)
    form = DiaryForm(data=_as_it_was(before))
    form.hearings.choices = _hearings(here, which)
    form.tasks.choices = _tasks(here, before)
    if form.validate_on_submit() and _written(here, which, form, before):
        flash(_("The day is saved. You can amend it for 48 hours."))
        return redirect(url_for("field.diary_day", code=code, day=day))
    there = _changed_elsewhere(here, which, form)
    return render_template(
        "field/diary_write.html", here=here, day=which, week=Week.of(which), form=form, amends=bool(before), there=there
    )


@room.get(ONE_DAY)
def diary_day(code: str, day: str) -> str:
    """A day as it was written, with every version; one's own, or (by ?of=) that of somebody in the team."""
    which = day_in(day)
    here = at_village(code, which)
    member = request.args.get("of") or here.hand.member or ""
    versions = diaries.read(here.session, here.hand, member, which)
    mine = member == here.hand.member
    return render_template(
        "field/diary_day.html",
        here=here,
        day=which,
        week=Week.of(which),
        versions=versions,
        paragraphs=_paragraphs(versions[-1]) if mine else [],
        amends=mine and now() <= versions[0].at + TO_AMEND,
    )


@room.post(f"{ONE_DAY}/board")
def diary_board(code: str, day: str) -> Response:
    """Show a paragraph on the board, or take it off again."""
    here, which = team_at(code, day)
    before = _versions(here, which)
    if not before or before[-1].words is None:
        raise NotFound
    last = before[-1]
    chosen = request.form.get("paragraph", "")
    with writing(here.session) as session:
        words = Writing(last.words or "", chosen, last.hearings, last.tasks)
        diaries.write(session, here.hand, here.village, which, words)
    flash(_("This paragraph stands on the board.") if chosen else _("Nothing of this day stands on the board."))
    return redirect(url_for("field.diary_day", code=code, day=day))


def _versions(here: Place, day: date) -> list[Version]:
    page = diaries.diary_day(here.session, here.hand.member or "", day)
    return diaries.read(here.session, here.hand, page.member, day) if page else []


def _as_it_was(before: Sequence[Version]) -> dict[str, object]:
    if not before:
        return {}
    last = before[-1]
    return {
        "after": str(len(before)),
        "words": last.words or "",
        "hearings": [str(one) for one in last.hearings],
        "tasks": list(last.tasks),
    }


def _hearings(here: Place, day: date) -> list[SelectChoice]:
    week = Week.of(day)
    query = select(Hearing.day).where(Hearing.village_id == here.village.id)
    held = here.session.scalars(query.where(Hearing.day.between(week.monday, week.sunday)).order_by(Hearing.day))
    return [SelectChoice(str(one), day_said(one)) for one in held]


def _tasks(here: Place, before: Sequence[Version]) -> list[SelectChoice]:
    """The village's tasks that go on, and those that the day names already."""
    known = set(before[-1].tasks) if before else set()
    found = [task for task in tasks_of(here.session, here.village.id) if not task.has_ended or task.number in known]
    titles = titles_of(here.session, found)
    return [
        SelectChoice(one.number, _("%(number)s: %(what)s", number=one.spoken, what=titles[one.number])) for one in found
    ]


def _written(here: Place, day: date, form: DiaryForm, before: Sequence[Version]) -> bool:
    """Store it; a paragraph that stands on the board stays there as long as it stands in the words."""
    words = tidy(form.words.data or "")
    board = (before[-1].board or "") if before else ""
    said = Writing(
        words,
        board if board in words else "",
        tuple(date.fromisoformat(one) for one in form.hearings.data or ()),
        tuple(form.tasks.data or ()),
        key_of(form) or None,
        stated(form.after.data),
    )
    try:
        with writing(here.session) as session:
            diaries.write(session, here.hand, here.village, day, said)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "words")
        return False
    return True


def _changed_elsewhere(here: Place, day: date, form: DiaryForm) -> str | None:
    """What stands there now, if that is more than the writer has seen."""
    stored = _versions(here, day)
    if stored and form.is_overtaken(len(stored)):
        return stored[-1].words or ""
    return None


def _paragraphs(version: Version) -> list[str]:
    """What could stand on the board: each paragraph that is not too long."""
    lines = (line.strip() for line in (version.words or "").split("\n"))
    return [line for line in lines if line and len(line) <= diaries.LONGEST_PARAGRAPH]
