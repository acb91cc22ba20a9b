"""A village's day in the sample: the hearing, the officials' round, and the hour when both sides sit down together."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from rotation.demo import matters, names, sentences
from rotation.demo.agenda import after, moment
from rotation.demo.lives import Life
from rotation.demo.matters import Matter
from rotation.demo.scene import Scene
from rotation.district.villages import Village
from rotation.record import correspondence, hearings, inspections, outcomes, suggesting
from rotation.record.hearings import Contact, Heard, Meeting
from rotation.record.inspections import Found
from rotation.record.items import Item
from rotation.record.lists import Complaint, Finding, Obstacle
from rotation.record.roles import Hand
from rotation.record.slips import Slip
from rotation.record.tasks import TO_DO, Task, Urgency, tasks_of

MATTERS_A_DAY = (0, 0, 0, 1, 1, 1, 1, 2, 2, 3)
BOTH, ONLY_VILLAGERS = 0.35, 0.75  # shares of the matters: up to here both sides know, up to here villagers only
WITH_SLIP, WITH_CONTACT, NOT_CLOSED, FORGOTTEN = 0.75, 0.25, 0.06, 0.06
LINKED_AT_ONCE, HELPED, AT_ONCE = 0.75, 0.1, 0.6
URGENCIES = (Urgency.NORMAL,) * 7 + (Urgency.SOON,) * 2 + (Urgency.URGENT,)
OUTCOMES = ("task",) * 4 + ("join",) + ("answered",) * 3 + ("set_aside",)


@dataclass
class Raised:
    """A matter on the lists of a day: the complaint, the finding, or both; and the slip that its teller got."""

    matter: Matter
    said: bool
    seen: bool
    complaint: Complaint | None = None
    finding: Finding | None = None
    slip: Slip | None = None
    task: Task | None = None

    @property
    def items(self) -> list[Item]:
        """What stands on the lists, the complaint first."""
        return [item for item in (self.complaint, self.finding) if item]


@dataclass
class Morning:
    """A day in a village."""

    scene: Scene
    village: Village
    day: date
    raised: list[Raised] = field(default_factory=list)
    came: int = 0

    def plan(self) -> None:
        """Put the day on the agenda."""
        hour, minute = map(int, self.village.hearing_time.split(":"))
        begins = moment(self.day, hour, minute)
        put = self.scene.agenda.put
        self.raised = [self._something() for _ in range(self.scene.random.choice(MATTERS_A_DAY))]
        put(begins, self.hear)
        put(begins + timedelta(minutes=20), self.inspect)
        put(moment(self.day, 14, 10), self.sit_down)

    def hear(self, at: datetime) -> None:
        """The hearing, from its opening to its end."""
        scene, lead = self.scene, self.lead(at)
        told = [one for one in self.raised if one.said]
        self.came = len(told) + scene.random.randrange(4)
        if not self.came:
            hearings.nobody_came(scene.session, lead, self.village, self.day, at + timedelta(minutes=50))
            return
        hearing = hearings.open_hearing(scene.session, lead, self.village, self.day, Meeting(came=self.came), at)
        for number, one in enumerate(told, start=1):
            heard = self._heard(one, at)
            when = at + timedelta(minutes=6 * number)
            one.complaint = hearings.hear(scene.session, scene.settings, lead, hearing, heard, when)
            if heard.urgency is Urgency.URGENT and scene.happens(AT_ONCE):
                scene.agenda.put(at + timedelta(minutes=55), partial(self.at_once, one))
        if not scene.happens(NOT_CLOSED):
            hearings.close_hearing(scene.session, lead, hearing, at + timedelta(minutes=70))

    def inspect(self, at: datetime) -> None:
        """The officials' round."""
        scene, official = self.scene, self.scene.official(self.village)
        seen = [one for one in self.raised if one.seen]
        if not seen:
            inspections.nothing_found(scene.session, official, self.village, self.day, at + timedelta(minutes=60))
            return
        inspection = inspections.open_inspection(scene.session, official, self.village, self.day, at)
        for number, one in enumerate(seen, start=1):
            when = at + timedelta(minutes=9 * number)
            one.finding = inspections.find(
                scene.session, scene.settings, official, inspection, self._found(one.matter), when
            )
        if not scene.happens(NOT_CLOSED):
            inspections.close_inspection(scene.session, official, inspection, at + timedelta(minutes=75))

    def sit_down(self, at: datetime) -> None:
        """Link what belongs together, first without help, and say what becomes of everything."""
        lead = self.lead(at)
        pairs = [(one.complaint, one.finding) for one in self.raised if one.complaint and one.finding]
        for complaint, finding in pairs:
            if self.scene.happens(LINKED_AT_ONCE):
                correspondence.link(self.scene.session, self.scene.settings, lead, complaint, finding, at)
        if self.scene.happens(HELPED):
            self._with_help(lead, {(one.id, other.id) for one, other in pairs}, at + timedelta(minutes=8))
        for number, one in enumerate(self.raised):
            late = self.scene.happens(FORGOTTEN)
            when = after(self.scene.random, at, 3) if late else at + timedelta(minutes=10 + 4 * number)
            self.scene.agenda.put(when, partial(self.decide, one))

    def _with_help(self, lead: Hand, alike: set[tuple[int, int]], at: datetime) -> None:
        session, settings = self.scene.session, self.scene.settings
        suggesting.end_first_pass(session, settings, lead, self.village, self.day, at)
        proposals = suggesting.propose(session, settings, lead, self.village, self.day, at)
        suggesting.show(session, self.village, lead, proposals, at)
        for one in proposals:
            pair = session.get_one(Complaint, one.complaint_id), session.get_one(Finding, one.finding_id)
            if (one.complaint_id, one.finding_id) in alike:
                suggesting.accept(session, settings, lead, *pair, at + timedelta(minutes=2))
            elif self.scene.happens(0.6):
                suggesting.refuse(session, settings, lead, *pair, at + timedelta(minutes=3))

    def decide(self, one: Raised, at: datetime) -> None:
        """Say what becomes of a matter: by the team, and of both its items alike."""
        hand = self.scene.lead(self.village, at)
        if hand is None or not one.items:
            return
        outcome = self._outcome(one)
        if outcome == "join":
            one.task = self._going_on()
        if outcome in ("task", "join"):
            self._begin(hand, one, one.items, at)
            return
        say = outcomes.answer_on_the_spot if outcome == "answered" else outcomes.set_aside
        for item in (item for item in one.items if item.outcome is None):
            say(self.scene.session, hand, item, sentences.one_of(self.scene.random, outcome), at)

    def _outcome(self, one: Raised) -> str:
        """What becomes of it: it goes to the task that was made at once, where that goes on."""
        if one.task:
            return "answered" if one.task.has_ended else "task"
        return self.scene.random.choice(OUTCOMES)

    def at_once(self, one: Raised, at: datetime) -> None:
        """What cannot wait becomes a task before the lists are open."""
        if one.complaint and one.task is None:
            self._begin(self.lead(at), one, [one.complaint], at)

    def _begin(self, hand: Hand, one: Raised, items: list[Item], at: datetime) -> None:
        """Make a task of what nobody has made one of, and join the rest to it."""
        session, settings = self.scene.session, self.scene.settings
        if one.task is None:
            one.task = outcomes.make_task(session, settings, hand, items[0], at)
            Life(self.scene, self.village, one.task, one.matter, [one.slip] if one.slip else []).begin(at)
        for item in items:
            if item.outcome is None:
                outcomes.join_task(session, settings, hand, item, one.task, at)

    def _going_on(self) -> Task | None:
        there = tasks_of(self.scene.session, self.village.id, TO_DO)
        return self.scene.random.choice(there) if there else None

    def lead(self, at: datetime) -> Hand:
        """Who leads the team of the day."""
        found = self.scene.lead(self.village, at)
        assert found is not None, "only days with a team are planned"  # noqa: S101 - for mypy
        return found

    def _something(self) -> Raised:
        who = self.scene.random.random()
        return Raised(
            matters.matter(self.scene.random), said=who < ONLY_VILLAGERS, seen=not BOTH < who < ONLY_VILLAGERS
        )

    def _heard(self, one: Raised, at: datetime) -> Heard:
        random, contact = self.scene.random, None
        one.slip = self.scene.slip(self.village, at) if self.scene.happens(WITH_SLIP) else None
        if self.scene.happens(WITH_CONTACT):
            contact = Contact(str(12_100_000_000 + random.randrange(10**8)), names.people(random, 1)[0])
        words = sentences.said(random, one.matter)
        about = (words, one.matter.kind.category, one.matter.place, random.choice(URGENCIES))
        return Heard(*about, slip=one.slip, contact=contact)

    def _found(self, matter: Matter) -> Found:
        random = self.scene.random
        about = (sentences.found(random, matter), matter.kind.category, matter.place, random.choice(URGENCIES))
        stands = tuple(Obstacle(kind) for kind in matter.kind.stands)
        return Found(*about, obstacles=stands, obstacle=sentences.obstacle(random) if stands else "")
