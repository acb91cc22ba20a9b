"""Who has been in a team with whom: in few numbers where members are many, and the same counts as in a whole table."""

from datetime import date
from random import Random

import numpy as np
import pytest

from solver import History, Member, Problem, Village
from solver.engine.ground import ground_of
from solver.teams import partner_rows
from solver.teams.partners import meet, met
from solver.teams.seating import seat_all
from solver.teams.sheet import MET, blank_sheet
from tests.solver.make import MEDIUM, problem
from tests.solver.test_moves import annealed

MANY = 1_000


def crowd() -> Problem:
    """A thousand members for one village of four weeks: each can meet but a few."""
    members = tuple(Member(f"m{n}", history=History(partners={f"m{n + 128}": 1})) for n in range(MANY))
    return Problem(date(2026, 1, 5), 4, members, (Village("v1"),), apart=(("m0", "m512"), ("m1", "m640")))


def test_many_members_have_short_rows():
    ground = ground_of(crowd())
    assert partner_rows.partner_rows(ground).size < 100 * MANY


def test_counts_come_and_go_as_in_a_whole_table():
    ground, random = ground_of(crowd()), Random(1)
    sheet = blank_sheet(ground)
    seat_all(sheet, np.zeros(0, dtype=np.int64))
    others = [128, 256, 384, 512, 640, 768, 1, 2, 129]
    truth = {other: 1 if other == 128 else -1 if other == 512 else 0 for other in others}
    free = [other for other in others if other != 512]
    for _ in range(2_000):
        other = random.choice(free)
        change = 1 if truth[other] <= (other == 128) or random.random() < 0.4 else -1
        meet(sheet, 0, other, change)
        truth[other] += change
        assert {one: met(sheet, 0, one) for one in others} == truth
    assert sheet[MET + 1] < MANY


@pytest.mark.parametrize("seed", range(4))
def test_a_search_takes_the_same_steps_with_either_table(seed, monkeypatch):
    asked = problem(Random(seed), MEDIUM)
    plain = annealed(asked, seed, 50.0)
    monkeypatch.setattr(partner_rows, "_plain", lambda pairs, members: partner_rows._hashed(pairs, members, 1 << 7))
    assert annealed(asked, seed, 50.0) == plain
