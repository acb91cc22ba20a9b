"""A week of life in a village, so that each part of its next board holds something."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rotation.board import bulletin
from rotation.district.members import Member
from rotation.record import acts, diaries, follow_ups, handovers, offers, task_texts, voices
from rotation.record.diaries import Writing
from rotation.record.handovers import Note, Promise
from rotation.record.offers import Offered, Reach
from rotation.record.roles import BY_ITSELF, Hand
from rotation.record.tasks import Task
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.record.life_made import COMMITTEE, FIRST, LEAD, VILLAGER, Life

SECOND = FIRST + 1
TITLE, REPORT, QUESTION, ANSWER = "村口路灯坏了两盏", "灯泡已经买好", "哪一天修好？", "本周五以前修好。"
PARAGRAPH, PROMISED, CALL, HELPER = (
    "今天和电工一起看了路灯。",
    "周五以前把路灯修好",
    "周六上午，带手套，在村口",
    "孙师傅",
)
SILENT = "不该有人知道的"


@dataclass
class Played:
    """What was done in the first week."""

    life: Life
    lamp: Task
    quiet: Task
    question: follow_ups.FollowUp


def entitled(life: Life, title: str, days: float = 0, hand: Hand = LEAD, **said: object) -> Task:
    """A task with a released title."""
    with writing(life.session):
        return _entitled(life, title, life.at(days), hand, said)


def many(life: Life, titles: Iterable[str], days: float, hand: Hand) -> None:
    """Many of them, at once."""
    with writing(life.session):
        for title in titles:
            _entitled(life, title, life.at(days), hand, {})


def _entitled(life: Life, title: str, at: datetime, hand: Hand, said: Mapping[str, object]) -> Task:
    said = {"category": "roads", **said}
    task = acts.open_task(life.session, life.settings, life.village, hand, at=at, **said)
    entry = task_texts.write(life.session, task, hand, title=title, at=at)
    task_texts.release(life.session, task, hand, [entry.values["title"]], at=at)
    return task


def name_in_public(life: Life, *codes: str, agreed: bool = True) -> None:
    """These members agree to be named, or do no longer."""
    with writing(life.session) as session:
        for member in session.query(Member).where(Member.code.in_(codes)):
            member.named_in_public = agreed


def play(life: Life) -> Played:
    """A week: two tasks, one with everything about it and one about which nothing is released."""
    lamp, quiet = entitled(life, TITLE, urgency="soon"), life.task(category="waste", urgency="urgent")
    with writing(life.session) as session:
        _say_about(life, lamp)
        task_texts.write(session, quiet, LEAD, title=SILENT, at=life.at(1))
        asked = _ask(life, lamp)
        _help(life, lamp)
        said = Writing(f"{SILENT}。\n{PARAGRAPH}", board=PARAGRAPH)
        diaries.write(session, LEAD, life.village, date(2026, 1, 7), said, life.at(2.4))
        note = Note(SILENT, (Promise(PROMISED, lamp.number),))
        handovers.write(session, LEAD, life.village, FIRST, note, life.at(4.4))
    return Played(life, lamp, quiet, asked)


def _say_about(life: Life, task: Task) -> None:
    acts.begin(life.session, task, LEAD, at=life.at(1))
    report = acts.report(life.session, task, LEAD, REPORT, at=life.at(2))
    task_texts.release(life.session, task, LEAD, [report.values["text"]], at=life.at(2))


def _ask(life: Life, task: Task) -> follow_ups.FollowUp:
    villager = Speaker(VILLAGER)
    asked = follow_ups.ask(life.session, life.settings, villager, task, QUESTION, life.at(1))
    follow_ups.answer(life.session, COMMITTEE, asked, ANSWER, life.at(2))
    task_texts.release(life.session, task, COMMITTEE, [asked.words, asked.answer or ""], at=life.at(2))
    follow_ups.ask(life.session, life.settings, villager, task, SILENT, life.at(4))
    voices.me_too(life.session, villager, task, life.at(2))
    return asked


def _help(life: Life, task: Task) -> None:
    call = offers.call_for_helpers(life.session, COMMITTEE, task, 3, CALL, life.at(2))
    for name, agreed in ((HELPER, True), (SILENT, False)):
        offered = Offered(SILENT, Reach(name, "13912345678", named_in_public=agreed), call)
        offer = offers.offer_help(life.session, Speaker(VILLAGER), task, offered, life.at(2))
        offers.accept_offer(life.session, COMMITTEE, offer, life.at(3))
        offers.thank(life.session, COMMITTEE, offer, life.at(4))


def issued(life: Life, days: float = 7) -> bulletin.Bulletin:
    """The village's board of the week in which these days after the first Monday lie."""
    with writing(life.session) as session:
        return bulletin.issue(session, life.village, FIRST + int(days // 7), BY_ITSELF, life.at(days))
