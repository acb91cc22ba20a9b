"""The planted week with what it lacks for each page to have something to show, and where such pages are found."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from sqlalchemy import select

import solver
from rotation.board import uploads
from rotation.board.calendars import links
from rotation.district.leave import take_leave
from rotation.district.members import Member, members
from rotation.district.training import Course, Training
from rotation.district.villages import District, village
from rotation.district.weeks import Week
from rotation.jobs import JobProgress, State
from rotation.record import acts, money, suggesting
from rotation.record.tasks import Task
from rotation.roster import openings, repairing, solving, swaps
from rotation.roster.openings import Ask, Opening
from rotation.roster.planning import Asked, draft, problem_of
from rotation.roster.plans import default_plan
from rotation.roster.publishing import put_in_force
from rotation.roster.rosters import lines, published, roster
from rotation.roster.standing import what_stands
from rotation.store import writing
from tests.record.field_made import MONDAY, at
from tests.web.conftest import PASSWORD, come_in
from tests.web.everybody import LEAD, TODAY, furnish
from tests.web.roster.drafting import seated
from web.accounts import cards, second_factor
from web.accounts.factor_models import Passkey
from web.accounts.users import set_password, user
from web.extensions import db

__all__ = ["DRAFT", "LATER", "NOW", "complete"]

NEXT, LATER = Week.of(TODAY) + 1, Week.of(TODAY) + 3
NOW = at(8, 14)
IN_FORCE, DRAFT = 3, 4
DRAFTED = f"/planner/rosters/{DRAFT}"
SHEET = "/planner/export/members.csv"
DEEDS = ("replace", "end")
STEPS = {  # what each can do about the planted task
    "on duty": "begin report assign escalate press unpress join decline ask spend write release withdraw",
    "committee": "call",
    "township": "grant refuse",
}
COSTS = {"vacancies": 0, "changes": 0, "unfairness": 900, "wishes": 700}


def complete(site):
    """Furnish the planted week. `site.found`: who opens what, by endpoint. `site.cookies`: what they carry."""
    app = site.app
    sheet = come_in(app, app.test_client(), "planner").get(SHEET).data.replace(b"QZX", b"QYX")  # other names
    with app.app_context():
        with writing(db.session()) as session:
            home = session.scalars(select(District).where(District.code == "qixia")).one()
            _train(session, home)
            furnish(session, site)
            at_work = SimpleNamespace(session=session, home=home, settings=app.extensions["settings"])
            uploads.keep(session, "planner", home.id, "members.csv", sheet)
            site.found = _falls_ill(at_work) | _is_worked_out(at_work) | _is_done(at_work, site) | _holds_keys(at_work)
            cookies = _at_the_door(session, site.task)
        db.session.remove()
    site.cookies = {endpoint: _carried(app, values) for endpoint, values in cookies.items()}


def _train(session, home):
    """Everybody may serve, and some more are free."""
    session.add_all(Member(district_id=home.id, code=f"m{n}", name=f"队员{n}") for n in range(10, 18))
    session.flush()
    for member in members(session, home.id):
        courses = (Course.BASIC, Course.LEAD) if member.code > "m09" else (Course.BASIC,)
        session.add_all(Training(member_id=member.id, course=one, completed=date(2025, 1, 10)) for one in courses)
    session.flush()


def _falls_ill(here):
    """The draft is published; a stand-in is looked for in its first week; a swap is offered."""
    session, home = here.session, here.home
    drafted = roster(session, home.id, IN_FORCE)
    put_in_force(session, home, drafted, "planner", "")
    terms = [line for line in lines(session, drafted) if line.week >= NEXT]
    mine = next(line for line in terms if line.member == "m08")
    ill = next(line for line in terms if line.week == NEXT and line.place == "v01" and line.member != "m08")
    theirs = next(line for line in terms if line.week != mine.week and line.member not in {"m08", ill.member})
    person = session.scalars(select(Member).where(Member.code == ill.member)).one()
    take_leave(session, person, NEXT.monday, NEXT.sunday, "")
    number = _opening(session, home, ill)
    swaps.offer(session, home, here.settings, (theirs.member, theirs.week), ("m08", mine.week), by=theirs.member)
    return {
        "mine.one_asked": [("off duty", f"/mine/asked/{number}")],
        "planner.opening": [("planner", f"/planner/openings/{number}")],
        "mine.trades": [("off duty", f"/mine/swaps/weeks/{mine.week}")],
        "planner.term_why": [("planner", f"/planner/rosters/{IN_FORCE}/terms/{mine.week}/m08")],
    }


def _opening(session, home, term):
    """The number of the opening of a term, for which three are asked."""
    begun = {"reported_at": NOW, "reported_by": "planner", "on_behalf": True, "ask_from": NOW}
    asking = {"state": openings.State.ASKING, "round": 1, "until": NOW + timedelta(hours=4)}
    made = Opening(district_id=home.id, week=term.week, place=term.place, member=term.member, **begun, **asking)
    session.add(made)
    session.flush()
    asked = ("m08", "m14", "m15")
    session.add_all(Ask(opening_id=made.id, member=code, round=1, asked_at=NOW) for code in asked)
    return made.id


def _is_worked_out(here):
    """A draft with an empty seat; a plan that is being solved; a repair that has been worked out."""
    session, home = here.session, here.home
    plan = replace(default_plan(session, home, here.settings, today=TODAY), weeks=2, start=LATER)
    problem = problem_of(session, home, plan, here.settings, today=TODAY)
    asked = Asked(plan, problem, published(session, home.id), "planner")
    full = seated(problem).assignments
    empty = next(term for term in full if (term.week, term.place) == (0, "v01"))
    other = next(term for term in full if (term.week, term.place) == (0, "v01") and term != empty)
    draft(session, home, asked, _judged(problem, [term for term in full if term != empty]))
    running = solving.enqueue(session, home, asked)
    running.state, running.started_at = State.RUNNING, NOW
    for seconds in (1, 2):
        point = {"costs": COSTS | {"wishes": 700 // seconds}, "bounds": COSTS | {"wishes": 100}}
        session.add(JobProgress(job_id=running.id, at=NOW, seconds=seconds, stage="improving", **point))
    return {
        "planner.job_page": [("planner", f"/planner/rosters/jobs/{running.id}")],
        "planner.repair_seen": [("planner", f"/planner/rosters/repair/{_repair(here)}")],
        "planner.seat_why": [("planner", f"{DRAFTED}/seats/{LATER}/v01/why")],
        "planner.change_asked": [
            ("planner", f"{DRAFTED}/change?do=clear&week={LATER}&place=v01&member={other.member}&edits=0")
        ],
        "planner.compare_rosters": [
            ("planner", "/planner/rosters/compare"),
            ("planner", f"/planner/rosters/compare?n={IN_FORCE}&n={DRAFT}"),
        ],
    }


def _repair(here):
    """The number of a repair: whatever can stand stays, and the rest is left empty."""
    session, home = here.session, here.home
    job = repairing.enqueue_repair(
        session, home, repairing.repair_plan(session, home, NEXT), here.settings, by="planner", today=TODAY
    )
    problem = solver.Problem.from_json(solving.Question.read(job.question).problem)
    found = _judged(problem, what_stands(problem, problem.baseline)[0])
    job.answer, job.state, job.result = found.to_json(), State.DONE, {"changes": found.costs.changes}
    return job.id


def _judged(problem, terms):
    found = solver.audit(problem, terms)
    return solver.Solution(tuple(terms), found.costs, replace(found.costs, unfairness=0, wishes=0), found.wishes)


def _is_done(here, site):
    """A task that is done, so that a villager may say whether it is solved; and what is said at a counter."""
    session, place = here.session, village(here.session, here.home.id, "v01")
    task = acts.open_task(session, here.settings, place, LEAD, category="lighting", at=at(7))
    acts.begin(session, task, LEAD, at=at(7))
    acts.finish(session, task, LEAD, "灯换好了", at=at(7))
    hearing = village(session, here.home.id, "v01")
    suggesting.end_first_pass(session, here.settings, LEAD, hearing, TODAY, NOW)
    money.ask(session, session.get_one(Task, site.task), LEAD, 50_000, "两盏灯", at=at(8))
    work = f"/work/tasks/{site.task}"
    return {
        "counter.say": [("committee", f"/counter/{site.task}/{what}") for what in ("me-too", "question", "offer")]
        + [("committee", f"/counter/{task.number}/verdict")],
        "field.undecided_here": [("off duty", "/field/undecided")],
        "public.verdict": [("public", f"/tasks/{task.number}/verdict")],
        "tasks.step": [(who, f"{work}/{step}") for who, steps in STEPS.items() for step in steps.split()],
        "tasks.answer": [("committee", f"{work}/questions/{site.entries['questions']}/answer")],
        "planner.diary_of": [("planner", f"/planner/diaries/{code}/{MONDAY}") for code in ("m02", "m03")],
        "planner.excuse_end": [("planner", f"/planner/diaries/m03/{MONDAY}/write-again")],
    }


def _holds_keys(here):
    """Somebody has an app for codes and a passkey; a member and the planner have links for calendars."""
    session, home = here.session, here.home
    holder = user(session, "department")
    second_factor.started(session, holder).confirmed_at = NOW
    second_factor.new_codes(session, holder)
    kept = Passkey(user_id=holder.id, credential="k" * 43, public_key=b"k", sign_count=1, name="手机", made_at=NOW)
    session.add(kept)
    member = links.make(session, links.Owner(home.id, member="m05"), "手机", "zh_Hans", "m05")
    planner = links.make(session, links.Owner(home.id, login="planner"), "电脑", "zh_Hans", "planner")
    return {
        "accounts.me": [(who, "/me") for who in ("on duty", "department", "planner")],
        "accounts.own_second_factor": [("planner", "/me/second-factor")],
        "accounts.new_passkey": [("planner", "/me/passkeys/new")],
        "accounts.new_recovery_codes": [("department", "/me/recovery-codes")],
        "accounts.remove_second_factor": [("department", "/me/second-factor/remove")],
        "accounts.remove_passkey": [("department", f"/me/passkeys/{kept.mark}/remove")],
        "feeds.private_page": [("public", f"/feeds/{member}"), ("public", f"/feeds/{planner}")],
        "own_calendars.ask": [("on duty", f"/my-calendars/{deed}?name=手机") for deed in DEEDS],
        "planner.member_link_ask": [("planner", f"/planner/members/m05/calendar/{deed}?name=手机") for deed in DEEDS],
        "planner.own_link_ask": [("planner", f"/planner/calendar-links/{deed}?name=电脑") for deed in DEEDS],
    }


def _at_the_door(session, task):
    """What a browser carries that has come half way in, or has just sent something; by the page that it sees."""
    fresh, used = (_card(session, code) for code in ("m02", "m03"))
    cards.set_pin(session, used, "258036")
    set_password(session, "township", PASSWORD, until=NOW + timedelta(days=1))
    since = int(NOW.timestamp())
    return {
        "accounts.word": {"card": fresh.id},
        "accounts.pin": {"card": used.id},
        "accounts.new_pin": {"card": fresh.id, "may_set_pin": {"card": fresh.id, "at": since, "since": ""}},
        "accounts.code": _half_way(session, "department", since),
        "accounts.own_password": _half_way(session, "township", since),
        "accounts.first_second_factor": _half_way(session, "planner", since),
        "accounts.first_passkey": _half_way(session, "planner", since),
        "public.receipt": {"receipt": [task, "sent", since]},
    }


def _card(session, code):
    """The card that has just been printed for a member."""
    printed = cards.print_card(session, session.scalars(select(Member).where(Member.code == code)).one())
    return cards.card_of(session, printed.secret)


def _half_way(session, login, since):
    return {"half": {"who": user(session, login).fs_uniquifier, "at": since, "code_shown": False}}


def _carried(app, values):
    """The cookie of a browser that carries this."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(values)
    return client.get_cookie("session").value
