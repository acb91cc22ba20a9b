"""Reminders: terms ahead, the diary of today, unsigned handovers, deadlines, questions to be answered.

What is due is read from the tables; each reminder has a key, so that asked for twice it is given once, and asked for
late it is given still, where it has not lost its point.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import notices
from rotation.board.telling import Post
from rotation.district.offices import Office
from rotation.district.villages import District, villages
from rotation.district.weeks import CHINA, Week
from rotation.errors import N_
from rotation.record.diary_overview import Kept, overview
from rotation.record.duty import duty_at, week_of
from rotation.record.follow_ups import FollowUp
from rotation.record.handing import handings
from rotation.record.roles import Hand, Role
from rotation.record.tasks import TO_DO, Holding, State, Task, TaskHolder
from rotation.roster.rosters import Line, Term, lines, published
from rotation.settings import Settings
from rotation.store import for_each, now, writing

DAYS_AHEAD = (7, 1)
DIARY_FROM = time(20)
DEADLINE_DAYS = 1
NEWS_FOR = timedelta(days=7)
KINDS = ("term", "diary", "handover", "deadline", "question", "confirmed")  # how the keys begin


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is to be reminded of, under which key; `title` and `body` are templates.

    The values are said in that person's language.
    """

    key: str
    to: str
    title: str
    body: str
    values: dict[str, str]
    path: str


def remind(session: Session, settings: Settings, at: datetime | None = None) -> int:
    """Put every reminder that is due into the outbox of its district; returns how many are new."""
    when = at or now()
    districts = session.scalars(select(District).order_by(District.code)).all()
    return for_each(session, districts, lambda district: _remind_in(session, settings, district, when))


def _remind_in(session: Session, settings: Settings, district: District, at: datetime) -> int:
    post = Post.of(session, settings, district)
    found = {post.key(one.key): one for one in _due(post, at)}
    for key in notices.told_before(session, found):
        del found[key]
    if not found:
        return 0
    with writing(session):
        post = Post.of(session, settings, district)
        return sum(_given(post, one, at) for one in found.values())


def _given(post: Post, one: Reminder, at: datetime) -> bool:
    mine = post.speaking_to(one.to)
    body = mine.tongue.say(one.body, **one.values)
    return post.tell(one.key, one.to, mine.tongue.say(one.title), body, one.path, at=at)


def _due(post: Post, at: datetime) -> Iterator[Reminder]:
    there = at.astimezone(CHINA)
    yield from _terms(post, there.date())
    if there.time() >= DIARY_FROM and notices.after_quiet(post.settings.notices, at) == at:
        yield from _diaries(post, there)
    yield from _handovers(post, at)
    yield from _deadlines(post, there.date())
    yield from _questions(post, there.date())
    yield from _confirmed(post, at)


def still_due(post: Post, made_at: Mapping[str, datetime], at: datetime) -> set[str]:
    """Which reminders have their point still, of those with these keys; of which moment each is, is given.

    A term is announced until its first day, and a diary asked for on its day.
    """
    there = at.astimezone(CHINA)
    due: dict[str, Callable[[], Iterator[Reminder]]] = {
        "diary": lambda: _diaries(post, there),
        "handover": lambda: _handovers(post, at),
        "deadline": lambda: _deadlines(post, there.date()),
        "question": lambda: _questions(post, there.date()),
        "confirmed": lambda: _confirmed(post, min(made_at.values())),
    }
    waiting = {key.partition(":")[0] for key in made_at}
    found = {one.key for kind in waiting & due.keys() for one in due[kind]()}
    if "term" in waiting:
        found |= _yet_to_begin(post, made_at, there.date())
    return found & made_at.keys()


def _yet_to_begin(post: Post, keys: Iterable[str], today: date) -> set[str]:
    """Those that announce a term that is published still and begins today or later."""
    begin = {_announced(line) for line in _soon(post, today) if _first_day(line) >= today}
    return {key for key in keys if key.rpartition(":")[0] in begin}


def _soon(post: Post, today: date) -> list[Line]:
    """The published terms of this week and the next two."""
    roster = published(post.session, post.district.id)
    weeks = [Week.of(today) + n for n in range(3)]
    return lines(post.session, roster, Term.week.in_(weeks)) if roster else []


def _announced(line: Line) -> str:
    return f"term:{line.week}:{line.place}:{line.member}"


def _first_day(line: Line) -> date:
    return line.days[0] if line.days else line.week.monday


def _terms(post: Post, today: date) -> Iterator[Reminder]:
    """A week and a day before a term begins; late, the nearer one only. A stand-in may begin in the running week."""
    for line in _soon(post, today):
        first = _first_day(line)
        ahead = min((one for one in DAYS_AHEAD if 0 < (first - today).days <= one), default=None)
        if ahead is not None:
            mine = post.speaking_to(line.member)
            yield Reminder(
                f"{_announced(line)}:{ahead}",
                line.member,
                N_("Your term begins soon"),
                N_("You serve in %(place)s from %(day)s on."),
                {"place": mine.place(line.place), "day": mine.day(first)},
                "/mine/",
            )


def _diaries(post: Post, at: datetime) -> Iterator[Reminder]:
    """In the evening, who has not written today's diary."""
    hand = Hand(Role.PLANNER, district=post.district.id)
    day = at.date()
    for team in overview(post.session, hand, post.district.id, Week.of(day), at):
        for member, days in team.days.items():
            if days[day] is Kept.TO_COME:
                yield Reminder(
                    f"diary:{day}:{member}",
                    member,
                    N_("Today's diary"),
                    N_("Please write down what was heard and done in %(place)s today. A few lines are enough."),
                    {"place": post.speaking_to(member).place(team.village)},
                    "/field/",
                )


def _handovers(post: Post, at: datetime) -> Iterator[Reminder]:
    """Who has come and not signed yet, once the week has begun."""
    hand, week = Hand(Role.PLANNER, district=post.district.id), week_of(at)
    on = duty_at(post.session, post.district.id, at)
    for here in handings(post.session, hand, post.district.id, week):
        for member in on.team(here.village.id) if here.is_missing(at) else ():
            yield Reminder(
                f"handover:{here.village.code}:{week}:{member}",
                member,
                N_("The handover is not signed"),
                N_("Please read and sign what the last team in %(place)s has left for you."),
                {"place": post.speaking_to(member).place(here.village.code)},
                "/field/",
            )


def _deadlines(post: Post, today: date) -> Iterator[Reminder]:
    """Whoever is responsible for a task whose deadline is tomorrow or has passed."""
    late = (Task.state.in_(list(TO_DO)), Task.deadline <= today + timedelta(days=DEADLINE_DAYS))
    query = select(Task).where(Task.district_id == post.district.id, *late).order_by(Task.number)
    for task in post.session.scalars(query):
        yield Reminder(
            f"deadline:{task.number}:{task.deadline}:{task.holder_code}",
            task.holder_code,
            N_("A deadline is near"),
            N_("Task %(number)s should be done by %(day)s."),
            {"number": task.spoken, "day": post.speaking_to(task.holder_code).day(task.deadline)},
            f"/work/tasks/{task.number}",
        )


def _questions(post: Post, today: date) -> Iterator[Reminder]:
    """The committee whose answer is due tomorrow or has been."""
    where = {row.id: row for row in villages(post.session, post.district.id)}
    offices = {
        row.village_id: row.code
        for row in post.session.scalars(select(Office).where(Office.district_id == post.district.id, Office.active))
    }
    due = (FollowUp.answer.is_(None), FollowUp.answer_by <= today + timedelta(days=DEADLINE_DAYS))
    query = (
        select(FollowUp, Task).join(Task, Task.number == FollowUp.task).where(Task.village_id.in_(list(where)), *due)
    )
    for question, task in post.session.execute(query.order_by(FollowUp.entry)):
        if task.village_id in offices:
            mine = post.speaking_to(offices[task.village_id])
            yield Reminder(
                f"question:{question.entry}:{question.answer_by}",
                offices[task.village_id],
                N_("A villager waits for an answer"),
                N_("The question on task %(number)s should be answered by %(day)s."),
                {"number": task.spoken, "day": mine.day(question.answer_by)},
                f"/work/tasks/{task.number}",
            )


def _confirmed(post: Post, at: datetime) -> Iterator[Reminder]:
    """Once, quietly: a task for which somebody was responsible is confirmed as solved."""
    lately = (Task.district_id == post.district.id, Task.state == State.CONFIRMED, Task.changed_at > at - NEWS_FOR)
    query = select(Task, TaskHolder.code).join(TaskHolder, TaskHolder.task == Task.number)
    held = query.where(*lately, TaskHolder.kind == Holding.MEMBER).order_by(TaskHolder.entry)
    for task, member in post.session.execute(held):
        yield Reminder(
            f"confirmed:{task.number}:{member}",
            member,
            N_("Solved and confirmed"),
            N_("Task %(number)s from your term is solved, and somebody from the village has confirmed it."),
            {"number": task.spoken},
            "/mine/became",
        )
