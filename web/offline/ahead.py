"""What a phone should have before the network goes: the pages of the running terms, and the forms of their days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.record.duty import day_of
from rotation.record.handing import handing_to
from rotation.record.rights import DAYS_TO_FINISH
from rotation.roster.own_terms import OwnTerm, own_terms
from rotation.store import now
from web.accounts import Role, current_district
from web.accounts.actor import Actor
from web.extensions import db
from web.served import villages_inspected

__all__ = ["Sheet", "pages", "sheets"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page on which something can be written or signed without network.

    `kind` is diary, complaint or finding, of a day; note or signature, of a week that begins on `day`.
    """

    kind: str
    village: Village
    day: date
    url: str
    week: Week | None = None


def sheets(asking: Actor) -> list[Sheet]:
    """Those of the days of a member's running terms and of their handovers; an official's of today and tomorrow."""
    today = day_of(now())
    made = [sheet for term in _terms(asking, today) for sheet in _of_term(term, today)]
    for village in villages_inspected(db.session(), asking):
        made += (_sheet("finding", village, day) for day in (today, today + timedelta(1)))
    return made


def pages(asking: Actor) -> list[str]:
    """Every address that a phone asks for ahead, the most needed first."""
    today = day_of(now())
    found = [url_for("offline.page"), url_for("field.today")]
    if asking.may_be(Role.MEMBER):
        found.append(url_for("mine.terms"))
    found += (sheet.url for sheet in sheets(asking))
    for term in _terms(asking, today):
        found += _around(term, today)
    return found


def _terms(asking: Actor, today: date) -> list[OwnTerm]:
    """The terms in villages of which a day may still be written, and that of the coming week: its handover is near."""
    if not asking.member:
        return []
    week = Week.of(today)
    terms = own_terms(db.session(), current_district().id, asking.member, week + -1, today)
    return [
        one for one in terms if one.in_a_village and one.week <= week + 1 and today <= one.week.sunday + DAYS_TO_FINISH
    ]


def _of_term(term: OwnTerm, today: date) -> Iterator[Sheet]:
    if not isinstance(term.place, Village):
        return
    before = handing_to(db.session(), term.place, term.week)
    if before:
        yield _handover("signature", term.place, before.outgoing)
    if term.week > Week.of(today):
        return
    for day in term.week.days():
        if not term.days or term.days[0] <= day <= term.days[1]:
            yield _sheet("diary", term.place, day)
            if day >= today:
                yield _sheet("complaint", term.place, day)
    yield _handover("note", term.place, term.week)


def _around(term: OwnTerm, today: date) -> Iterator[str]:
    if term.week > Week.of(today):
        return
    code = term.place.code
    for endpoint in ("field.handover", "field.diary", "field.week"):
        yield url_for(endpoint, code=code, week=term.week)
    if term.week == Week.of(today):
        yield url_for("field.hearing", code=code, day=today)


_FORMS = {"diary": "field.diary_write", "complaint": "field.complaint", "finding": "field.finding"}
_OF_WEEKS = {"note": "field.handover_note", "signature": "field.handover"}


def _sheet(kind: str, village: Village, day: date) -> Sheet:
    return Sheet(kind, village, day, url_for(_FORMS[kind], code=village.code, day=day))


def _handover(kind: str, village: Village, week: Week) -> Sheet:
    return Sheet(kind, village, week.monday, url_for(_OF_WEEKS[kind], code=village.code, week=week), week)
