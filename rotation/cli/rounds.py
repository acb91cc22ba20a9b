"""What the programme does by itself when it is due, as commands for cron: done twice, it happens once.

`rotation serve` does all of it too.
"""

from collections.abc import Callable, Sized
from functools import partial

import click
from sqlalchemy.orm import Session

from rotation import notices
from rotation import settings as configuration
from rotation.board import bulletin, lapsing, papers, reminders, stand_ins
from rotation.chores import MINUTE, Chore
from rotation.cli import retaining
from rotation.cli.language import _, ngettext
from rotation.cli.store import ready
from rotation.record import escalation, passing, photos
from rotation.settings import Settings
from rotation.store import for_each, writing


@click.command("pass-on", help=_("Pass on the responsibility for tasks to whoever is on duty now."))
def pass_on() -> None:
    """Monday's passing on, and what a new roster brings."""
    count = _do(lambda session, _settings: passing.pass_on(session))
    click.echo(ngettext("%(count)s task passed on.", "%(count)s tasks passed on.", count) % {"count": count})


@click.command("escalate", help=_("Pass up the tasks whose deadline has passed to the next level."))
def escalate() -> None:
    """The daily escalation."""
    count = _do(escalation.escalate)
    click.echo(ngettext("%(count)s task passed up.", "%(count)s tasks passed up.", count) % {"count": count})


@click.command("retain", help=_("Erase what has been kept as long as it may be."))
def retain() -> None:
    """The daily keeping of retention periods."""
    settings = configuration.load()
    with ready(settings) as engine, Session(engine) as session:
        count = retaining.retain(session, settings)
    click.echo(ngettext("%(count)s thing erased.", "%(count)s things erased.", count) % {"count": count})


@click.command("remind", help=_("Look for stand-ins, remind whoever is to be reminded, and send what is to be sent."))
def remind() -> None:
    """Everything by which people are told; to be run every few minutes where no server runs."""
    settings, counts = configuration.load(), dict[str, int]()
    with ready(settings) as engine, Session(engine) as session:
        rounds = {
            "asked": partial(stand_ins.go_on, session, settings),
            "made": partial(reminders.remind, session, settings),
            "lapsed": partial(lapsing.drop_lapsed, session, settings),
            "sent": partial(notices.send_due, session, settings.notices),
        }
        for_each(session, rounds, lambda name: counts.setdefault(name, rounds[name]()))
    asked, made, sent = (counts[name] for name in ("asked", "made", "sent"))
    click.echo(
        ngettext("%(count)s member asked or told.", "%(count)s members asked or told.", asked) % {"count": asked}
    )
    click.echo(ngettext("%(count)s reminder made.", "%(count)s reminders made.", made) % {"count": made})
    click.echo(ngettext("%(count)s message dealt with.", "%(count)s messages dealt with.", sent) % {"count": sent})


def chores(settings: Settings) -> list[Chore]:
    """All of it, and what else the runner of `rotation serve` does from time to time."""
    return [
        Chore(passing.pass_on, every=MINUTE),  # Monday begins at 00:00
        Chore(bulletin.issue_due, every=MINUTE),  # on Monday at 06:00, once responsibility has passed on
        Chore(partial(escalation.escalate, settings=settings)),
        Chore(partial(retaining.retain, settings=settings), writes=False),  # in units of work of its own
        Chore(partial(photos.sweep, instance=settings.instance), writes=False),
        Chore(partial(papers.sweep, instance=settings.instance), writes=False),
        Chore(partial(stand_ins.go_on, settings=settings), every=MINUTE, writes=False),
        Chore(partial(reminders.remind, settings=settings), every=10 * MINUTE, writes=False),
        Chore(partial(lapsing.drop_lapsed, settings=settings), every=10 * MINUTE, writes=False),
        Chore(partial(lapsing.flush, settings=settings), every=MINUTE, writes=False),
    ]


def _do(work: Callable[[Session, Settings], Sized]) -> int:
    settings = configuration.load()
    count = 0
    with ready(settings) as engine, Session(engine) as session:
        while True:
            with writing(session):
                done = len(work(session, settings))
            if not done:
                return count
            count += done
