"""Publishing: a draft becomes the roster in force, for good.

Today's facts may be others than those that the draft was solved with. Where they break a rule for some of its
terms (leave entered meanwhile, a member who has left), the planner is warned by name and day, and may publish
all the same once exactly these warnings have been seen: better one seat to mend than no roster at all.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.errors import N_, Conflict
from rotation.roster.changes import count_notices
from rotation.roster.desk import desk
from rotation.roster.drafts import draft_of
from rotation.roster.editing import Editor
from rotation.roster.rosters import Roster, Status, Term, log, published
from rotation.roster.words import week_in_words
from rotation.settings import Settings
from rotation.store import now
from solver import Sentence

LEFT_WITHOUT = N_(
    "This roster is shorter than the one in force: from the week of %(week)s on nobody would be planned any more, "
    "and %(terms)s published terms would fall away."
)


@dataclass(frozen=True, slots=True)
class Review:
    """What a planner must know before publishing. With a `refusal` the draft cannot be published as it is.

    `digest` stands for these very warnings. `facts_changed`: the costs and bounds are those of other facts.
    """

    warnings: tuple[Sentence, ...]
    digest: str
    facts_changed: bool
    refusal: Conflict | None = None


def review(session: Session, district: District, roster: Roster, settings: Settings, *, today: date) -> Review:
    """What today's facts say of a draft."""
    try:
        at = desk(session, district, roster, settings, today=today)
    except Conflict as refusal:
        return Review((), "", facts_changed=False, refusal=refusal)
    warnings = at.broken() + _left_without(session, district, roster)
    return Review(warnings, _digest(warnings), at.facts_changed)


def _left_without(session: Session, district: District, roster: Roster) -> tuple[Sentence, ...]:
    """The weeks that the roster in force covers and this one does not: whoever was told of them would be dropped."""
    before = published(session, district.id)
    if before is None or before.end <= roster.end:
        return ()
    query = select(func.count()).select_from(Term).where(Term.roster_id == before.id, Term.week >= roster.end)
    values = {"week": week_in_words(roster.end), "terms": session.scalar(query)}
    return (Sentence(LEFT_WITHOUT, values),)


def _digest(warnings: tuple[Sentence, ...]) -> str:
    text = "\n".join(sorted(map(str, warnings)))
    return hashlib.sha256(text.encode()).hexdigest()[:16] if warnings else ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a planner puts under a roster: a note, and (by their digest) which warnings they have seen."""

    note: str = ""
    seen: str = ""


def publish(
    session: Session, district: District, number: int, settings: Settings, editor: Editor, signature: Signature
) -> Roster:
    """Put a draft in force and supersede the roster before it.

    Conflict where it is no draft any more, is behind, was edited meanwhile, or has other warnings by now.
    """
    session.get_one(District, district.id, with_for_update=True)
    roster = draft_of(session, district.id, number, edits=editor.edits)
    found = review(session, district, roster, settings, today=editor.today)
    if found.refusal:
        raise found.refusal
    if found.digest != signature.seen:
        raise Conflict(
            N_("There are warnings about roster %(number)s that you have not seen; read them."), number=number
        )
    notices = count_notices(session, district, roster, today=editor.today)
    put_in_force(session, district, roster, editor.by, signature.note)
    log(
        session,
        roster,
        editor.by,
        "published",
        notices=notices,
        warnings=[str(one) for one in found.warnings],
    )
    return roster


def put_in_force(session: Session, district: District, roster: Roster, by: str, note: str) -> None:
    """Make a draft the roster in force; the one before it is superseded. The caller holds the district."""
    _supersede(session, district)
    roster.version = _next_version(session, district)
    roster.published_at, roster.published_by, roster.note = now(), by, note
    roster.status = Status.PUBLISHED
    session.flush()


def _supersede(session: Session, district: District) -> None:
    before = published(session, district.id)
    if before is not None:
        before.status = Status.SUPERSEDED
        session.flush()


def _next_version(session: Session, district: District) -> int:
    return (session.scalar(select(func.max(Roster.version)).where(Roster.district_id == district.id)) or 0) + 1
