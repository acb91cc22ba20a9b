"""The board of a week: issued once, frozen, and corrected only by a next issue."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from rotation.board import bulletin
from rotation.board.contents.packing import packed, unpacked
from rotation.board.contents.parts import Content
from rotation.errors import InvalidInput, NotAllowed, NotFound
from rotation.record import acts, task_texts, tree
from rotation.record.task_texts import Why
from rotation.record.tasks import State
from rotation.record.verifying import verify
from rotation.roster.rosters import Line, Roster, Status, add_lines, published
from rotation.store import writing
from tests.board import boards_made as made
from tests.board.boards_made import SECOND, entitled, issued, name_in_public, play
from tests.record.life_made import COMMITTEE, FIRST, LEAD, NEXT, OFFICIAL, PLANNER, begun


@pytest.fixture
def life(life_on_sqlite):
    """On one engine, where the other says nothing new."""
    return life_on_sqlite


def test_a_board_is_issued_on_monday_at_six_once_for_each_village(life):
    with writing(life.session) as session:
        assert bulletin.issue_due(session, at=life.at(-4 / 24)) == []  # 05:00
        first = bulletin.issue_due(session, at=life.at(-3 / 24))
        assert [(row.village_id, row.week, row.issue) for row in first] == [(life.village.id, FIRST, 1)]
        assert [row.village_id for row in bulletin.issue_due(session, at=life.at(2))] == [life.other.id]  # late
        assert bulletin.issue_due(session, at=life.at(2)) == []
        assert len(bulletin.issue_due(session, at=life.at(7))) == 1
        assert [week for week, _issue in bulletin.issued(session, life.village)] == [SECOND, FIRST]


def test_before_the_first_teams_come_nothing_is_due(life):
    with writing(life.session) as session:
        assert bulletin.issue_due(session, at=life.at(-1)) == []


def test_a_village_that_is_not_served_any_more_has_no_board(life):
    with writing(life.session) as session:
        life.village.active = False
        assert [row.village_id for row in bulletin.issue_due(session, at=life.at())] == [life.other.id]
        assert bulletin.issue_due(session, at=life.at()) == []


def test_a_board_that_cannot_be_made_hinders_no_other(life, monkeypatch):
    """That it cannot is said once all others are there; nothing of it is kept."""
    made = bulletin.gathered

    def of_others(scene):
        if scene.village.id == life.village.id:
            raise ZeroDivisionError
        return made(scene)

    monkeypatch.setattr(bulletin, "gathered", of_others)
    with writing(life.session) as session:
        assert [row.village_id for row in bulletin.issue_due(session, at=life.at())] == [life.other.id]
    with pytest.raises(ExceptionGroup), writing(life.session) as session:
        bulletin.issue_due(session, at=life.at())
    assert [week for week, _issue in bulletin.issued(life.session, life.village)] == []


def test_a_board_bears_the_ledger_the_roster_and_the_consents_of_its_moment(session, settings):
    life = begun(session, settings)
    name_in_public(life, "m04", "m10")
    play(life)
    row = issued(life)
    assert tree.head(life.session) == tree.Head(row.size, row.root)
    assert row.roster == 1
    shown = row.shown(life.session)
    team = shown.content.team
    assert [(shown.name(one), one.position) for one in team.people] == [("队员4", 1), (None, 2)]
    assert [shown.name(one) for one in team.troubleshooters] == ["队员10"]


def test_everything_of_the_week_stands_on_the_board(life):
    played = play(life)
    board = issued(life).shown(life.session)
    content = board.content
    assert [[one.number, one.state] for one in content.matters] == [
        [played.quiet.number, State.OPEN],
        [played.lamp.number, State.UNDER_WAY],
    ]
    quiet, lamp = content.matters
    assert (quiet.title, quiet.unreleased, lamp.unreleased) == (None, 1, 3)
    assert board.text(lamp.title) == made.TITLE
    assert board.text(lamp.progress.report) == made.REPORT
    assert lamp.responsible.person.member == "m04"  # passed on this Monday
    noted, due = content.promises
    assert (board.text(noted.words), noted.matter) == (made.PROMISED, lamp)
    assert (due.matter, due.day) == (quiet, quiet.deadline)
    answered, waiting = content.questions
    assert (board.text(answered.words), board.text(answered.answer)) == (made.QUESTION, made.ANSWER)
    assert (waiting.words, waiting.answered, waiting.answer) == (None, None, None)
    assert [(one.people, board.text(one.words)) for one in content.wanted] == [(3, made.CALL)]
    assert [([board.text(name) for name in one.names], one.count) for one in content.helped] == [([made.HELPER], 2)]
    assert [board.text(one.words) for one in content.paragraphs] == [made.PARAGRAPH]
    assert (content.counts.begun, content.counts.in_time) == (2, 1)
    assert made.SILENT not in str(board.texts) + str(content)


def test_what_has_ended_stands_there_once_more_and_then_no_longer(life):
    task = entitled(life, "做完的")
    with writing(life.session) as session:
        acts.begin(session, task, LEAD, at=life.at(1))
        acts.finish(session, task, LEAD, "好了", at=life.at(2))
        acts.confirm(session, task, COMMITTEE, at=life.at(3))
    assert [one.state for one in issued(life).shown(life.session).content.matters] == [State.CONFIRMED]
    with writing(life.session) as session:
        entry = task_texts.write(session, task, COMMITTEE, summary="后来写的", at=life.at(15))
        task_texts.release(session, task, COMMITTEE, [entry.values["summary"]], at=life.at(15))
    assert issued(life, 21).shown(life.session).content.matters == ()


def test_what_is_still_to_do_stands_before_what_waits_to_be_confirmed(life):
    done, later = entitled(life, "做完的", urgency="urgent"), entitled(life, "还要做的", days=1)
    with writing(life.session) as session:
        acts.begin(session, done, LEAD, at=life.at(1))
        acts.finish(session, done, LEAD, "好了", at=life.at(2))
    assert done.deadline < later.deadline
    assert [one.number for one in issued(life).shown(life.session).content.matters] == [later.number, done.number]


def test_a_board_is_as_it_was_issued_whatever_happens_later(life):
    played = play(life)
    row = issued(life)
    before = (packed(row.shown(life.session).content), row.shown(life.session).texts, row.size, row.root)
    with writing(life.session) as session:
        acts.finish(session, played.lamp, NEXT, "修好了", at=life.at(8))
        entry = task_texts.write(session, played.lamp, NEXT, title="另一个标题", at=life.at(8))
        task_texts.release(session, played.lamp, NEXT, [entry.values["title"]], at=life.at(8))
        life.village.name, life.village.committee_phone = "别的名字", "025 1"
    life.publish({(1, "v01"): ("m07",)})
    name_in_public(life, "m04", "m06")
    life.session.expire_all()
    assert (packed(row.shown(life.session).content), row.shown(life.session).texts, row.size, row.root) == before
    assert issued(life).id == row.id  # issued again it is the same


def test_what_was_withdrawn_since_is_gone_from_the_board_and_from_its_row(life):
    name_in_public(life, "m04")
    played = play(life)
    row = issued(life)
    board = row.shown(life.session)
    lamp = board.content.matters[1]
    with writing(life.session) as session:
        texts = [lamp.title, board.content.questions[0].words]
        task_texts.withdraw(session, played.lamp, COMMITTEE, texts, why=Why.PRIVATE, at=life.at(8))
        names = board.content.helped[0].names
        task_texts.erase(session, PLANNER, [*names, board.content.paragraphs[0].words], why=Why.ASKED, at=life.at(8))
    name_in_public(life, "m04", agreed=False)
    life.session.expire_all()
    later = row.shown(life.session)
    gone = [*texts, *names, board.content.paragraphs[0].words]
    assert len(gone) == 4
    assert not any(map(later.text, gone))
    assert later.name(later.content.team.people[0]) is None
    assert later.text(lamp.progress.report) == made.REPORT
    stored = life.session.execute(text("SELECT content FROM bulletin")).scalar_one()
    assert made.TITLE not in str(stored)
    assert "队员" not in str(stored)
    with writing(life.session) as session:
        task_texts.erase(session, PLANNER, [board.content.team.people[0].name], why=Why.ASKED, at=life.at(9))
    assert verify(life.session).faults == []


def test_a_correction_is_the_next_issue_with_its_reason(life):
    play(life)
    first = issued(life)
    with writing(life.session) as session:
        second = bulletin.correct(session, life.village, SECOND, COMMITTEE, "组员印错了", life.at(8))
    assert str(second.week) == "2026-W03"
    assert (second.issue, second.shown(life.session).text(second.reason)) == (2, "组员印错了")
    assert bulletin.bulletin(life.session, life.village, SECOND).id == second.id
    assert bulletin.bulletin(life.session, life.village, SECOND, 1).id == first.id
    assert bulletin.issued(life.session, life.village) == [(SECOND, 2)]
    assert list(bulletin.of_district(life.session, 1, SECOND).values()) == [second]


def test_who_may_issue_and_when(life):
    with writing(life.session) as session:
        for hand in (LEAD, OFFICIAL):
            with pytest.raises(NotAllowed):
                bulletin.issue(session, life.village, FIRST, hand, life.at())
        with pytest.raises(NotAllowed):
            bulletin.issue(session, life.other, FIRST, COMMITTEE, life.at())
        with pytest.raises(InvalidInput, match="has not come"):
            bulletin.issue(session, life.village, SECOND, PLANNER, life.at(6))
        with pytest.raises(NotFound):
            bulletin.correct(session, life.village, FIRST, PLANNER, "错", life.at())
        bulletin.issue(session, life.village, FIRST, PLANNER, life.at())
        with pytest.raises(InvalidInput):
            bulletin.correct(session, life.village, FIRST, PLANNER, " ", life.at())


def test_without_a_team_the_office_stands_there(life):
    with writing(life.session):
        life.village.closed_weeks = [str(SECOND)]
    life.publish({(0, "v01"): ("m01",)})
    team = issued(life).shown(life.session).content.team
    assert (team.people, team.is_closed, team.office.name) == ((), True, "o-v01")
    team = issued(life, 14).shown(life.session).content.team
    assert (team.people, team.is_closed, team.office.name) == ((), False, "o-v01")


def test_who_serves_part_of_the_week_stands_there_with_their_days(life):
    monday, sunday = SECOND.monday, SECOND.sunday
    parts = [(monday, monday + timedelta(1)), (monday + timedelta(2), sunday)]
    lines = [Line(SECOND, "v01", member, days) for member, days in zip(("m04", "m07"), parts, strict=True)]
    with writing(life.session) as session:
        published(session, 1).status = Status.SUPERSEDED
        session.flush()
        row = Roster(district_id=1, number=2, version=2, start=FIRST, weeks=2, problem="{}")
        session.add(row)
        session.flush()
        add_lines(session, row, lines)
        row.status = Status.PUBLISHED
    task = life.task(COMMITTEE, days=8)
    content = issued(life, 10).shown(life.session).content
    assert [(one.member, one.days) for one in content.team.people] == [("m04", parts[0]), ("m07", parts[1])]
    assert content.matters[0].number == task.number
    assert content.matters[0].responsible.person.member == "m07"  # it passed on within the week
    assert unpacked(packed(content)) == content


def test_the_content_is_stored_and_read_as_the_same_values(life):
    play(life)
    content = issued(life).shown(life.session).content
    assert isinstance(content, Content)
    assert unpacked(packed(content)) == content


def test_the_database_itself_refuses_to_change_a_board(session, settings):
    life = begun(session, settings)
    issued(life)
    for statement in ("UPDATE bulletin SET root = 'x'", "DELETE FROM bulletin"):
        with pytest.raises(DatabaseError, match="never changed"):
            session.execute(text(statement))
        session.rollback()
