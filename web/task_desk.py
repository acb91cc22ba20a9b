"""A task on somebody's desk: the task, its village, and in which role the one who asks acts there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from rotation.district.villages import Village
from rotation.errors import InvalidInput
from rotation.record import numbers, tasks
from rotation.record.roles import Hand
from rotation.record.states import possible
from rotation.record.tasks import Task
from rotation.record.work import require_reader
from rotation.settings import Settings
from web.accounts import actor, current_district
from web.extensions import db
from web.hand import hand_in
from web.installation import settings

__all__ = ["Desk", "at_task"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page of one task starts from; `number` stays when the session lets the task go."""

    session: Session
    settings: Settings
    task: Task
    village: Village
    hand: Hand
    number: str

    def possible(self) -> frozenset[str]:
        """The steps that the one who asks may make now."""
        return possible(self.session, self.task, self.hand)


def at_task(typed: str) -> Desk:
    """The task of that number, for those who may read it; 404 for tasks of other districts, 403 for other people's."""
    session = db.session()
    try:
        found = tasks.task(session, numbers.parse(typed))
    except InvalidInput:
        raise NotFound from None
    if found.district_id != current_district().id:
        raise NotFound
    village = session.get_one(Village, found.village_id)
    hand = hand_in(session, actor(), village)
    require_reader(session, found, hand)
    return Desk(session, settings(), found, village, hand, found.number)
