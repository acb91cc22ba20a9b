"""The lists of tasks: my own, those of my villages, the pressing ones of my zone; for the planner all of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from rotation import errors
from rotation.district.members import member
from rotation.district.villages import Village, Zone, villages, zones
from rotation.errors import InvalidInput
from rotation.record import numbers, tasks
from rotation.record.duty import day_of, duty, duty_at
from rotation.record.rights import inspected, spoken_for
from rotation.record.tasks import TO_DO, State, Task, held_by
from rotation.record.work import GOING_ON, around, doubted_in, going_on_in, pressing_in
from rotation.store import now
from web.accounts import Actor, actor, current_district
from web.errors import told
from web.extensions import db
from web.hand import hands_in
from web.tasks.people import Responsible, named
from web.tasks.room import room
from web.titles import titles_of

Found = Callable[[], list[Task]]
PER_PAGE = 50
LISTS = {
    "pressing": _l("Pressing in my zone"),
    "mine": _l("I answer for these"),
    "village": _l("In my villages"),
    "doubted": _l("Said to be unsolved"),
    "all": _l("In the district"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A task in a list: what it is called, where, who is responsible, and whether it should have been done."""

    task: Task
    title: str
    village: Village
    responsible: Responsible
    overdue: bool


@room.get("/tasks")
def mine() -> str | Response:
    """The lists of the one who asks, one at a time; and a task by the number that somebody says or shows."""
    asking = actor()
    if asking is None:
        abort(403)
    typed = request.args.get("number", "")
    problem = _problem_with(typed) if typed else ""
    if typed and not problem:
        return redirect(url_for("tasks.task", number=numbers.parse(typed)))
    offered = dict(_offered(db.session(), asking))
    chosen = request.args.get("list") or next(iter(offered))
    if chosen not in offered:
        raise NotFound
    found, page = offered[chosen](), max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "tasks/list.html",
        lists={name: LISTS[name] for name in offered},
        chosen=chosen,
        rows=rows_of(db.session(), found[(page - 1) * PER_PAGE : page * PER_PAGE]),
        count=len(found),
        page=page,
        pages=-(-len(found) // PER_PAGE),
        typed=typed,
        problem=problem,
    )


def _problem_with(typed: str) -> str:
    try:
        tasks.task(db.session(), numbers.parse(typed))
    except (InvalidInput, errors.NotFound) as error:
        return told(error)
    return ""


def rows_of(session: Session, found: Collection[Task]) -> list[Row]:
    """These tasks as a list shows them."""
    titles = titles_of(session, found)
    where = {row.id: row for row in villages(session, current_district().id, inactive=True)}
    people = named(session, {task.holder for task in found})
    today = day_of(now())
    return [
        Row(
            task,
            titles[task.number],
            where[task.village_id],
            people[task.holder],
            is_overdue(task, today),
        )
        for task in found
    ]


def is_overdue(task: Task, today: date) -> bool:
    """Whether a task should have been done before today."""
    return task.state in TO_DO and task.deadline < today


def _offered(session: Session, asking: Actor) -> Iterator[tuple[str, Found]]:
    """The lists that there are for somebody, what is most pressing first."""
    served = villages(session, current_district().id)
    if asking.is_planner:
        yield "all", lambda: _to_do_first(going_on_in(session, [row.id for row in served]))
        return
    zone = _zone_of(session, asking)
    if zone is not None:
        yield "pressing", lambda: pressing_in(session, zone, member(session, zone.district_id, asking.member or ""))
    code = asking.member or asking.office or ""
    yield "mine", lambda: _to_do_first(held_by(session, code, GOING_ON))
    here = _of_member(session, asking) if asking.member else _of_office(session, asking, served)
    if here:
        yield "village", lambda: _to_do_first(going_on_in(session, here))
    if asking.member and (served_now := _served_now(session, asking)):
        yield "doubted", lambda: doubted_in(session, served_now)


def _to_do_first(found: Iterable[Task]) -> list[Task]:
    """In the order in which they come, but what is done and waits for somebody's word last."""
    return sorted(found, key=lambda one: one.state is State.DONE)


def _zone_of(session: Session, asking: Actor) -> Zone | None:
    """The zone whose troubleshooter it is now."""
    serving = duty_at(session, current_district().id, now()).teams
    here = zones(session, current_district().id)
    return next((zone for zone in here if asking.member in serving.get(zone.code, ())), None)


def _of_member(session: Session, asking: Actor) -> set[int]:
    """The villages (their keys) in which a member serves about now."""
    on_duty = [duty(session, current_district().id, week) for week in around(now())]
    return {key for on in on_duty for key in on.villages if asking.member in on.team(key)}


def _served_now(session: Session, asking: Actor) -> set[int]:
    """The villages (their keys) in whose team a member is on duty now."""
    on = duty_at(session, current_district().id, now())
    return {key for key in on.villages if asking.member in on.team(key)}


def _of_office(session: Session, asking: Actor, served: Sequence[Village]) -> set[int]:
    """The villages (their keys) of an official or a committee."""
    acting = hands_in(session, asking, served)
    return {row.id for row in (*inspected(session, acting), *spoken_for(session, acting))}
