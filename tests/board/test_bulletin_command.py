"""Boards issued from the shell, and by the runner."""

import pytest
from sqlalchemy.orm import Session

from rotation.board import bulletin
from rotation.cli.rounds import chores
from rotation.district.weeks import this_week
from rotation.store import open_engine
from tests.command import Within, said_without_traceback
from tests.record.life_made import begun


@pytest.fixture
def rotation(tmp_path, monkeypatch, capsys):
    made = Within(tmp_path, monkeypatch, capsys)
    assert made("db", "upgrade").returncode == 0
    return made


@pytest.fixture
def life(rotation, settings):
    engine = open_engine(f"sqlite:///{rotation.instance / 'rotation.db'}")
    with Session(engine) as session:
        yield begun(session, settings)
    engine.dispose()


def test_boards_are_issued_once_and_corrected_with_a_reason(rotation, life):
    assert rotation("bulletin", "issue").stdout == "2 boards issued.\n"
    assert rotation("bulletin", "issue").stdout == "0 boards issued.\n"
    assert rotation("bulletin", "issue", "--village", "v01", "--correct", "错了").stdout == "1 board issued.\n"
    assert rotation("bulletin", "issue", "--village", "v01", "--week", "2026-W03").stdout == "1 board issued.\n"
    life.session.rollback()
    weeks = bulletin.issued(life.session, life.village)
    assert weeks[0] == (this_week(), 2)
    assert len(weeks) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--correct", "x"], "--village"),
        (["--village", "nowhere"], "nowhere"),
        (["--week", "soon"], "2026-W03"),
        (["--week", "2999-W01"], "has not come"),
        (["--village", "v01", "--correct", "x"], "nothing to correct"),
    ],
)
def test_what_cannot_be_issued_is_said(rotation, life, arguments, said):
    done = rotation("bulletin", "issue", *arguments)
    assert done.returncode in {1, 2}
    assert said in said_without_traceback(done)


def test_the_runner_issues_boards_each_minute_that_one_is_due(settings):
    assert any(chore.do is bulletin.issue_due and chore.writes for chore in chores(settings))
