"""What became of it: a member whose term is over reads how the tasks stand, and what villagers say of them."""

from sqlalchemy import event, select

from rotation.district.villages import Village
from rotation.record import acts, follow_ups, task_texts, tasks, verdicts
from rotation.record.roles import Hand, Role
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.record.field_made import HANDS
from web.extensions import db

BECAME = "/mine/became"


def test_the_words_of_villagers_stand_with_the_state_of_today_long_after_the_term(work):
    said = [Judgement(Solved.NO, 2), Judgement(Solved.YES)]
    with work.app.app_context(), writing(db.session()) as session:
        task, settings = tasks.task(session, work.number), work.app.extensions["settings"]
        lead, committee, villager = HANDS["lead"], HANDS["committee"], Speaker(Hand(Role.VILLAGER))
        asked = follow_ups.ask(session, settings, villager, task, "哪天换灯泡？", work.watch())
        answered = follow_ups.answer(session, committee, asked, "周五换。", work.watch())
        unread = follow_ups.ask(session, settings, villager, task, "没有公开的问题", work.watch())
        assert unread.entry
        task_texts.release(session, task, committee, [asked.words, answered.answer], at=work.watch())
        acts.begin(session, task, lead, at=work.watch())
        acts.finish(session, task, lead, "换好了", at=work.watch())
        for one in said:
            verdicts.judge(session, settings, villager, task, one, work.watch())
    work.watch.set(20)
    page = work.come("m02").get(BECAME)
    assert "done" in page
    assert "Without a code: solved 1, partly 0, not solved 1." in page
    assert "哪天换灯泡？" in page
    assert "周五换。" in page
    assert "没有公开的问题" not in page
    assert "2 times" not in page  # how content counts with a code only
    link = page.split('class="card">')[1].split('href="')[1].split('"')[0]
    work.come("m02").get(link)
    assert work.number[:3] not in work.come("m08").get(BECAME)


def test_the_questions_of_all_tasks_are_asked_for_at_once(work):
    member, statements, asked = work.come("m02"), [], []
    with work.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    for count in (1, 3):
        ask_about_new_ones(work, count)
        statements.clear()
        assert "哪天？" not in member.get(BECAME)  # nobody has released it
        asked.append(len(statements))
    assert member.get(BECAME).count('class="card"') == 5
    assert asked[0] == asked[1]


def ask_about_new_ones(work, count):
    """So many tasks more of the first team, each with a question."""
    settings = work.app.extensions["settings"]
    with work.app.app_context(), writing(db.session()) as session:
        where = session.scalars(select(Village).where(Village.code == "v01")).one()
        for _ in range(count):
            task = acts.open_task(session, settings, where, HANDS["lead"], category="roads", at=work.watch())
            follow_ups.ask(session, settings, Speaker(Hand(Role.VILLAGER)), task, "哪天？", work.watch())
