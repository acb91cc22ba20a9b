"""The first page: what is to do today, where, with whom; between terms, what comes next."""

from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from rotation.district.hearing_days import hearing_days
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.district.working_days import calendar
from rotation.record.duty import day_of
from rotation.record.handing import Handing, handing_to
from rotation.record.rights import DAYS_TO_FINISH, decides, in_team
from rotation.record.standing import DayStanding, standing
from rotation.record.verdicts import Verdict, to_look_at
from rotation.roster.own_terms import OwnTerm, own_terms
from rotation.store import now
from web.accounts import Actor, Role, actor, current_district
from web.extensions import db
from web.field.place import Place, at_village, inspected
from web.field.room import room
from web.field.waiting import waiting

MOST_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Duties:
    """What a team has to do in its village today: the day's lists, whether it is one with a hearing, what waits.

    `doubts` are verdicts to look at: what was said to be unsolved without changing the task.
    """

    standing: DayStanding
    is_hearing_day: bool
    may_decide: bool
    undecided: int
    doubts: list[Verdict]

    @property
    def week(self) -> Week:
        """The week of today."""
        return Week.of(self.standing.day)


@room.get("/")
def today() -> str | Response:
    """What is to do today; officials who see to several villages choose one first."""
    asking = actor()
    if asking is not None and asking.may_be(Role.MEMBER):
        return _of_member(asking)
    if asking is None or not asking.may_be(Role.OFFICIAL):
        abort(403)
    here = inspected()
    if len(here) == 1:
        return redirect(url_for("field.village_today", code=here[0].code))
    return render_template("field/choose.html", villages=here, onward="field.village_today")


@room.get("/villages/<code>")
def village_today(code: str) -> str:
    """An official's day in one village."""
    here = at_village(code)
    if here.village.code not in [one.code for one in inspected()]:
        abort(403)
    day = day_of(now())
    return render_template(
        "field/official.html",
        village=here.village,
        day=day,
        several=len(inspected()) > 1,
        duties=_duties(here, day),
    )


@room.get("/villages/<code>/weeks/<week>")
def week(code: str, week: str) -> str:
    """The days of a week, as far as they have come: what was heard and found, and what is still to be done."""
    which = _week(week)
    here = at_village(code, which.monday)
    days = [day for day in which.days() if day <= day_of(now())]
    hears = in_team(here.session, here.hand, here.village, which)
    if not days or not (hears or here.village.code in [one.code for one in inspected()]):
        raise NotFound
    shown = standing(here.session, here.settings, here.village, days)
    return render_template(
        "field/week.html",
        village=here.village,
        week=which,
        days=shown,
        hears=hears,
        until=which.sunday + DAYS_TO_FINISH,
    )


def _week(address: str) -> Week:
    found = Week.parse(address)
    if str(found) != address:
        raise NotFound
    return found


def _of_member(asking: Actor) -> str:
    day = day_of(now())
    current = Week.of(day)
    terms = own_terms(db.session(), current_district().id, asking.member or "", current + -1, day)
    mine = next((term for term in terms if term.week == current), None)
    return render_template(
        "field/today.html",
        day=day,
        term=mine,
        has_begun=mine is not None and (not mine.days or mine.days[0] <= day),
        duties=_of_term(mine, day),
        received=_received(mine),
        unfinished=[term for term in terms if _is_unfinished(term, day)],
        last=next((term for term in terms if term.week < current), None),
        ahead=[term for term in terms if term.week > current][:MOST_AHEAD],
    )


def _is_unfinished(term: OwnTerm, day: date) -> bool:
    return term.in_a_village and term.week.sunday < day <= term.week.sunday + DAYS_TO_FINISH


def _of_term(term: OwnTerm | None, day: date) -> Duties | None:
    return _duties(at_village(term.place.code), day) if term and isinstance(term.place, Village) else None


def _received(term: OwnTerm | None) -> Handing | None:
    """The handover to the team of a term, from the one before it."""
    return handing_to(db.session(), term.place, term.week) if term and isinstance(term.place, Village) else None


def _duties(here: Place, day: date) -> Duties:
    heard = hearing_days(here.village, Week.of(day), calendar(here.session, here.village.district_id))
    mine = decides(here.session, here.hand, here.village, now())
    return Duties(
        standing(here.session, here.settings, here.village, [day])[0],
        day in heard,
        mine,
        len(waiting(here, day)) if mine else 0,
        to_look_at(here.session, here.village) if mine else [],
    )
