"""An office's first page: what it answers for, the overdue first, and the money that it is asked for."""

from flask import render_template

from rotation.district.villages import villages
from rotation.district.weeks import today as this_day
from rotation.record.funding import answered_by_level, asked_of
from rotation.record.tasks import TO_DO, State, held_by
from web.offices.room import desk, room
from web.titles import titles_of


@room.get("/")
def today() -> str:
    """What the office has to do, and what it is asked for."""
    here = desk()
    held = held_by(here.session, here.office.code, [*TO_DO, State.DONE])
    asked = asked_of(here.session, here.office) if here.decides else []
    answered = answered_by_level(here.session, here.office) if here.decides else []
    to_do = [task for task in held if task.state in TO_DO]
    return render_template(
        "offices/today.html",
        office=here.office,
        decides=here.decides,
        overdue=[task for task in to_do if task.deadline < this_day()],
        to_do=[task for task in to_do if task.deadline >= this_day()],
        done=[task for task in held if task.state is State.DONE],
        asked=asked,
        answered=answered,
        titles=titles_of(here.session, [*held, *asked, *(one.task for one in answered)]),
        villages={one.id: one for one in villages(here.session, here.office.district_id, inactive=True)},
    )
