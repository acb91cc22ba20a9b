"""What becomes of each complaint and finding: a task, joined to one, answered on the spot, set aside with a reason."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from rotation.district.villages import Village, villages
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.record import numbers, outcomes, task_texts
from rotation.record.blindness import require_seen
from rotation.record.correspondence import linked_to
from rotation.record.duty import day_of
from rotation.record.items import Item, words_of
from rotation.record.lists import Complaint, Finding, item_of
from rotation.record.rights import decided, decides, require_decider
from rotation.record.roles import Hand
from rotation.record.sealing import Sealed, sealed
from rotation.record.tasks import ENDED, State, Task, Urgency, task, tasks_of
from rotation.store import now, writing
from web.accounts import actor, current_district
from web.extensions import db
from web.field.forms import JoinForm, TaskForm, WordsForm
from web.field.items import BELONGS, may_decide
from web.field.place import Place, at_item, at_village
from web.field.room import room
from web.field.waiting import waiting
from web.forms import refuse
from web.hand import hands_in
from web.naming import category_name

End = Callable[[Session, Hand, Item, str], None]
MOST_OFFERED = 30
OTHER = "other"
SHORT = 60
_GOING_ON = [state for state in State if state not in ENDED]


@room.get("/undecided")
def undecided_here() -> str | Response:
    """The undecided ones of the village for which the one who asks speaks or answers; of several, one is chosen."""
    here = _villages()
    if len(here) == 1:
        return redirect(url_for("field.undecided", code=here[0].code))
    return render_template("field/choose.html", villages=here, onward="field.undecided")


@room.get("/villages/<code>/undecided")
def undecided(code: str) -> str:
    """Everything of which nobody has said yet what becomes of it, the earliest first."""
    here = at_village(code)
    rows = waiting(here, day_of(now()))
    return render_template(
        "field/undecided.html",
        here=here,
        items=rows,
        words=words_of(here.session, rows),
        may_decide=decides(here.session, here.hand, here.village, now()),
    )


@room.route("/items/<item>/task", methods=["GET", "POST"])
def make_task(item: str) -> str | Response:
    """It becomes a task, and what was linked with it belongs to the task too."""
    here, row = _decided_by(item)
    partners = [one for one in linked_to(here.session, row) if may_decide(here, one)]
    words = words_of(here.session, [row, *partners])
    form = TaskForm(
        urgency=row.urgency.value, pressing=row.urgency is Urgency.URGENT, along=[one.code for one in partners]
    )
    form.along.choices = [SelectChoice(one.code, _short(words[one.code].words)) for one in partners]
    number = _made(here, item, form) if form.validate_on_submit() else None
    if number is None:
        return render_template("field/make_task.html", here=here, item=row, words=words, form=form)
    flash(_("It is task %(number)s now.", number=numbers.spoken(number)))
    return _onward(here)


@room.route("/items/<item>/join", methods=["GET", "POST"])
def join_task(item: str) -> str | Response:
    """It belongs to a task that there is already."""
    here, row = _decided_by(item)
    form = JoinForm()
    form.task.choices = _tasks(here)
    if len(form.task.choices) == 1 and not form.is_submitted():
        form.task.data = OTHER
    if form.validate_on_submit() and _joined(here, item, form):
        flash(_("It belongs to the task now."))
        return _onward(here)
    return render_template("field/join.html", here=here, item=row, words=words_of(here.session, [row]), form=form)


@room.route("/items/<item>/answered", methods=["GET", "POST"])
def answered(item: str) -> str | Response:
    """It was answered on the spot."""
    return _ended(item, _("How was it answered?"), _("Answered on the spot"), outcomes.answer_on_the_spot)


@room.route("/items/<item>/set-aside", methods=["GET", "POST"])
def set_aside(item: str) -> str | Response:
    """Nothing is done about it, for a reason."""
    return _ended(item, _("Why is nothing done about it?"), _("Set aside"), outcomes.set_aside)


def _villages() -> list[Village]:
    """The villages that the one who asks speaks for, and those where they say what becomes of things now."""
    session, asking = db.session(), actor()
    own = asking.villages if asking else ()
    every = villages(session, current_district().id)
    theirs = {one.code for one in decided(session, hands_in(session, asking, every), now())}
    return [one for one in every if one.code in theirs.union(own)]


def _ended(item: str, question: str, title: str, end: End) -> str | Response:
    here, row = _decided_by(item)
    form = WordsForm()
    form.words.label.text = question
    if form.validate_on_submit() and _ended_with(here, item, form, end):
        flash(_("Saved."))
        return _onward(here)
    words = words_of(here.session, [row])
    return render_template("field/words.html", here=here, item=row, words=words, form=form, title=title)


def _decided_by(code: str) -> tuple[Place, Complaint | Finding]:
    """The item, for whoever may say now what becomes of it; Conflict where it is a task already."""
    here, row = at_item(code)
    require_seen(here.session, here.settings, here.hand, row)
    require_decider(here.session, here.hand, here.village, now())
    if row.outcome in BELONGS:
        raise Conflict(N_("It belongs to task %(number)s already."), number=numbers.spoken(row.task or ""))
    return here, row


def _onward(here: Place) -> Response:
    return redirect(url_for("field.undecided", code=here.code))


def _made(here: Place, code: str, form: TaskForm) -> str | None:
    """The number of the new task; None where it is refused, with the reason on the form."""
    try:
        with writing(here.session) as session:
            urgency, pressing = Urgency(form.urgency.data), bool(form.pressing.data)
            item = item_of(session, code)
            made = outcomes.make_task(session, here.settings, here.hand, item, urgency=urgency, pressing=pressing)
            for other in form.along.data or ():
                outcomes.join_task(session, here.settings, here.hand, item_of(session, other), made)
            title, summary = form.title.data or "", form.summary.data or ""
            if title.strip() or summary.strip():
                task_texts.write(session, made, here.hand, title=title, summary=summary)
            return made.number
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "title")
        return None


def _joined(here: Place, code: str, form: JoinForm) -> bool:
    chosen = form.task.data
    try:
        with writing(here.session) as session:
            number = numbers.parse(form.number.data or "") if chosen == OTHER else chosen
            into = task(session, number)
            outcomes.join_task(session, here.settings, here.hand, item_of(session, code), into)
    except (InvalidInput, Conflict, NotFound) as error:
        refuse(form, error, "number")
        return False
    return True


def _ended_with(here: Place, code: str, form: WordsForm, end: End) -> bool:
    try:
        with writing(here.session) as session:
            end(session, here.hand, item_of(session, code), form.words.data)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "words")
        return False
    return True


def _tasks(here: Place) -> list[SelectChoice]:
    """The village's tasks that go on, the newest first; and any other, by its number."""
    known = tasks_of(here.session, here.village.id, _GOING_ON)
    newest = sorted(known, key=lambda one: one.number, reverse=True)[:MOST_OFFERED]
    titles = sealed(here.session, [one.title for one in newest if one.title])
    named = [SelectChoice(one.number, _named(one, titles)) for one in newest]
    return [*named, SelectChoice(OTHER, _("Another one: I know its number"))]


def _named(one: Task, titles: Mapping[str, Sealed]) -> str:
    title = titles[one.title].content if one.title else None
    return _("%(number)s: %(what)s", number=one.spoken, what=title or category_name(one.category))


def _short(words: str | None) -> str:
    known = words or ""
    return known if len(known) <= SHORT else known[:SHORT] + "…"
