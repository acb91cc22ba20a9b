"""Both lists of a day, for those who may see them: each side its own, and the other's once both are open."""

from flask import render_template

from rotation.record.blindness import day_seen
from rotation.record.items import words_of
from web.field.place import at_village, day_in
from web.field.room import room


@room.get("/villages/<code>/<day>/lists")
def lists(code: str, day: str) -> str:
    """Both lists of a day beside each other, marked where a side had not closed when they opened by themselves."""
    which = day_in(day)
    here = at_village(code, which)
    seen = day_seen(here.session, here.settings, here.hand, here.village, which)
    return render_template(
        "field/lists.html",
        here=here,
        day=which,
        seen=seen,
        words=words_of(here.session, [*(seen.complaints or ()), *(seen.findings or ())]),
    )
