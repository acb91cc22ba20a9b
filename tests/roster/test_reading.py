"""A roster as pages show it: grid, years, fairness, certificate, who serves in public, and words."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from rotation.district.members import member
from rotation.district.weeks import Week
from rotation.errors import NotFound
from rotation.roster.costs import certificate, charges
from rotation.roster.fairness import fairness
from rotation.roster.grid import grid, member_year, place_rows, village_year
from rotation.roster.serving import Serving, serving
from rotation.roster.standing import what_stands
from rotation.roster.words import PLACE, Words, day_in_words
from rotation.store import writing
from solver import CHECKED, SOLVER, Assignment, Costs
from tests.roster.conftest import NEXT

TERMS = [Assignment(0, "v01", "m01"), Assignment(0, "v01", "m06"), Assignment(2, "z1", "m13")]


@pytest.fixture
def roster(office):
    return office.drafted(terms=TERMS, bounds=Costs(25))


def planned_weeks(roster):
    return [roster.start + n for n in range(roster.weeks)]


def test_places_stand_zone_by_zone(session, office):
    assert [row.code for row in place_rows(session, office.district)] == ["v01", "v02", "z1", "v03", "z2"]


def test_the_grid_shows_who_serves_and_what_is_empty(session, office, roster):
    shown = grid(session, office.district, roster, planned_weeks(roster))
    cell = shown.cells["v01", NEXT]
    assert [(one.code, one.name, one.lead) for one in cell.members] == [("m01", "队员1", True), ("m06", "队员6", False)]
    assert (cell.seats, cell.vacancies) == (2, 0)
    assert [row.code for row in shown.places] == ["v01", "v02", "z1", "v03"]
    assert shown.vacancies == roster.costs["vacancies"]


def test_the_grid_of_one_zone_has_its_places_only(session, office, roster):
    shown = grid(session, office.district, roster, planned_weeks(roster), zone="z2")
    assert [row.code for row in shown.places] == ["v03"]


def test_a_members_year_names_place_and_partners(session, office, roster):
    (term,) = member_year(session, office.district, roster, "m01")
    assert (term.week, term.place.code, [one.code for one in term.partners]) == (NEXT, "v01", ["m06"])


def test_a_villages_year_goes_week_by_week(session, office, roster):
    year = village_year(session, office.district, roster, "v01")
    assert [len(cell.members) for _, cell in year] == [2, 0, 0, 0]
    with pytest.raises(NotFound):
        village_year(session, office.district, roster, "v99")


def test_fairness_compares_terms_with_the_share(session, office, roster):
    rows = {row.member: row for row in fairness(session, office.district, roster)}
    assert rows["m01"].share == 200
    assert (rows["m01"].terms, rows["m01"].difference) == (1, -100)
    assert sum(row.difference**2 for row in rows.values()) == roster.costs["unfairness"]


def test_the_certificate_says_what_is_proven(roster):
    tiers = {row.tier: row for row in certificate(roster)}
    assert tiers["vacancies"].proven
    assert not tiers["unfairness"].proven
    assert tiers["unfairness"].gap == 1.0


def test_the_certificate_says_whose_word_each_bound_is(session, roster):
    assert not any(row.checked for row in certificate(roster))
    with writing(session):
        roster.proofs = {"vacancies": CHECKED, "unfairness": SOLVER}
    assert [row.tier for row in certificate(roster) if row.checked] == ["vacancies"]


def test_every_cost_has_its_place(session, roster):
    found = list(charges(session, roster))
    assert sum(one.points for one in found if one.cost == "vacancies") == 25
    assert {one.week for one in found if one.cost == "vacancies"} == set(planned_weeks(roster))


def test_in_public_nobody_is_named_without_consent(session, office, roster):
    with writing(session):
        member(session, office.district.id, "m06").named_in_public = True
    assert serving(session, office.district.id, [NEXT]) == {}
    office.publish(roster)
    found = serving(session, office.district.id, [NEXT, NEXT + 1, NEXT + 2])
    secretary = partial(Serving, troubleshooter=False)
    assert found == {
        ("v01", NEXT): (secretary("m01", None, 1), secretary("m06", "队员6", 2)),
        ("z1", NEXT + 2): (Serving("m13", None, 1, troubleshooter=True),),
    }


def test_a_day_and_a_place_are_said_in_the_readers_language(session, office):
    chinese = {
        "%(weekday)s %(day)s %(month)s": "%(month)s%(day)s日(%(weekday)s)",
        "Mon": "周一",
        "January": "1月",
        PLACE: "%(chinese)s%(english).0s",
    }
    day, place = day_in_words(date(2026, 1, 5)), Words.of(session, office.district.id, NEXT).place("v01")
    assert (str(day), day.text(lambda said: chinese[said])) == ("Mon 5 January", "1月5日(周一)")
    assert (str(place), place.text(lambda said: chinese[said])) == ("V1", "村1")


def test_a_week_of_another_year_is_said_with_its_year():
    words = Words({}, {}, Week.parse("2026-W02"))
    assert [str(words.week(n)) for n in (0, 51, 52)] == ["Mon 5 January", "Mon 28 December", "Mon 4 January 2027"]
    assert str(words.week(-53)) == "Mon 30 December 2024"


def test_of_terms_that_break_a_rule_together_the_pinned_one_stands(office):
    terms = [Assignment(0, "v01", "m01"), Assignment(1, "v01", "m01")]
    assert what_stands(office.problem(), terms)[0] == terms[:1]
    assert what_stands(office.problem(), terms, keep=terms[1:])[0] == terms[1:]
    pinned = replace(office.problem(), pinned=(Assignment(3, "v01", "m02"),))
    assert what_stands(pinned, terms)[0] == terms[:1]
