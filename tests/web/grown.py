"""The planted week with more and more villages, each with its office, its team, a task, a complaint and a board."""

import json
from dataclasses import dataclass, field

from sqlalchemy import event, select

import solver
from rotation.board import bulletin
from rotation.district.leave import Leave
from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village, Zone
from rotation.record import acts, diaries, duty, follow_ups, hearings, money, task_texts
from rotation.record.hearings import Heard, Meeting
from rotation.record.roles import BY_ITSELF, Hand, Role
from rotation.record.voices import Speaker
from rotation.roster.rosters import Line, Roster, Status, add_lines, lines, published
from rotation.store import writing
from tests.record.field_made import MONDAY, at, officer
from tests.web.conftest import come_in
from tests.web.everybody import PEOPLE, TODAY
from web.extensions import db

__all__ = ["Grown", "asked_by"]


@dataclass
class Grown:
    """The site of `planted`, which `grow` makes larger."""

    planted: object
    villages: list[str] = field(default_factory=list)

    def grow(self, count):
        """So many villages more."""
        codes = [f"w{len(self.villages) + number:02}" for number in range(count)]
        settings = self.planted.app.extensions["settings"]
        with self.planted.app.app_context():
            with writing(db.session()) as session:
                district = session.scalars(select(District).where(District.code == "qixia")).one()
                places = [self._place(session, district, code) for code in codes]
                self._publish(session, district, codes)
                duty.keep(session)  # no other roster from here on
                for village in places:
                    _life(session, settings, village)
            db.session.remove()
        self.villages += codes

    def _place(self, session, district, code):
        zone = session.scalars(select(Zone).where(Zone.code == "z1")).one()
        village = Village(district_id=district.id, code=code, name=f"村{code}", zone_id=zone.id)
        session.add(village)
        session.flush()
        session.add(
            Office(
                district_id=district.id,
                code=f"o-{code}",
                name=code,
                level=Level.VILLAGE,
                village_id=village.id,
                holder="王",
            )
        )
        for member in _team(code):
            row = Member(district_id=district.id, code=member, name=member)
            session.add(row)
            session.flush()
            session.add(Training(member_id=row.id, course=Course.BASIC, completed=MONDAY))
            session.add(Leave(member_id=row.id, first_day=TODAY, last_day=TODAY, reason=""))
        return village

    def _publish(self, session, district, codes):
        """The roster in force as it is, and the new teams in its weeks."""
        known = published(session, district.id)
        made = Roster(
            **{name: getattr(known, name) for name in ("district_id", "start", "weeks", "rules", "costs", "bounds")},
            number=100 + len(self.villages),
            version=100 + len(self.villages),
            problem=_with(known.problem, codes),
            wishes=known.wishes,
        )
        session.add(made)
        session.flush()
        weeks = sorted({line.week for line in lines(session, known)})
        more = [Line(week, code, member) for week in weeks for code in codes for member in _team(code)]
        add_lines(session, made, [*lines(session, known), *more])
        known.status = Status.SUPERSEDED
        session.flush()
        made.status = Status.PUBLISHED
        session.flush()


def _team(code):
    return [f"{code}-{number}" for number in range(3)]


def _with(problem, codes):
    """A problem with these villages and teams, too."""
    known = solver.Problem.from_json(problem)
    like, person = json.loads(problem)["villages"][0], json.loads(problem)["members"][0]
    said = json.loads(known.to_json())
    said["villages"] += [like | {"id": code} for code in codes]
    said["members"] += [person | {"id": member} for code in codes for member in _team(code)]
    return json.dumps(said)


def _life(session, settings, village):
    """What a week brings: a task at the village, one at the township's office that asks for money, and a complaint."""
    lead = Hand(Role.SECRETARY, "login", member=_team(village.code)[0])
    committee = officer(Role.COMMITTEE, f"o-{village.code}")
    acts.open_task(session, settings, village, committee, category="roads", pressing=True, at=at(8))
    task = acts.open_task(session, settings, village, committee, category="roads", at=at(8))
    entry = task_texts.write(session, task, committee, title=village.code, at=at(8))
    task_texts.release(session, task, committee, [entry.values["title"]], at=at(8))
    follow_ups.ask(session, settings, Speaker(Hand(Role.VILLAGER)), task, "何时", at(8))
    money.ask(session, task, lead, 12300, "买灯", at=at(8))
    acts.escalate(session, settings, task, lead, reason="办不了", at=at(8))
    hearing = hearings.open_hearing(session, lead, village, TODAY, Meeting(), at(8))
    hearings.hear(session, settings, lead, hearing, Heard("路灯坏了", "lighting"), at(8))
    hearings.close_hearing(session, lead, hearing, at(8))
    diaries.write(session, lead, village, TODAY, diaries.Writing("今天\n板上", "板上"), at(8))
    bulletin.issue(session, village, bulletin.week_of(at(8)), BY_ITSELF, at(8))


def asked_by(planted, who, addresses):
    """By address: the status, and the statements with which the database answers when somebody asks for the page."""
    client = planted.app.test_client()
    client.set_cookie("lang", "en")
    if login := PEOPLE[who]:
        come_in(planted.app, client, login)
    return {address: _asked(planted, client, address) for address in addresses}


def _asked(planted, client, address):
    statements = []

    def heard(_connection, _cursor, statement, *_more):
        statements.append(statement)

    with planted.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", heard)
    answer = client.get(address)
    event.remove(engine, "before_cursor_execute", heard)
    answer.get_data()
    answer.close()
    return answer.status_code, statements
