import random
from dataclasses import asdict, replace

import pytest

from rotation.district.leave import Leave
from rotation.district.members import member
from rotation.errors import Conflict, InvalidInput
from rotation.roster.choosing import candidates
from rotation.roster.desk import still_proven
from rotation.roster.editing import Editor, clear, discard, exchange, judge, move, put, save
from rotation.roster.files import problem_file, roster_file
from rotation.roster.pinning import pin, pin_weeks, unpin, unpin_weeks
from rotation.roster.rosters import Line, edits_of, lines, pins, rosters
from rotation.roster.vacancies import vacancy_reasons
from rotation.roster.words import RuleBroken
from rotation.store import writing
from solver import Assignment, Costs, Problem, Solution, audit, untruths
from tests.roster.conftest import NEXT, TODAY

TERMS = [Assignment(0, "v01", "m01"), Assignment(0, "v01", "m06"), Assignment(2, "v01", "m02")]


@pytest.fixture
def desk(session, office):
    """Judge and save changes of a draft with three terms."""
    roster = office.drafted(terms=TERMS, bounds=Costs(20, 0, 5, 7))

    class Desk:
        def judge(self, change):
            return judge(session, office.district, roster, change, office.settings, today=TODAY)

        def save(self, change, edits=None):
            with writing(session):
                editor = Editor("planner", TODAY, roster.edits if edits is None else edits)
                return save(session, office.district, roster.number, change, office.settings, editor)

        def pin(self, do, what):
            with writing(session):
                return do(session, office.district, roster.number, what, Editor("planner", TODAY, roster.edits))

    desk = Desk()
    desk.roster = roster
    return desk


def test_a_change_is_judged_and_nothing_is_saved(session, desk):
    found = desk.judge(put(NEXT, "v02", "m03"))
    assert found.allowed
    assert found.before.vacancies == 25
    assert found.after.vacancies == 24
    assert (found.notices_before, found.notices_after) == (3, 4)
    assert len(lines(session, desk.roster)) == 3
    assert desk.roster.edits == 0


def test_a_change_is_saved_with_its_costs_and_written_down(session, desk):
    desk.save(put(NEXT, "v02", "m03"))
    assert Line(NEXT, "v02", "m03") in lines(session, desk.roster)
    assert desk.roster.costs["vacancies"] == 24
    assert desk.roster.edits == 1
    last = edits_of(session, desk.roster)[-1]
    assert (last.what, last.by, last.detail["into"]) == ("edited", "planner", [[str(NEXT), "v02", "m03"]])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put(NEXT, "v02", "m01"), "队员1 has two places in the week of Mon 12 January: V1 and V2"),
        (
            put(NEXT + 1, "v01", "m01"),
            "队员1 has too little rest between the weeks of Mon 12 January and Mon 19 January",
        ),
        (put(NEXT, "v02", "m14"), "队员14 does not have the role that a seat in V2 needs (week of Mon 12 January)"),
        (put(NEXT, "v01", "m03"), "V1 has 2 seats in the week of Mon 12 January, but 3 members"),
    ],
)
def test_what_breaks_a_rule_is_said_in_words_and_refused(session, desk, change, words):
    assert [str(one) for one in desk.judge(change).broken] == [words]
    with pytest.raises(RuleBroken, match="This would break a rule") as refused:
        desk.save(change)
    assert words in str(refused.value)
    assert len(lines(session, desk.roster)) == 3


def test_a_seat_is_given_to_another_left_empty_moved_and_exchanged(session, desk):
    desk.save(put(NEXT, "v01", "m07", instead_of="m06"))
    desk.save(move(NEXT, "m07", "v01", "v02"))
    desk.save(exchange(Line(NEXT, "v01", "m01"), Line(NEXT + 2, "v01", "m02")))
    desk.save(clear(NEXT, "v02", "m07"))
    assert lines(session, desk.roster) == [Line(NEXT, "v01", "m02"), Line(NEXT + 2, "v01", "m01")]


def test_two_planners_do_not_overwrite_each_other(desk):
    desk.save(put(NEXT, "v02", "m03"))
    with pytest.raises(Conflict, match="Somebody has changed roster 1"):
        desk.save(put(NEXT, "v02", "m04"), edits=0)


def test_a_seat_that_is_not_filled_any_more_cannot_be_given_away(desk):
    with pytest.raises(Conflict, match="not filled any more"):
        desk.judge(clear(NEXT, "v03", "m09"))


def test_weeks_that_are_not_in_the_plan_cannot_be_changed(desk):
    with pytest.raises(InvalidInput, match="kept"):
        desk.judge(put(NEXT + -1, "v01", "m03"))


def test_leave_entered_meanwhile_counts(session, office, desk):
    with writing(session):
        ill = member(session, office.district.id, "m03")
        session.add(Leave(member_id=ill.id, first_day=NEXT.monday, last_day=NEXT.monday))
    assert "队员3 is away" in str(desk.judge(put(NEXT, "v02", "m03")).broken[0])
    assert desk.judge(put(NEXT, "v02", "m04")).bounds == Costs()


def test_a_rule_that_is_broken_already_does_not_keep_the_rest_from_being_mended(session, office, desk):
    with writing(session):
        ill = member(session, office.district.id, "m01")
        session.add(Leave(member_id=ill.id, first_day=NEXT.monday, last_day=NEXT.monday))
    assert desk.save(put(NEXT, "v02", "m03")).allowed


def test_what_several_terms_break_together_is_mended_term_by_term(session, office, desk):
    desk.save(put(NEXT + 2, "v02", "m06"))
    with writing(session):
        member(session, office.district.id, "m06").max_terms = 0
    assert not desk.judge(move(NEXT, "m06", "v01", "v02")).allowed
    assert desk.save(clear(NEXT + 2, "v02", "m06")).allowed
    assert desk.save(clear(NEXT, "v01", "m06")).allowed


def test_bounds_stay_up_to_the_first_tier_that_changes():
    before, bounds = Costs(3, 5, 100, 50), Costs(3, 4, 90, 40)
    assert still_proven(before, before, bounds) == bounds
    assert still_proven(before, Costs(3, 5, 100, 45), bounds) == bounds
    assert still_proven(before, Costs(3, 5, 120, 45), bounds) == Costs(3, 4, 90, 0)
    assert still_proven(before, Costs(3, 6, 90, 45), bounds) == Costs(3, 4, 0, 0)
    assert still_proven(before, Costs(4, 0, 80, 10), bounds) == Costs(3, 0, 0, 0)


def test_an_edit_that_empties_a_seat_leaves_only_the_bound_on_vacancies(desk):
    desk.save(clear(NEXT, "v01", "m06"))
    assert desk.roster.bounds == asdict(Costs(20, 0, 0, 0))


def test_a_pinned_seat_stays_until_it_is_unpinned(session, desk):
    term = Line(NEXT, "v01", "m06")
    assert desk.pin(pin, [term]) == 1
    assert desk.pin(pin, [term]) == 0
    assert pins(session, desk.roster) == [term]
    assert "pinned" in str(desk.judge(clear(NEXT, "v01", "m06")).broken[0])
    assert desk.pin(unpin, [term]) == 1
    assert desk.judge(clear(NEXT, "v01", "m06")).allowed
    assert [edit.what for edit in edits_of(session, desk.roster)] == ["drafted", "pinned", "unpinned"]


def test_pins_put_by_hand_leave_the_bounds_and_lifting_them_too(desk):
    desk.pin(pin_weeks, [NEXT])
    desk.pin(unpin_weeks, [NEXT])
    assert desk.roster.bounds == asdict(Costs(20, 0, 5, 7))


def test_lifting_a_pin_that_the_proof_was_made_with_lifts_the_proof(session, office):
    pinned = Assignment(0, "v01", "m01")
    asked = replace(office.problem(), pinned=(pinned,))
    from rotation.roster.planning import Asked, draft
    from tests.roster.conftest import answered

    with writing(session):
        question = Asked(office.plan(), asked, None, "planner")
        roster = draft(session, office.district, question, answered(asked, TERMS, Costs(25)))
    with writing(session):
        unpin(session, office.district, roster.number, [Line(NEXT, "v01", "m01")], Editor("p", TODAY, 0))
    assert roster.bounds["vacancies"] == 0
    assert Problem.from_json(roster.problem).pinned == ()


def test_only_a_seat_that_is_filled_can_be_pinned(desk):
    with pytest.raises(Conflict):
        desk.pin(pin, [Line(NEXT, "v03", "m09")])


def test_the_files_of_an_edited_draft_tell_the_truth(session, desk):
    desk.pin(pin_weeks, [NEXT])
    desk.save(put(NEXT, "v02", "m03"))
    problem = Problem.from_json(problem_file(session, desk.roster))
    solution = Solution.from_json(roster_file(session, desk.roster))
    assert len(problem.pinned) == 2
    assert untruths(problem, solution) == ()


def test_a_draft_is_thrown_away(session, office, desk):
    with writing(session):
        discard(session, office.district, desk.roster.number)
    assert rosters(session, office.district.id) == []


def test_candidates_come_with_the_first_rule_in_the_way(session, office, desk):
    seat = Line(NEXT, "v01", "m06")
    found = {
        one.member: one for one in candidates(session, office.district, desk.roster, seat, office.settings, today=TODAY)
    }
    assert found["m07"].reason is None
    assert found["m07"].added.vacancies == 0
    assert "serves elsewhere" in str(found["m01"].reason)
    assert "rests" in str(found["m02"].reason) or found["m02"].reason is None
    assert "role" in str(found["m14"].reason)
    assert "m06" not in found


def test_an_empty_seat_says_why_in_words(session, office, desk):
    said = vacancy_reasons(session, office.district, desk.roster)["v01", NEXT + 2]
    text = " ".join(map(str, said))
    assert "There are 14 members; the empty seats are 1." in text
    assert "队员13" in text


def test_whatever_is_tried_by_hand_the_draft_stays_legal_and_its_costs_true(session, office, desk):
    dice = random.Random(7)
    saved = 0
    for _ in range(40):
        terms = lines(session, desk.roster)
        week, place = NEXT + dice.randrange(4), dice.choice(["v01", "v02", "v03", "z1"])
        changes = [put(week, place, f"m{dice.randrange(1, 15):02}")]
        if len(terms) > 1:
            one, other = dice.sample(terms, 2)
            changes += [
                clear(one.week, one.place, one.member),
                exchange(one, other),
                move(one.week, one.member, one.place, place),
            ]
        try:
            desk.save(dice.choice(changes[: dice.randrange(1, 5)]))
            saved += 1
        except RuleBroken:
            assert lines(session, desk.roster) == terms
    problem = Problem.from_json(problem_file(session, desk.roster))
    solution = Solution.from_json(roster_file(session, desk.roster))
    assert audit(problem, solution.assignments).broken == ()
    assert [untrue for untrue in untruths(problem, solution) if "bounds" not in untrue] == []
    assert 10 < saved == desk.roster.edits
