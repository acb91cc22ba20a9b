"""A certificate gives its bounds to whoever counts it again, and to nobody a better one."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from solver import Certificate, CertificateError, Costs, Limits, Member, Problem, Village, Weights, Word, Zone, solve
from solver.certificates.certificate import DEPTHS, TierProof, digest
from solver.certificates.checking import check_certificate, recounted
from solver.problem import TROUBLESHOOTER
from solver.solution import CHECKED
from tests.solver.make import problem as made

WEIGHTS = Weights(unmet_skill=40, repeat_partner=30, disliked=20, no_continuity=15, repeat_village=10, crowding=5)


def asked():
    """Enough of everything that each tier has something to prove."""
    people = [
        Member(f"m{number}", lead=number % 2 == 0, skills=frozenset({"roads"}) if number == 1 else frozenset())
        for number in range(7)
    ]
    watch = Member("z", roles=frozenset({TROUBLESHOOTER}), unavailable=frozenset({2}))
    villages = (Village("v1", wants={week: frozenset({"roads"}) for week in range(5)}), Village("v2"))
    return Problem(
        *(date(2026, 1, 5), 5, (*people, watch), villages, (Zone("z1", troubleshooters=1),)),
        spacing_weeks=3,
        continuity_weeks=2,
        weights=WEIGHTS,
    )


@pytest.fixture(scope="module")
def solved():
    return solve(asked(), Limits(seconds=600, steps=800_000))


def words(problem, solution, certificate):
    return [verdict.word for verdict in check_certificate(problem, solution, certificate)]


def test_what_a_solve_calls_checked_is_checked(solved):
    assert solved.certificate.problem == digest(asked())
    found = check_certificate(asked(), solved, solved.certificate)
    assert [solved.proofs[verdict.tier] for verdict in found] == [verdict.word.value for verdict in found]
    assert [verdict.word for verdict in found[:3]] == [Word.CHECKED] * 3
    assert found[2].certain == solved.costs.unfairness
    assert 0 < found[3].certain <= solved.costs.wishes


def test_writing_and_reading_gives_the_same_certificate(solved):
    assert Certificate.from_json(solved.certificate.to_json()) == solved.certificate


def test_a_roster_file_says_whose_word_each_bound_is(solved):
    written = json.loads(solved.to_json())
    assert written["proofs"] == dict(solved.proofs)
    assert type(solved).from_json(solved.to_json()).proofs == solved.proofs


@pytest.mark.parametrize("tier", ["unfairness", "wishes"])
def test_a_claim_beyond_the_multipliers_is_false(solved, tier):
    tiers = dict(solved.certificate.tiers)
    tiers[tier] = replace(tiers[tier], bound=tiers[tier].bound + 1)
    found = check_certificate(asked(), solved, replace(solved.certificate, tiers=tiers))
    assert {verdict.tier for verdict in found if verdict.word is Word.FALSE} == {tier}


def test_a_bound_that_the_roster_calls_checked_must_be_given(solved):
    higher = replace(solved, bounds=replace(solved.bounds, wishes=solved.costs.wishes + 1), proofs={"wishes": CHECKED})
    assert words(asked(), higher, solved.certificate)[3] is Word.FALSE
    assert words(asked(), replace(higher, proofs={}), solved.certificate)[3] is Word.SOLVER


def test_without_multipliers_a_bound_is_the_solvers_word(solved):
    empty = Certificate(digest(asked()), 1)
    assert words(asked(), replace(solved, proofs={}), empty)[2] is Word.SOLVER


def test_a_certificate_is_for_one_problem(solved):
    with pytest.raises(CertificateError, match="another problem"):
        check_certificate(replace(asked(), rest_weeks=0), solved, solved.certificate)


@pytest.mark.parametrize("seed", range(200))
def test_whatever_the_multipliers_no_bound_is_above_the_best_roster(seed, solved):
    random = Random(seed)
    rows = {row: random.randint(-400, 400) for row in some_rows(random)}
    for tier in ("vacancies", "changes", "unfairness", "wishes"):
        best = getattr(solved.costs, tier)
        try:
            assert recounted(asked(), solved.costs, tier, TierProof(0, rows), 20) <= best
        except CertificateError as error:
            assert "sign" in str(error)  # noqa: PT017 - either way is right


def some_rows(random):
    keys = {"seats": ("v1", "1"), "leads": ("v2", "0"), "rest": ("m1", "3"), "terms": ("m2",), "visits": ("m3", "v1")}
    keys |= {
        "skills": ("v1", "4", "roads"),
        "crowding": ("m4", "-1"),
        "continuity": ("v1",),
        "unknown": ("v2",),
        "partners": ("m5",),
    }
    return [(family, *keys.get(family, ())) for family in random.sample(sorted(DEPTHS), random.randint(1, 5))]


def test_the_generated_problems_keep_their_digest():
    problem = made(Random(5))
    assert digest(problem) == digest(Problem.from_json(problem.to_json()))


def file(**changes):
    tiers = {"vacancies": {"bound": 0, "multipliers": {"seats": {"v1": {"0": -5}}}}}
    whole = {"format": "one-week-secretary/certificate@1", "problem": digest(asked()), "scale": 8, "tiers": tiers}
    return json.dumps(whole | changes)


def proof(multipliers, bound=0):
    return {"vacancies": {"bound": bound, "multipliers": multipliers}}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{}", "format"),
        (file()[:-9], ""),
        ('{"format": "one-week-secretary/roster@1"}', "format"),
        (file(scale=0), "scale"),
        (file(scale=1.5), "scale"),
        (file(scale=True), "scale"),
        (file(problem=7), "problem"),
        (file(more=1), "more"),
        (file(tiers=[]), "tiers"),
        (file(tiers={"joy": {}}), "tiers.joy"),
        (file(tiers={"wishes": 3}), "tiers.wishes"),
        (file(tiers=proof({}, bound=-1)), "tiers.vacancies.bound"),
        (file(tiers=proof({}, bound="3")), "tiers.vacancies.bound"),
        (file(tiers=proof({}, bound=2**63)), "tiers.vacancies.bound"),
        (file(tiers=proof([])), "tiers.vacancies.multipliers"),
        (file(tiers=proof({"chairs": {}})), "tiers.vacancies.multipliers.chairs"),
        (file(tiers=proof({"seats": {"v1": 3}})), "tiers.vacancies.multipliers.seats.v1"),
        (file(tiers=proof({"seats": {"v1": {"0": 1e30}}})), "tiers.vacancies.multipliers.seats.v1.0"),
        (file(tiers=proof({"seats": {"v1": {"0": 10**40}}})), "tiers.vacancies.multipliers.seats.v1.0"),
        (file(tiers=proof({"filled": None})), "tiers.vacancies.multipliers.filled"),
        (file().replace("-5", "9" * 9000), ""),
        (file().replace("-5", "NaN"), ""),
        ("[" * 100_000, ""),
        (b"\xff\xfe", ""),
    ],
)
def test_a_file_that_is_no_certificate_is_refused_at_its_place(text, path):
    with pytest.raises(CertificateError) as refused:
        Certificate.from_json(text)
    assert refused.value.path == path


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("seats", "v9", "0"), "no such row"),
        (("seats", "v1", "5"), "no such row"),
        (("seats", "v1", "01"), "no such row"),
        (("seats", "v1", "9" * 5000), "no such row"),
        (("leads", "z1", "0"), "no such row"),
        (("rest", "nobody", "0"), "no such row"),
        (("skills", "v2", "0", "roads"), "no such row"),
        (("crowding", "m1", "-3"), "no such row"),
        (("filled",), "sign"),
        (("unfairness",), "sign"),
        (("skills", "v1", "0", "roads"), "sign"),
    ],
)
def test_a_multiplier_needs_a_row_and_a_limit(row, why, solved):
    certificate = Certificate(digest(asked()), 1, {"vacancies": TierProof(0, {row: -1})})
    if row == ("filled",):
        certificate = replace(certificate, tiers={"vacancies": TierProof(0, {row: 1})})
    with pytest.raises(CertificateError, match=why):
        check_certificate(asked(), solved, certificate)


def test_numbers_beyond_any_machine_word_are_counted_all_the_same(solved):
    rows = {("terms", "m1"): 2**62, ("filled",): -(2**62), ("seats", "v1", "0"): -(2**62)}
    assert recounted(asked(), solved.costs, "wishes", TierProof(0, rows), 1) == 0


def test_costs_that_are_no_rosters_prove_nothing_that_is_absurd():
    rows = {("unfairness",): -5}
    assert recounted(asked(), Costs(unfairness=10**12), "wishes", TierProof(0, rows), 1) == 0
