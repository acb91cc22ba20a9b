"""The life of a task in the sample: from its title to the day on which somebody says that it is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from rotation.demo import pictures, sentences
from rotation.demo.agenda import Deed, after
from rotation.demo.matters import Matter
from rotation.demo.scene import Scene, troubleshooter
from rotation.demo.villagers import Villagers
from rotation.district.offices import Level
from rotation.district.villages import Village
from rotation.record import acts, money, photos, task_texts
from rotation.record.duty import week_of
from rotation.record.ledger import Entry
from rotation.record.roles import Hand
from rotation.record.slips import Slip
from rotation.record.states import STEPS, possible
from rotation.record.task_texts import Use, Why
from rotation.record.tasks import TO_DO, State, Task, Urgency, tasks_of

RELEASED, DAYS_TO_RELEASE = 0.85, (0, 0, 0, 1, 3)
PICTURED, MOST_PICTURED = 0.2, 30
TURNS = (("keep", 52), ("assign", 26), ("ask", 10), ("escalate", 5), ("decline", 4), ("join", 3))
DAYS_TO_BEGIN, DAYS_TO_GO_ON = (0, 1, 1, 2, 3), (1, 1, 2, 2, 3, 4, 6)
REPORTS, SLOW, TAKEN, HURRIED = (0, 0, 0, 1, 1, 2), 0.12, 0.8, 0.75
FEN = 100
TAKEN_BACK = 40  # of the first release after so many, a text is withdrawn again
TEXTS = ("title", "summary", "text", "reason", "photo")


@dataclass
class Life:
    """A task, what it is about, the slips that lead to it, how many reports are to come, which texts to be released."""

    scene: Scene
    village: Village
    task: Task
    matter: Matter
    slips: list[Slip] = field(default_factory=list)
    reports: int = 0
    waiting: list[str] = field(default_factory=list)

    def begin(self, at: datetime) -> None:
        """Give it a title, and put what follows on the agenda."""
        random = self.scene.random
        self.reports = random.choice(REPORTS) + (4 if self.scene.happens(SLOW) else 0)
        self._put(at + timedelta(minutes=random.randint(2, 9)), self.describe)
        turn = random.choices([turn for turn, _ in TURNS], [share for _, share in TURNS])[0]
        if self.task.pressing and self.scene.happens(TAKEN):
            turn = "take"
        self._put(at + timedelta(minutes=random.randint(12, 60)), partial(self.turn, turn))
        Villagers(self.scene, self.village, self.task, self.slips).begin(at)

    def describe(self, at: datetime) -> None:
        """Title and summary, and sometimes a photo."""
        hand, random = self.scene.speaks_for(self.village, at), self.scene.random
        said = {"title": self.matter.title, "summary": sentences.summary(random, self.matter)}
        self._publish(task_texts.write(self.scene.session, self.task, hand, **said, at=at))
        self._picture(Use.BEFORE, at)

    def turn(self, turn: str, at: datetime) -> None:
        """What whoever is responsible first does with it; then the work goes on."""
        if self.task.state not in TO_DO:
            return
        getattr(self, f"_{turn}")(at)
        self._work_on(at, DAYS_TO_BEGIN)

    def _keep(self, at: datetime) -> None:
        """It stays where it is."""

    def _assign(self, at: datetime) -> None:
        hand = self.scene.lead(self.village, at)
        if hand and self.task.level is Level.VILLAGE:
            office = self.scene.committee(self.village).office or ""
            acts.assign(self.scene.session, self.task, hand, office=office, at=at)

    def _take(self, at: datetime) -> None:
        there = self.scene.duty(week_of(at)).troubleshooters(self.village.id)
        if there:
            why = sentences.one_of(self.scene.random, "take")
            self._publish(acts.take(self.scene.session, self.task, troubleshooter(there[0]), why, at=at))

    def _decline(self, at: datetime) -> None:
        self._say(acts.decline, "decline", at)

    def _escalate(self, at: datetime) -> None:
        if self.task.level is not Level.DISTRICT:
            self._say(partial(_escalate, self.scene), "escalate", at)

    def _join(self, at: datetime) -> None:
        others = [task for task in tasks_of(self.scene.session, self.village.id, TO_DO) if task is not self.task]
        same = [task for task in others if task.category == self.task.category]
        if same:
            acts.join(self.scene.session, self.task, self.scene.responsible(self.task), same[0], at=at)

    def _ask(self, at: datetime) -> None:
        session, hand = self.scene.session, self.scene.responsible(self.task)
        if not self.matter.kind.yuan or self.task.level is Level.DISTRICT:
            return
        least, most = self.matter.kind.yuan
        sum_ = self.scene.random.randrange(least, most, 10) * FEN
        self._publish(money.ask(session, self.task, hand, sum_, sentences.money("ask", self.matter), at=at))
        self._put(after(self.scene.random, at, self.scene.random.randint(1, 5)), self.answer_money)

    def answer_money(self, at: datetime) -> None:
        """The office above grants what was asked, some of it, or nothing."""
        level = self.task.asked_level
        above = self.scene.above(level, self.village) if level else None
        if above is None or self.task.pending <= 0 or "grant" not in self._may(above, at):
            return
        if self.scene.happens(0.25):
            why = sentences.one_of(self.scene.random, "refuse")
            self._publish(money.refuse(self.scene.session, self.task, above, why, at=at))
            return
        granted = self.task.pending if self.scene.happens(0.7) else max(FEN, self.task.pending // 2)
        reason = sentences.money("grant", self.matter)
        self._publish(money.grant(self.scene.session, self.task, above, granted, reason, at=at))
        self._put(after(self.scene.random, at, self.scene.random.randint(2, 6)), self.spend)

    def spend(self, at: datetime) -> None:
        """Most of what was granted is spent; now and then more."""
        hand = self.scene.responsible(self.task)
        if "spend" in self._may(hand, at):
            spent = int(self.task.granted * self.scene.random.choice((0.8, 0.95, 1, 1, 1, 1.1)))
            self._publish(
                money.spend(self.scene.session, self.task, hand, spent, sentences.money("spend", self.matter), at=at)
            )

    def work(self, at: datetime) -> None:
        """The next thing that whoever is responsible does; whatever happened meanwhile."""
        session, task, hand = self.scene.session, self.task, self.scene.responsible(self.task)
        if task.state in STEPS["begin"].states:
            acts.begin(session, task, hand, at=at)
        elif task.state is not State.UNDER_WAY:
            return
        elif self.reports:
            self.reports -= 1
            said = sentences.how_far(self.scene.random, self.matter)
            self._publish(acts.report(session, task, hand, said, at=at))
        else:
            self._finish(at)
            return
        self._work_on(at, DAYS_TO_GO_ON)

    def _finish(self, at: datetime) -> None:
        hand = self.scene.responsible(self.task)
        said = sentences.done(self.scene.random, self.matter)
        self._publish(acts.finish(self.scene.session, self.task, hand, said, at=at))
        self._picture(Use.AFTER, at)
        again = partial(self._work_on, days=DAYS_TO_BEGIN)
        Villagers(self.scene, self.village, self.task, self.slips).judge(at, again)

    def _work_on(self, at: datetime, days: tuple[int, ...]) -> None:
        soon = self.task.urgency is Urgency.URGENT and self.scene.happens(HURRIED)
        self._put(after(self.scene.random, at, 0 if soon else self.scene.random.choice(days)), self.work)

    def _say(self, act: Callable[..., Entry], what: str, at: datetime) -> None:
        hand, why = self.scene.responsible(self.task), sentences.one_of(self.scene.random, what)
        self._publish(act(self.scene.session, self.task, hand, why, at=at))

    def _picture(self, use: Use, at: datetime) -> None:
        """A photo before, of some; and one afterwards of what was photographed before."""
        scene, number = self.scene, self.task.number
        if use is Use.BEFORE and len(scene.pictured) < MOST_PICTURED and scene.happens(PICTURED):
            scene.pictured.add(number)
        if number not in scene.pictured:
            return
        same = Random(number)  # noqa: S311 - the same houses both times
        drawn = pictures.photo(self.matter.kind.picture, same, mended=use is Use.AFTER)
        name = photos.store(scene.folder, drawn)
        hand = scene.speaks_for(self.village, at)
        self._publish(task_texts.add_photo(scene.session, self.task, hand, name, use=use, at=at))

    def _publish(self, entry: Entry) -> None:
        """Release what an entry brought: mostly together with what else waits, some days later, or not at all."""
        if not self.scene.happens(RELEASED):
            return
        if not self.waiting:
            self._put(after(self.scene.random, entry.at, self.scene.random.choice(DAYS_TO_RELEASE)), self.release)
        self.waiting += [entry.values[name] for name in TEXTS if entry.values.get(name)]

    def release(self, at: datetime) -> None:
        """Let the public read what waits."""
        texts, self.waiting = self.waiting, []
        hand = self.scene.speaks_for(self.village, at)
        task_texts.release(self.scene.session, self.task, hand, texts, at=at)
        self.scene.releases += 1
        if self.scene.releases == TAKEN_BACK:
            self._put(after(self.scene.random, at, 2), partial(self.withdraw, texts[-1]))

    def withdraw(self, text: str, at: datetime) -> None:
        """Somebody is named in it after all: it is deleted."""
        hand = self.scene.speaks_for(self.village, at)
        task_texts.withdraw(self.scene.session, self.task, hand, [text], why=Why.PRIVATE, at=at)

    def _may(self, hand: Hand, at: datetime) -> frozenset[str]:
        return possible(self.scene.session, self.task, hand, at=at)

    def _put(self, at: datetime, deed: Deed) -> None:
        self.scene.agenda.put(at, deed)


def _escalate(scene: Scene, session: Session, task: Task, hand: Hand, reason: str, *, at: datetime) -> Entry:
    return acts.escalate(session, scene.settings, task, hand, reason=reason, at=at)
