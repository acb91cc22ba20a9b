"""One complaint or finding: what was said, what it belongs to, what became of it; and how its teller is reached."""

from flask import Response, abort, make_response, render_template

from rotation.district.weeks import Week
from rotation.errors import NotAllowed
from rotation.record.blindness import require_seen, sight
from rotation.record.correspondence import linked_to
from rotation.record.duty import day_of
from rotation.record.hearings import contact_of
from rotation.record.items import Outcome, words_of
from rotation.record.lists import Complaint, Finding
from rotation.record.rights import DAYS_TO_FINISH, decides, in_team
from rotation.record.sealing import opened
from rotation.record.tasks import Urgency
from rotation.store import now
from web.field.place import Place, at_item
from web.field.room import room

BELONGS = (Outcome.TASK, Outcome.JOINED)


@room.get("/items/<item>")
def item(item: str) -> str:
    """A complaint or finding, and what can be said of it now."""
    here, row = at_item(item)
    require_seen(here.session, here.settings, here.hand, row)
    is_open = sight(here.session, here.settings, here.village, row.day).is_open
    partners = linked_to(here.session, row) if is_open else []
    return render_template(
        "field/item.html",
        here=here,
        item=row,
        words=words_of(here.session, [row, *partners]),
        obstacle=opened(here.session, row.obstacle) if isinstance(row, Finding) and row.obstacle else "",
        partners=partners,
        may_decide=may_decide(here, row),
        reaches=_reaches(here, row),
        may_be_task=row.outcome not in BELONGS and (is_open or row.urgency is Urgency.URGENT),
        is_the_teams=_is_the_teams(here, row),
        is_unfinished=day_of(now()) <= Week.of(row.day).sunday + DAYS_TO_FINISH,
    )


@room.get("/items/<item>/contact")
def contact(item: str) -> Response:
    """How to reach the teller: for the team, the committee and the office that answers."""
    here, row = at_item(item)
    if not isinstance(row, Complaint):
        abort(404)
    known = contact_of(here.session, here.hand, row)
    response = make_response(render_template("field/contact.html", item=row, contact=known))
    response.headers["Cache-Control"] = "no-store"
    return response


def may_decide(here: Place, row: Complaint | Finding) -> bool:
    """Whether the one who asks may say now what becomes of an item, and nobody has made it a task yet."""
    is_left = row.outcome not in BELONGS
    return is_left and decides(here.session, here.hand, here.village, now())


def _reaches(here: Place, row: Complaint | Finding) -> bool:
    """Whether somebody wants an answer, and the one who asks may know who."""
    try:
        return isinstance(row, Complaint) and contact_of(here.session, here.hand, row) is not None
    except NotAllowed:
        return False


def _is_the_teams(here: Place, row: Complaint | Finding) -> bool:
    """Whether it is a complaint that the team of its week wrote down, with the one who asks in it."""
    return isinstance(row, Complaint) and in_team(here.session, here.hand, here.village, Week.of(row.day))
