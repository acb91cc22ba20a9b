"""The planner's first page: the district at a glance, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from rotation.district import roll, working_days
from rotation.district.offices import offices
from rotation.district.roll import Entry
from rotation.district.villages import Village, villages, zones
from rotation.district.weeks import Week, this_week
from rotation.record.duty import week_of
from rotation.record.handing import handings
from rotation.record.passing import overdue
from rotation.record.roles import Hand, Role
from rotation.roster.rosters import Roster
from rotation.store import now
from web.dates import week_days
from web.planner.desk import Desk, desk
from web.planner.room import room
from web.planner.terms import roster_in_force

PLAN_AGAIN_WEEKS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a planner should do, and where."""

    text: str
    link: str
    url: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A district in one week."""

    week: Week
    members: list[Entry]
    villages: list[Village]
    roster: Roster | None

    @property
    def away(self) -> list[Entry]:
        """Those who are trained and away."""
        return [entry for entry in self.members if entry.is_trained and entry.away]

    @property
    def untrained(self) -> list[Entry]:
        """Those who may not serve yet."""
        return [entry for entry in self.members if not entry.is_trained]

    @property
    def leads(self) -> list[Entry]:
        """Those who can lead a team."""
        return [entry for entry in self.members if entry.is_lead]

    @property
    def able(self) -> list[Entry]:
        """Those who could serve."""
        return [entry for entry in self.members if entry.can_serve]

    @property
    def open_villages(self) -> list[Village]:
        """The villages that are open."""
        return [village for village in self.villages if not village.is_closed(self.week)]


@room.get("/")
def overview() -> str:
    """The district at a glance."""
    here = desk()
    week = this_week()
    glance = Glance(
        week,
        [entry for entry in roll.roll(here.session, here.district.id, week) if entry.member.active],
        villages(here.session, here.district.id),
        roster_in_force(here),
    )
    return render_template(
        "planner/district/overview.html",
        district=here.district,
        glance=glance,
        zones=zones(here.session, here.district.id),
        offices=offices(here.session, here.district.id),
        steps=list(_steps(here, glance)),
    )


def _steps(here: Desk, glance: Glance) -> Iterator[Step]:
    if not glance.members or not glance.villages:
        text = _("Members and villages come first. A workbook brings in all of them at once.")
        yield Step(text, _("Import a workbook"), url_for("planner.imports"))
        return
    yield from _steps_of_training(glance)
    yield from _steps_of_calendar(here, glance)
    yield from _steps_of_roster(glance)
    yield from _steps_of_record(here)


def _steps_of_training(glance: Glance) -> Iterator[Step]:
    if glance.untrained:
        text = ngettext(
            "%(num)d member has not completed the basic training and is not planned for.",
            "%(num)d members have not completed the basic training and are not planned for.",
            len(glance.untrained),
        )
        yield Step(text, _("Show them"), url_for("planner.members", untrained=1))
    if not glance.leads:
        text = _("Nobody is qualified to lead: every team will lack one secretary.")
        yield Step(text, _("To the members"), url_for("planner.members"))


def _steps_of_calendar(here: Desk, glance: Glance) -> Iterator[Step]:
    last = (glance.week + here.settings.roster.weeks).sunday.year
    for year in range(glance.week.monday.year, last + 1):
        special = working_days.special_days(here.session, here.district.id, year)
        url = url_for("planner.calendar", year=year)
        if not special:
            yield Step(_("No public holidays of %(year)s are known yet.", year=year), _("To the working days"), url)
        elif any(row.provisional for row in special):
            text = _("The working days of %(year)s are provisional; load them again later.", year=year)
            yield Step(text, _("To the working days"), url)


def _steps_of_roster(glance: Glance) -> Iterator[Step]:
    url = url_for("planner.rosters")
    if glance.roster is None:
        yield Step(_("No roster is published yet."), _("Plan a roster"), url)
    elif glance.roster.end - glance.week <= PLAN_AGAIN_WEEKS:
        last = week_days(glance.roster.end + -1)
        yield Step(_("The published roster ends with the week %(week)s.", week=last), _("Plan on"), url)


def _steps_of_record(here: Desk) -> Iterator[Step]:
    """What the teams and those responsible have let lie: to be asked after."""
    moment, hand = now(), Hand(Role.PLANNER, here.by, district=here.district.id)
    handed = handings(here.session, hand, here.district.id, week_of(moment))
    if unsigned := len([one for one in handed if one.is_missing(moment)]):
        text = ngettext(
            "%(num)d handover has not been signed by the team that has come.",
            "%(num)d handovers have not been signed by the teams that have come.",
            unsigned,
        )
        yield Step(text, _("To the handovers"), url_for("planner.diaries_of_week"))
    if late := len(overdue(here.session, here.district.id)):
        text = ngettext("%(num)d task is overdue.", "%(num)d tasks are overdue.", late)
        yield Step(text, _("To the tasks"), url_for("tasks.mine"))
