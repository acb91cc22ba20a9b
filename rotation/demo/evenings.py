"""The diaries of the sample: most days written in the evening; some late, some excused, some missing, a few amended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rotation.demo import sentences
from rotation.demo.agenda import moment
from rotation.demo.mornings import Morning
from rotation.demo.scene import Scene, secretary
from rotation.district.members import member as member_of
from rotation.record import diaries, diary_overview
from rotation.record.diaries import Writing
from rotation.record.roles import Hand

EVENING, LAST_MINUTE = 17, 220
DAYS = (("written", 86), ("late", 6), ("excused", 3), ("missing", 5))
AMENDED, MARKED = 0.05, 0.06


@dataclass
class Evening:
    """A secretary's evening after a day in a village."""

    scene: Scene
    morning: Morning
    member: str

    def plan(self) -> None:
        """Put the writing on the agenda, or the excuse, or nothing."""
        random, day = self.scene.random, self.morning.day
        what = random.choices([what for what, _ in DAYS], [share for _, share in DAYS])[0]
        at = moment(day, EVENING) + timedelta(minutes=random.randrange(LAST_MINUTE))
        if what == "excused":
            self.scene.agenda.put(moment(day, EVENING), self.excuse)
        elif what != "missing":
            self.scene.agenda.put(at + timedelta(hours=13 if what == "late" else 0), self.write)

    def write(self, at: datetime) -> None:
        """The entry of the day; a few are amended the next morning."""
        diaries.write(self.scene.session, self._hand, self.morning.village, self.morning.day, self._writing(), at)
        if self.scene.happens(AMENDED):
            self.scene.agenda.put(at + timedelta(hours=11), self.amend)

    def amend(self, at: datetime) -> None:
        """Something was forgotten."""
        self.write(at)

    def excuse(self, at: datetime) -> None:
        """The planner excuses the day."""
        scene = self.scene
        member = member_of(scene.session, scene.district.id, self.member)
        why = sentences.one_of(scene.random, "excuse")
        diary_overview.excuse(scene.session, scene.planner, member, self.morning.day, why, at)

    @property
    def _hand(self) -> Hand:
        return secretary(self.member)

    def _writing(self) -> Writing:
        """What was heard and seen; now and then a paragraph of it is for the board."""
        scene, morning = self.scene, self.morning
        places = [one.matter.place for one in morning.raised] or ["村委会"]
        words = sentences.diary(scene.random, morning.came, len(morning.raised), places)
        board = sentences.seen(scene.random, places[0]) if scene.happens(MARKED) else ""
        numbers = {item.task for one in morning.raised for item in one.items if item.task}
        return Writing("\n".join(filter(None, (words, board))), board, (morning.day,), tuple(sorted(numbers)))
