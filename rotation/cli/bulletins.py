"""`rotation bulletin`: issue the boards of a week, or correct one."""

import click
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.board import bulletin as boards
from rotation.cli.language import _, ngettext
from rotation.cli.store import district_of, ready
from rotation.district.villages import village, villages
from rotation.district.weeks import Week, this_week
from rotation.errors import N_, InvalidInput
from rotation.record.roles import BY_ITSELF
from rotation.store import writing


@click.group("bulletin", help=_("The villages' boards: issue them, correct one."))
def bulletin() -> None:
    """The boards."""


@bulletin.command("issue", help=_("Issue the boards of a week; those that are issued already stay as they are."))
@click.option("--village", "code", help=_("Only this village's board."))
@click.option("--week", "typed", help=_("The week, like 2026-W03 (this one where none is named)."))
@click.option("--correct", "reason", help=_("Issue the village's board again, and say why."))
@click.option("--district", help=_("The district's code, where there are several."))
def issue(code: str | None, typed: str | None, reason: str | None, district: str | None) -> None:
    """Issue boards, one after the other."""
    if reason is not None and code is None:
        raise InvalidInput(N_("Say with --village which board is to be corrected."))
    week = Week.parse(typed) if typed else this_week()
    with ready(configuration.load()) as engine, Session(engine) as session:
        where = district_of(session, district).id
        codes = [code] if code else [row.code for row in villages(session, where)]
        done = sum(_issued(session, where, one, week, reason) for one in codes)
    click.echo(ngettext("%(count)s board issued.", "%(count)s boards issued.", done) % {"count": done})


def _issued(session: Session, district_id: int, code: str, week: Week, reason: str | None) -> bool:
    """Whether there is a new issue now."""
    with writing(session):
        place = village(session, district_id, code)
        before = boards.bulletin(session, place, week)
        if reason is None:
            return boards.issue(session, place, week, BY_ITSELF) is not before
        boards.correct(session, place, week, BY_ITSELF, reason)
        return True
