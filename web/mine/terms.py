"""My page: this term or the next one, with whom, where and when; the whole year as a list and on paper."""

from datetime import date
from urllib.parse import quote, urlencode

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from rotation.district.hearing_days import hearing_days
from rotation.district.villages import Village, Zone, places
from rotation.district.weeks import this_week, today
from rotation.district.working_days import calendar
from rotation.errors import N_, Conflict
from rotation.roster import knowing
from rotation.roster.knowing import News, Way
from rotation.roster.own_terms import OwnTerm, own_terms
from rotation.roster.rosters import published
from rotation.store import writing
from web.accounts.whence import device
from web.dates import local_name
from web.mine.room import Own, own, room
from web.numbers import number
from web.papers import Eyes, pdf_answer

APPLE = ("iPhone", "iPad", "Mac")


@room.get("/")
def terms() -> str:
    """The running term or the next one, however far; what is new; and the way to everything else."""
    here = own()
    ahead = [one for one in _ahead(here) if _days(one)[-1] >= today()]
    return render_template(
        "mine/terms.html",
        term=ahead[0] if ahead else None,
        running=bool(ahead) and _days(ahead[0])[0] <= today(),
        may_swap=bool(ahead) and ahead[0].week > this_week(),
        hearings=_hearings(here, ahead[0]) if ahead else (),
        way=_way_there(ahead[0].place) if ahead else "",
        later=ahead[1:4],
        count=len(ahead),
        news=_news(here),
        nearest=knowing.NEAREST,
        roster=published(here.session, here.district.id),
        places=places(here.session, here.district.id),
    )


@room.post("/known")
def known() -> Answer:
    """我知道了: the member knows the roster that was in view."""
    here, seen = own(), request.form.get("roster", 0, type=number)
    with writing(here.session) as session:
        in_force = published(session, here.district.id)
        if in_force is None or in_force.number != seen:
            raise Conflict(N_("The roster has changed since this page was shown; look at it again."))
        knowing.know(session, here.district, seen, here.code, Way.SAID, here.by)
    flash(_("Thank you: we know that you know."))
    return redirect(url_for("mine.terms"))


@room.get("/year")
def year() -> str:
    """All terms that are published from this week on, in large type."""
    return render_template("mine/year.html", terms=_ahead(own()), member=own().member)


@room.get("/year.pdf")
def year_on_paper() -> Response:
    """The same on A4, for the door of the fridge."""
    here = own()
    sheet = render_template("mine/year_sheet.html", terms=_ahead(here), member=here.member, day_made=today())
    return pdf_answer([sheet], f"terms-{here.code}.pdf", url_for("mine.year"), Eyes.OWN)


def _ahead(here: Own) -> list[OwnTerm]:
    return own_terms(here.session, here.district.id, here.code, this_week(), today())


def _days(term: OwnTerm) -> tuple[date, ...]:
    """The first and the last day of a term, at the least."""
    return term.days or (term.week.monday, term.week.sunday)


def _hearings(here: Own, term: OwnTerm) -> tuple[date, ...]:
    if not isinstance(term.place, Village):
        return ()
    days = hearing_days(term.place, term.week, calendar(here.session, here.district.id))
    return tuple(day for day in days if not term.days or term.days[0] <= day <= term.days[1])


def _way_there(place: Village | Zone) -> str:
    """The place as the phone's own maps take it; Apple's know no geo: addresses. "" where nobody knows where it is."""
    if place.lat is None or place.lon is None:
        return ""
    where = f"{place.lat},{place.lon}"
    if device().startswith(APPLE):
        return "https://maps.apple.com/?" + urlencode({"q": local_name(place), "ll": where})
    return f"geo:{where}?q={where}({quote(local_name(place))})"


def _news(here: Own) -> News | None:
    return next(iter(knowing.news(here.session, here.district, today=today(), of=[here.code])), None)
