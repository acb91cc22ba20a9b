"""What became of the tasks from one's own terms: their state today, and what villagers say of them."""

from flask import render_template

from rotation.board.task_pages import questions
from rotation.district.villages import villages
from rotation.record.became import became as became_of
from web.mine.room import own, room


@room.get("/became")
def became() -> str:
    """The tasks, those that changed last first; nothing is added up, and nobody is compared."""
    here = own()
    where = {row.id: row for row in villages(here.session, here.district.id, inactive=True)}
    rows = became_of(here.session, here.code)
    asked = questions(here.session, [one.task.number for one in rows])
    return render_template("mine/became.html", rows=rows, villages=where, asked=asked)
