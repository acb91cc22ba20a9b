"""What villagers say of a task in the sample, on the site and at the counter: me too, questions, offers, verdicts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from rotation.demo import names, sentences
from rotation.demo.agenda import after
from rotation.demo.scene import VILLAGER, Scene
from rotation.district.villages import Village
from rotation.district.weeks import CHINA
from rotation.record import acts, follow_ups, offers, task_texts, verdicts, voices
from rotation.record.follow_ups import FollowUp
from rotation.record.offers import Call, Offer, Offered, Reach
from rotation.record.slips import Slip
from rotation.record.states import STEPS, possible
from rotation.record.tasks import TO_DO, State, Task
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker

ECHOES, ECHO_WITHIN_DAYS = (0, 0, 0, 0, 1, 1, 2, 4), 9
QUESTIONED, CALLED, UNANSWERED = 0.16, 0.09, 0.12
AT_THE_COUNTER, WITH_RECEIPT = 0.25, 0.4
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
VERDICTS = (("yes", 34), ("no", 11), ("partly", 7), ("without", 12), ("committee", 18), ("nothing", 18))
CONTENT = (5, 5, 4, 4, 4, 3, 3, 2, None)
Again = Callable[[datetime], None]


@dataclass
class Villagers:
    """The villagers who care about a task; `slips` lead to it."""

    scene: Scene
    village: Village
    task: Task
    slips: list[Slip]

    def begin(self, at: datetime) -> None:
        """Put on the agenda what they will say while it goes on."""
        random, put = self.scene.random, self.scene.agenda.put
        for _ in range(random.choice(ECHOES)):
            put(after(random, at, random.randint(0, ECHO_WITHIN_DAYS)), self.me_too)
        if self.scene.happens(QUESTIONED):
            put(after(random, at, random.randint(1, 8)), self.ask)
        if self.scene.happens(CALLED):
            put(after(random, at, random.randint(1, 3)), self.call)

    def me_too(self, at: datetime) -> None:
        """Somebody has the same trouble."""
        if self.task.state in STEPS["echo"].states:
            speaker = self._speaker(at)
            voices.me_too(self.scene.session, speaker, self.task, at)
            self.slips += [speaker.slip] if speaker.slip else []

    def ask(self, at: datetime) -> None:
        """A question to the committee."""
        if self.task.state not in STEPS["question"].states:
            return
        words = sentences.one_of(self.scene.random, "question")
        asked = follow_ups.ask(self.scene.session, self.scene.settings, self._speaker(at), self.task, words, at)
        if not self.scene.happens(UNANSWERED):
            self.scene.agenda.put(
                after(self.scene.random, at, self.scene.random.choice((1, 2, 2, 3, 6))), partial(self.answer, asked)
            )

    def answer(self, asked: FollowUp, at: datetime) -> None:
        """The committee answers, and releases both."""
        session, committee = self.scene.session, self.scene.committee(self.village)
        words = sentences.one_of(self.scene.random, "answer")
        follow_ups.answer(session, committee, asked, words, at)
        texts = [asked.words, asked.answer or ""]
        task_texts.release(session, self.task, committee, texts, at=at)

    def call(self, at: datetime) -> None:
        """The committee asks for helpers, and some come."""
        if self.task.state not in STEPS["call"].states:
            return
        random, committee = self.scene.random, self.scene.committee(self.village)
        days = random.randint(3, 7)
        weekday = WEEKDAYS[(at.astimezone(CHINA) + timedelta(days=days)).weekday()]
        words = sentences.call(random, weekday)
        call = offers.call_for_helpers(self.scene.session, committee, self.task, random.randint(2, 5), words, at)
        for _ in range(random.randint(1, 3)):
            self.scene.agenda.put(after(random, at, random.randint(0, 2)), partial(self.offer, call))
        self.scene.agenda.put(after(random, at, days + 1), partial(self.end_call, call))

    def offer(self, call: Call, at: datetime) -> None:
        """Somebody offers to come; the committee mostly accepts, and thanks."""
        if self.task.state not in STEPS["offer"].states:
            return
        random, scene = self.scene.random, self.scene
        phone, name = str(12_200_000_000 + random.randrange(10**8)), names.people(random, 1)[0]
        reach = Reach(name, phone, named_in_public=scene.happens(0.6))
        offered = Offered(sentences.one_of(random, "offer"), reach, call)
        made = offers.offer_help(scene.session, self._speaker(at), self.task, offered, at)
        if scene.happens(0.8):
            scene.agenda.put(after(random, at, 1), partial(self.accept, made))

    def accept(self, made: Offer, at: datetime) -> None:
        """The committee takes an offer up."""
        offers.accept_offer(self.scene.session, self.scene.committee(self.village), made, at)
        if self.scene.happens(0.8):
            self.scene.agenda.put(after(self.scene.random, at, 7), partial(self.thank, made))

    def thank(self, made: Offer, at: datetime) -> None:
        """Somebody has helped."""
        offers.thank(self.scene.session, self.scene.committee(self.village), made, at)

    def end_call(self, call: Call, at: datetime) -> None:
        """No more helpers are asked for."""
        offers.close_call(self.scene.session, self.scene.committee(self.village), call, at)

    def judge(self, at: datetime, again: Again) -> None:
        """Put on the agenda what they will say now that it is said to be done; `again` where they say no."""
        what = self.scene.random.choices([what for what, _ in VERDICTS], [share for _, share in VERDICTS])[0]
        when = after(self.scene.random, at, self.scene.random.randint(1, 7))
        self.scene.agenda.put(when, partial(self._say, what, again))

    def _say(self, what: str, again: Again, at: datetime) -> None:
        if self.task.state is not State.DONE:
            return
        if what == "committee":
            self._confirm(at)
        elif what == "without":
            solved = self.scene.random.choice((Solved.YES, Solved.YES, Solved.NO))
            self._judge(Speaker(VILLAGER), solved, at)
        elif what != "nothing":
            self._judge(self._with_code(at), Solved(what), at)
        if self.task.state in TO_DO:
            again(at)

    def _judge(self, speaker: Speaker, solved: Solved, at: datetime) -> None:
        said = Judgement(solved, self.scene.random.choice(CONTENT) if solved is Solved.YES else None)
        verdict = verdicts.judge(self.scene.session, self.scene.settings, speaker, self.task, said, at)
        if verdict.look_by and self.scene.happens(0.7):
            self.scene.agenda.put(after(self.scene.random, at, 2), partial(self._look, verdict.entry))

    def _look(self, entry: int, at: datetime) -> None:
        verdict = self.scene.session.get_one(verdicts.Verdict, entry)
        verdicts.looked(self.scene.session, self.scene.speaks_for(self.village, at), verdict, at)

    def _confirm(self, at: datetime) -> None:
        committee = self.scene.committee(self.village)
        if "confirm" in possible(self.scene.session, self.task, committee, at=at):
            acts.confirm(self.scene.session, self.task, committee, at=at)

    def _with_code(self, at: datetime) -> Speaker:
        """A villager with a code that leads to the task, where one has it; else at the counter, or without."""
        if self.slips:
            return Speaker(VILLAGER, self.slips.pop(0))
        committee = self.scene.committee(self.village)
        may = possible(self.scene.session, self.task, committee, at=at)
        return Speaker(committee if "confirm_as_villager" in may else VILLAGER)

    def _speaker(self, at: datetime) -> Speaker:
        if self.scene.happens(AT_THE_COUNTER):
            return Speaker(self.scene.committee(self.village), self.scene.slip(self.village, at))
        return self.scene.villager(self.village, at, with_slip=self.scene.happens(WITH_RECEIPT))
