"""Everything that stands on a board, gathered at the moment when it is issued."""

from rotation.board.contents import matters, voices
from rotation.board.contents.parts import Committee, Content, Hearings
from rotation.board.contents.promises import in_the_note, promises
from rotation.board.contents.scene import Scene, named
from rotation.board.counts import Counts
from rotation.board.statistics import By, Scope, counted
from rotation.district.hearing_days import hearing_days
from rotation.district.villages import District, Village
from rotation.district.working_days import calendar
from rotation.record.duty import day_of


def gathered(scene: Scene) -> Content:
    """What the board of this village and week shows at this moment."""
    session, village = scene.session, scene.village
    tasks, noted = matters.tasks_on(scene), in_the_note(scene)
    known = matters.with_these(scene, tasks, {one.task for one in noted if one.task})
    files = matters.files_of(scene, known)
    return Content(
        district=named(session.get_one(District, village.district_id)),
        village=named(village),
        team=scene.team(),
        hearings=_hearings(scene),
        committee=_committee(village),
        promises=tuple(promises(scene, noted, known, files)),
        matters=tuple(matters.matters(scene, tasks, files)),
        questions=tuple(voices.questions(scene)),
        wanted=tuple(voices.helpers_wanted(scene)),
        helped=tuple(voices.helped(scene)),
        paragraphs=tuple(voices.paragraphs(scene)),
        counts=_counts(scene),
    )


def _hearings(scene: Scene) -> Hearings:
    days = calendar(scene.session, scene.village.district_id)
    held = hearing_days(scene.village, scene.week, days)
    return Hearings(held, scene.village.hearing_time, scene.village.hearing_place)


def _committee(village: Village) -> Committee:
    return Committee(village.committee_room, village.committee_hours, village.committee_phone)


def _counts(scene: Scene) -> Counts:
    """Those of the week before."""
    scope = Scope(scene.village.district_id, scene.last_week, scene.last_week, village_id=scene.village.id)
    return counted(scene.session, scope, By.VILLAGE, today=day_of(scene.at)).get(scene.village.code, Counts())
