"""Which terms of an older roster can still stand when the facts are others."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from solver import Assignment, Broken, Problem, audit


def what_stands(
    problem: Problem, terms: Iterable[Assignment], keep: Collection[Assignment] = ()
) -> tuple[list[Assignment], list[Broken]]:
    """The terms without those that break a rule, and the rules that these would break.

    Of several terms that break a rule together the last one goes, `keep` the last of all.
    """
    standing = list(terms)
    fallen: list[Broken] = []
    unpinned = replace(problem, pinned=())
    while broken := audit(unpinned, standing).broken:
        gone: set[Assignment] = set()
        for one in broken:
            if gone.isdisjoint(one.assignments):  # else it is mended already
                gone.add(max(one.assignments, key=lambda term: (term not in keep, term)))
                fallen.append(one)
        standing = [term for term in standing if term not in gone]
    return standing, fallen
