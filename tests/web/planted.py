"""The field's week with something in every private field that is found nowhere else: a canary that must not fly out."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from rotation.board import bulletin
from rotation.demo import pictures
from rotation.district.leave import Leave
from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.record import (
    acts,
    diaries,
    diary_overview,
    follow_ups,
    hearings,
    inspections,
    money,
    offers,
    outcomes,
    photos,
    slips,
    task_texts,
    verdicts,
    voices,
)
from rotation.record.handovers import Note, Promise
from rotation.record.handovers import write as write_note
from rotation.record.hearings import Contact, Heard, Meeting
from rotation.record.inspections import Found
from rotation.record.lists import Obstacle
from rotation.record.offers import Offered, Reach
from rotation.record.roles import BY_ITSELF
from rotation.record.task_texts import Use, Why
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.record.field_made import HANDS, MONDAY, at
from tests.web.field.conftest import field as field_fixture
from tests.web.field.conftest import watch
from web.extensions import db

__all__ = ["Canaries", "field_fixture", "planted", "watch"]
KEY = b"k" * 32


@dataclass
class Canaries:
    """What was planted: each text with the field that it stands in; `shown` is what everybody may read."""

    private: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def secret(self, where: str) -> str:
        """A text for a private field."""
        made = f"QZX{len(self.private):03}QZX"
        self.private[made] = where
        return made

    def phone(self, where: str) -> str:
        """A telephone number for a private field."""
        made = str(12_970_000_000 + 7919 * (len(self.private) + 1))
        self.private[made] = where
        return made

    def public(self, where: str) -> str:
        """A text for a field that the public may read."""
        made = f"PUB{len(self.shown):03}PUB"
        self.shown[made] = where
        return made

    def flown(self, text: str) -> list[str]:
        """In which private fields what is found in a text stands."""
        return sorted(where for canary, where in self.private.items() if canary in text)


@pytest.fixture
def planted(app, field_fixture, watch):
    """The site in its second week; `task` and `other` are numbers, `items` codes, `photos` names."""
    birds = Canaries()
    made = SimpleNamespace(canaries=birds, app=app, come=field_fixture.come, watch=watch)
    instance = app.extensions["settings"].instance
    made.photos = {
        name: photos.store(instance, pictures.photo("lamp", random, mended=name == "released"))
        for name, random in (("released", Random(1)), ("kept", Random(2)))
    }
    birds.private[made.photos["kept"]] = "a photo that was not released"
    with app.app_context():
        with writing(db.session()) as session:
            village = session.scalars(select(Village).where(Village.code == "v01")).one()
            _plant_people(session, birds)
            _plant_lists(session, app.extensions["settings"], village, made)
            _plant_tasks(session, app.extensions["settings"], village, made)
            _plant_voices(session, app.extensions["settings"], made)
            _plant_words(session, village, made)
            _plant_boards(session, village, made)
        db.session.remove()
    watch.set(8, 9)
    return made


def _plant_people(session, birds):
    for member in session.scalars(select(Member)):
        member.name, member.home = birds.secret("a member's name"), birds.secret("a member's home")
        member.phone = birds.phone("a member's telephone")
        session.add(
            Leave(
                member_id=member.id,
                first_day=MONDAY,
                last_day=MONDAY + timedelta(1),
                reason=birds.secret("a leave's reason"),
            )
        )
    session.flush()
    for code in ("m03", "m05"):  # of the first week, and of the second
        open_one = session.scalars(select(Member).where(Member.code == code)).one()
        open_one.named_in_public, open_one.name = True, birds.public(f"{code}, who agreed to be named")
    for office in session.scalars(select(Office)):
        office.phone = ""
    birds.private |= {hand.account: "a login" for hand in HANDS.values() if hand.account}


def _plant_lists(session, settings, village, made):
    birds, lead, official = made.canaries, HANDS["lead"], HANDS["official"]
    hearing = hearings.open_hearing(session, lead, village, MONDAY, Meeting(came=3), at(0))
    inspection = inspections.open_inspection(session, official, village, MONDAY, at(0))
    receipt = slips.receipt(session, KEY, village.id, at(0))
    birds.private[receipt.code] = birds.private[slips.spoken(receipt.code)] = "a slip's code"
    made.heard = []
    for number in range(3):
        said = Heard(
            birds.secret("a complaint's words"),
            "lighting",
            birds.secret("a complaint's place"),
            slip=receipt.slip if not number else None,
            contact=Contact(birds.phone("a teller's telephone"), birds.secret("a teller's name")),
        )
        made.heard.append(hearings.hear(session, settings, lead, hearing, said, at(0)))
    words, place, wall = (birds.secret(f"a finding's {what}") for what in ("words", "place", "obstacle"))
    found = Found(words, "roads", place, obstacles=(Obstacle.MONEY,), obstacle=wall)
    made.finding = inspections.find(session, settings, official, inspection, found, at(0))
    hearings.close_hearing(session, lead, hearing, at(0, 9))
    inspections.close_inspection(session, official, inspection, at(0, 9))
    outcomes.answer_on_the_spot(session, lead, made.heard[1], birds.secret("an answer on the spot"), at(0, 10))
    outcomes.set_aside(session, lead, made.finding, birds.secret("why it was set aside"), at(0, 10))
    made.items = [item.code for item in (*made.heard, made.finding)]
    made.slip = receipt.slip


def _plant_tasks(session, settings, village, made):
    birds, lead, committee = made.canaries, HANDS["lead"], HANDS["committee"]
    task = outcomes.make_task(session, settings, lead, made.heard[0], at(0, 11))
    title, summary = birds.public("a released title"), birds.secret("a summary that was not released")
    entry = task_texts.write(session, task, lead, title=title, summary=summary, at=at(0, 11))
    task_texts.release(session, task, lead, [entry.values["title"]], at=at(0, 11))
    acts.report(session, task, lead, birds.secret("a report that was not released"), at=at(0, 12))
    money.ask(session, task, lead, 12300, birds.secret("what money is for"), at=at(0, 12))
    money.refuse(session, task, HANDS["township"], birds.secret("why money was refused"), at=at(0, 13))
    gone = acts.report(session, task, lead, birds.secret("a report that was withdrawn"), at=at(0, 13))
    task_texts.release(session, task, lead, [gone.values["text"]], at=at(0, 13))
    task_texts.withdraw(session, task, lead, [gone.values["text"]], why=Why.PRIVATE, at=at(0, 14))
    for name, use in (("released", Use.AFTER), ("kept", Use.BEFORE)):
        kept = task_texts.add_photo(session, task, lead, made.photos[name], use=use, at=at(0, 14))
        if name == "released":
            task_texts.release(session, task, lead, [kept.values["photo"]], at=at(0, 14))
    other = acts.open_task(session, settings, village, committee, category="water", at=at(1))
    task_texts.write(session, other, lead, title=birds.secret("a title that was not released"), at=at(1))
    acts.mark(session, other, lead, birds.secret("why it is pressing"), pressing=True, at=at(1))
    acts.take(session, other, HANDS["troubleshooter"], birds.secret("why it could not wait"), at=at(1))
    made.task, made.other, made.rows = task.number, other.number, (task, other)


def _plant_voices(session, settings, made):
    birds, committee, villager = made.canaries, HANDS["committee"], Speaker(HANDS["villager"])
    task, _other = made.rows
    voices.me_too(session, villager, task, at(1))
    asked = follow_ups.ask(session, settings, villager, task, birds.secret("a question not released"), at(1))
    follow_ups.answer(session, committee, asked, birds.secret("an answer not released"), at(2))
    told = follow_ups.ask(session, settings, villager, task, birds.public("a released question"), at(1))
    waits = follow_ups.ask(session, settings, villager, task, birds.secret("a question not answered"), at(2))
    task_texts.release(session, task, committee, [told.words], at=at(2))
    call = offers.call_for_helpers(session, committee, task, 2, birds.public("a call for helpers"), at(2))
    for named in (False, True):
        phone = birds.phone("a helper's telephone")
        name = birds.public("a helper who agreed") if named else birds.secret("a helper's name")
        words = birds.secret("an offer's words")
        offer = offers.offer_help(session, villager, task, Offered(words, Reach(name, phone, named), call), at(2))
        offers.accept_offer(session, committee, offer, at(2))
        offers.thank(session, committee, offer, at(3))
    made.entries = {"questions": waits.entry, "calls": call.entry, "offers": offer.entry}
    acts.begin(session, task, HANDS["lead"], at=at(3))
    acts.finish(session, task, HANDS["lead"], birds.secret("what was done, not released"), at=at(3))
    doubt = verdicts.judge(session, settings, villager, task, Judgement(Solved.NO), at(4))
    made.entries["verdicts"] = doubt.entry
    verdicts.judge(session, settings, Speaker(HANDS["villager"], made.slip), task, Judgement(Solved.NO), at(4))


def _plant_words(session, village, made):
    birds, lead = made.canaries, HANDS["lead"]
    board = birds.public("a paragraph for the board")
    said = diaries.Writing(f"{birds.secret('a diary of hers')}\n{board}", board, (MONDAY,), (made.task,))
    diaries.write(session, lead, village, MONDAY, said, at(0, 18))
    again = diaries.Writing(f"{birds.secret('a diary amended')}\n{board}", board)
    diaries.write(session, lead, village, MONDAY, again, at(0, 20))
    member = session.scalars(select(Member).where(Member.code == "m03")).one()
    planner = HANDS["planner"]
    diary_overview.excuse(session, planner, member, MONDAY, birds.secret("why a day is excused"), at(1))
    write_note(session, lead, village, Week.of(MONDAY), Note(birds.secret("a handover's note")), at(6))


def _plant_boards(session, village, made):
    """The board of the second week, issued twice: a promise, a reason, and whatever else is on it by itself."""
    birds, lead = made.canaries, HANDS["lead"]
    promises = (Promise(birds.public("a promise for the board"), made.task), Promise(birds.public("a promise")))
    write_note(session, lead, village, Week.of(MONDAY), Note(birds.secret("a note amended"), promises), at(6, 9))
    second = Week.of(MONDAY) + 1
    bulletin.issue(session, village, second, BY_ITSELF, at(7, 6))
    why = birds.public("why a board was corrected")
    bulletin.correct(session, village, second, HANDS["committee"], why, at(7, 9))
