"""How a week of the sample's record becomes the next: notes, signatures, what passes on, goes up, is erased."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from rotation.board import bulletin
from rotation.demo import sentences
from rotation.demo.agenda import moment
from rotation.demo.scene import Scene, secretary
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.record import escalation, handing, handovers, passing, retention
from rotation.record.handovers import Note, Promise
from rotation.record.roles import BY_ITSELF
from rotation.record.tasks import TO_DO, tasks_of

WITHOUT_NOTE, UNSIGNED, CORRECTED = 0.06, 0.05, 0.04


@dataclass
class Turn:
    """The end of one week and the beginning of the next."""

    scene: Scene
    week: Week

    def plan(self) -> None:
        """Put everything on the agenda: the nights, Sunday's notes, Monday's signatures."""
        put = self.scene.agenda.put
        put(moment(self.week.monday, 0), self.pass_on)
        for day in self.week.days():
            put(moment(day, 0, 30), self.escalate)
        put(moment(self.week.monday, 1), self.erase)
        for village in self.scene.villages:
            if self.scene.duty(self.week).team(village.id):
                put(moment(self.week.sunday, 19, 10), partial(self.write, village))
                put(moment(self.week.monday, 6), partial(self.issue, village))
                put(moment(self.week.monday, 7, 40), partial(self.sign, village))
                if self.scene.happens(CORRECTED):
                    put(moment(self.week.monday, 10, 30), partial(self.correct, village))

    def pass_on(self, at: datetime) -> None:
        """What is due passes to the new teams."""
        while passing.pass_on(self.scene.session, at=at):
            pass

    def escalate(self, at: datetime) -> None:
        """What is overdue goes up."""
        while escalation.escalate(self.scene.session, self.scene.settings, at=at):
            pass

    def erase(self, at: datetime) -> None:
        """How tellers and helpers are reached is kept no longer than it has to be."""
        while retention.keep(self.scene.session, at=at):
            pass

    def issue(self, village: Village, at: datetime) -> None:
        """The board of the week."""
        bulletin.issue(self.scene.session, village, self.week, BY_ITSELF, at)

    def correct(self, village: Village, at: datetime) -> None:
        """The committee found something wrong on it."""
        why = sentences.one_of(self.scene.random, "correct")
        bulletin.correct(self.scene.session, village, self.week, self.scene.committee(village), why, at)

    def write(self, village: Village, at: datetime) -> None:
        """The note of the team that goes."""
        lead = self.scene.lead(village, at)
        if lead is None or self.scene.happens(WITHOUT_NOTE):
            return
        there = tasks_of(self.scene.session, village.id, TO_DO)
        promised = self.scene.random.sample(there, min(len(there), 2))
        promises = [Promise(task=task.number) for task in promised]
        if self.scene.happens(0.5):
            promises.append(Promise(sentences.one_of(self.scene.random, "promise")))
        note = Note(sentences.one_of(self.scene.random, "note"), tuple(promises))
        handovers.write(self.scene.session, lead, village, self.week, note, at)

    def sign(self, village: Village, at: datetime) -> None:
        """One of the team that comes reads what the last one left, and signs; a few do not."""
        before = handing.handing_to(self.scene.session, village, self.week)
        if before is None or self.scene.happens(UNSIGNED):
            return
        reader = secretary(self.scene.random.choice(self.scene.team(village, self.week.monday)))
        handing.sign(self.scene.session, reader, village, before.outgoing, at)
