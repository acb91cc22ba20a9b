"""Terms that fall free: who is looked for, who is asked, who could come; the planner can hasten, decide, or end it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.board import telling
from rotation.board.stand_ins import ask_on
from rotation.board.telling import Post
from rotation.district.members import member, members
from rotation.district.weeks import today
from rotation.errors import N_, Conflict, InvalidInput
from rotation.roster import asking
from rotation.roster import openings as opened
from rotation.roster.amending import Amendment
from rotation.roster.asking import Filled
from rotation.roster.helping import best_for
from rotation.roster.hindrances import Why
from rotation.roster.openings import Opening
from rotation.roster.rosters import Term
from rotation.roster.standing_in import Ranking, ranking
from rotation.roster.unserved import unserved
from rotation.store import writing
from web.errors import told
from web.planner.desk import NUMBER, Desk, desk
from web.planner.room import room
from web.standing import filling, leaving_empty


@room.get("/openings")
def openings() -> str:
    """The terms for which somebody is looked for, and those that have come to an end."""
    here = desk()
    live = opened.live(here.session, here.district)
    return render_template(
        "planner/reaching/openings.html",
        live=live,
        days=opened.days_of(here.session, here.district, live, today()),
        ended=opened.ended(here.session, here.district, 50),
        names=here.names(),
    )


@room.get(f"/openings/{NUMBER}")
def opening(number: int) -> str:
    """One opening: everybody who can serve, ranked, and everybody who cannot, with the reason."""
    here = desk()
    row = opened.opening(here.session, here.district, number)
    found, refusal = _ranked(here, row)
    asks = opened.asks(here.session, row)
    names = here.names()
    return render_template(
        "planner/reaching/opening.html",
        row=row,
        days=opened.days_of(here.session, here.district, [row], today())[row.id],
        found=found,
        refused=[(why, list(map(names.member, codes))) for why, codes in found.refusals] if found else [],
        refusal=refusal,
        why=_why(here, row),
        asks=asks,
        asked={one.member for one in asks},
        people={one.code: one for one in members(here.session, here.district.id, inactive=True)},
        names=names,
    )


def _why(here: Desk, row: Opening) -> Why | None:
    """Why the term can't be served, as things are now."""
    if not row.is_live:
        return None
    found = unserved(here.session, here.district, Term.member == row.member, today=today())
    lost = found.get((row.week, row.place, row.member))
    return lost.why if lost else None


def _ranked(here: Desk, row: Opening) -> tuple[Ranking | None, str]:
    if not row.is_live:
        return None, ""
    try:
        return ranking(here.session, here.district, row, here.settings, today=today()), ""
    except Conflict as error:
        return None, told(error)


@room.get("/members/<code>/help")
def member_help(code: str) -> str:
    """Where one member could help: what is open, the best first."""
    here = desk()
    return render_template(
        "planner/reaching/helping.html",
        member=member(here.session, here.district.id, code),
        helps=best_for(here.session, here.district, code, here.settings, today=today()),
        names=here.names(),
    )


@room.post(f"/openings/{NUMBER}/ask")
def opening_ask(number: int) -> Response:
    """Ask at once, without waiting until the member has thought it over."""
    here = desk()
    with writing(here.session) as session:
        asking.ask_now(session, here.district, number)
    asked = ask_on(here.session, here.district, here.settings, number)
    said = ngettext("%(num)d member is asked.", "%(num)d members are asked.", len(asked))
    flash(said if asked else _("Nobody is left who could be asked."))
    return redirect(url_for("planner.opening", number=number))


@room.post(f"/openings/{NUMBER}/assign")
def opening_assign(number: int) -> Response:
    """Decide who stands in; of a chain, everybody who moves."""
    here, people = desk(), tuple(request.form.getlist("member"))
    if not people:
        raise InvalidInput(N_("Choose somebody."), field="member")

    def deed(session: Session, wanted: Amendment) -> Filled:
        return asking.assign(session, here.district, number, people[0], wanted, by=here.by)

    filling(here.session, here.district, here.settings, number, people, deed)
    flash(_("%(name)s stands in. Everybody whose terms change is told.", name=here.names().member(people[0])))
    return redirect(url_for("planner.openings"))


@room.post(f"/openings/{NUMBER}/empty")
def opening_empty(number: int) -> Response:
    """Let nobody serve instead: the term is taken out of the roster."""
    here = desk()

    def deed(session: Session, wanted: Amendment) -> Filled:
        return asking.leave_empty(session, here.district, number, wanted, by=here.by)

    leaving_empty(here.session, here.district, here.settings, number, deed)
    flash(_("The seat stays empty. Everybody whose terms change is told."))
    return redirect(url_for("planner.openings"))


@room.post(f"/openings/{NUMBER}/withdraw")
def opening_withdraw(number: int) -> Response:
    """Nobody needs to stand in after all."""
    here = desk()
    with writing(here.session) as session:
        row = opened.withdraw(session, here.district, number, here.by)
        telling.spared(Post.of(session, here.settings, here.district), row, opened.silent(session, row))
    flash(_("Nobody is looked for any more for this term."))
    return redirect(url_for("planner.openings"))
