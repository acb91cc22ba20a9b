"""What a planner should do next: first what somebody waits for, then what lies ahead."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from rotation.district import working_days
from rotation.district.weeks import today
from rotation.record.duty import week_of
from rotation.record.handing import handings
from rotation.record.passing import overdue
from rotation.record.roles import Hand, Role
from rotation.roster import knowing, openings, rosters, swaps
from rotation.store import now
from web.dates import week_days
from web.planner.desk import Desk
from web.planner.glance import Glance

PLAN_AGAIN_WEEKS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a planner should do, and where."""

    text: str
    link: str
    url: str


def steps(here: Desk, glance: Glance) -> Iterator[Step]:
    """The steps, the first one first."""
    if not glance.members or not glance.villages:
        text = _("Members and villages come first. A workbook brings in all of them at once.")
        yield Step(text, _("Import a workbook"), url_for("planner.imports"))
        return
    if glance.roster:
        yield from _of_openings(here)
        yield from _of_swaps(here)
        yield from _of_record(here)
        yield from _of_calls(here)
    yield from _of_training(glance)
    yield from _of_calendar(here, glance)
    yield from _of_roster(here, glance)


def _of_openings(here: Desk) -> Iterator[Step]:
    """The terms that nobody serves yet; above all those for which nobody is left to be asked."""
    live, url = openings.live(here.session, here.district), url_for("planner.openings")
    if lost := [one for one in live if one.state is openings.State.NOBODY]:
        text = ngettext(
            "For %(num)d term that fell free everybody was asked, and nobody has said yes.",
            "For %(num)d terms that fell free everybody was asked, and nobody has said yes.",
            len(lost),
        )
        yield Step(text, _("To the stand-ins"), url)
    elif live:
        text = ngettext(
            "A stand-in is looked for, for %(num)d term.", "Stand-ins are looked for, for %(num)d terms.", len(live)
        )
        yield Step(text, _("To the stand-ins"), url)


def _of_swaps(here: Desk) -> Iterator[Step]:
    agreed = [one for one in swaps.live(here.session, here.district) if one.state is swaps.State.AGREED]
    if agreed:
        text = ngettext("%(num)d swap waits for your approval.", "%(num)d swaps wait for your approval.", len(agreed))
        yield Step(text, _("To the swaps"), url_for("planner.swaps"))


def _of_record(here: Desk) -> Iterator[Step]:
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


def _of_calls(here: Desk) -> Iterator[Step]:
    if count := len(knowing.news(here.session, here.district, today=today())):
        text = ngettext(
            "%(num)d member does not know yet what is published for them.",
            "%(num)d members do not know yet what is published for them.",
            count,
        )
        yield Step(text, _("To the call list"), url_for("planner.calls"))


def _of_training(glance: Glance) -> Iterator[Step]:
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


def _of_calendar(here: Desk, glance: Glance) -> Iterator[Step]:
    last = (glance.week + here.settings.roster.weeks).sunday.year
    for year in range(glance.week.monday.year, last + 1):
        special = working_days.special_days(here.session, here.district.id, year)
        url = url_for("planner.calendar", year=year)
        if not special:
            yield Step(_("No public holidays of %(year)s are known yet.", year=year), _("To the working days"), url)
        elif any(row.provisional for row in special):
            text = _("The working days of %(year)s are provisional; load them again later.", year=year)
            yield Step(text, _("To the working days"), url)


def _of_roster(here: Desk, glance: Glance) -> Iterator[Step]:
    if glance.roster is None:
        yield _first_roster(here)
    elif glance.roster.end - glance.week <= PLAN_AGAIN_WEEKS:
        text = _("The published roster ends with the week %(week)s.", week=week_days(glance.roster.end + -1))
        yield Step(text, _("Plan on"), url_for("planner.rosters"))


def _first_roster(here: Desk) -> Step:
    """A draft that is there is to be published; else one is to be made."""
    drafts = rosters.rosters(here.session, here.district.id)
    if drafts:
        text = _(
            "There is a draft and nothing published yet. "
            "Look at the draft, mend what you want different, and publish it."
        )
        return Step(text, _("Look at the draft"), url_for("planner.roster_page", number=drafts[0].number))
    return Step(_("No roster is published yet."), _("Plan a roster"), url_for("planner.rosters"))
