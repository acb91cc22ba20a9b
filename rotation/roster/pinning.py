"""Pins: the terms of a draft that the planner has fixed, round which the rest is solved again."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster.drafts import draft_of
from rotation.roster.editing import Editor
from rotation.roster.planning import assignments
from rotation.roster.rosters import Line, Roster, Term, lines, log, pins, spelt, terms_at
from solver import Problem


def pin(session: Session, district: District, number: int, chosen: Iterable[Line], editor: Editor) -> int:
    """Fix these terms of a draft; says how many were not fixed before."""
    roster = draft_of(session, district.id, number, edits=editor.edits)
    return _pin(session, roster, set(chosen), editor)


def unpin(session: Session, district: District, number: int, chosen: Iterable[Line], editor: Editor) -> int:
    """Let these terms of a draft be changed again; says how many were fixed."""
    roster = draft_of(session, district.id, number, edits=editor.edits)
    return _unpin(session, roster, set(chosen), editor)


def pin_weeks(session: Session, district: District, number: int, weeks: Iterable[Week], editor: Editor) -> int:
    """Fix every term of these weeks."""
    roster = draft_of(session, district.id, number, edits=editor.edits)
    return _pin(session, roster, _planned(session, roster, set(weeks)), editor)


def unpin_weeks(session: Session, district: District, number: int, weeks: Iterable[Week], editor: Editor) -> int:
    """Let every term of these weeks be changed again."""
    roster = draft_of(session, district.id, number, edits=editor.edits)
    return _unpin(session, roster, _planned(session, roster, set(weeks)), editor)


def _planned(session: Session, roster: Roster, weeks: set[Week]) -> set[Line]:
    return {line for line in lines(session, roster) if line.week in weeks and line.week >= roster.start}


def _pin(session: Session, roster: Roster, chosen: set[Line], editor: Editor) -> int:
    if not chosen <= {line for line in lines(session, roster) if line.week >= roster.start}:
        raise Conflict(N_("The seat is not filled any more as it was; look at the roster again."))
    return _set(session, roster, chosen - set(pins(session, roster)), editor, pinned=True)


def _unpin(session: Session, roster: Roster, chosen: set[Line], editor: Editor) -> int:
    lifted = chosen & set(pins(session, roster))
    _forget_proof(roster, lifted)
    return _set(session, roster, lifted, editor, pinned=False)


def _set(session: Session, roster: Roster, chosen: set[Line], editor: Editor, *, pinned: bool) -> int:
    if chosen:
        for theirs in terms_at(roster, chosen):
            change = update(Term).where(theirs).values(pinned=pinned)
            session.execute(change, execution_options={"synchronize_session": False})
        roster.edits += 1
        log(session, roster, editor.by, "pinned" if pinned else "unpinned", terms=spelt(chosen))
    return len(chosen)


def _forget_proof(roster: Roster, lifted: set[Line]) -> None:
    """Bounds proven with a pin say nothing once it is lifted: a better roster may exist without it."""
    solved = Problem.from_json(roster.problem)
    gone = set(assignments(lifted, roster.start)) & set(solved.pinned)
    if gone:
        roster.problem = replace(solved, pinned=tuple(one for one in solved.pinned if one not in gone)).to_json()
        roster.bounds = dict.fromkeys(roster.bounds, 0)
