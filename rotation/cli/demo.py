"""`rotation demo`: the Qixia sample, from workbooks to a served site, in front of a newcomer's eyes."""

import os
from urllib.parse import urlsplit

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import demo as sample
from rotation import settings as configuration
from rotation.cli import demo_logins
from rotation.cli.accounts import make_district
from rotation.cli.database import bring_up_to_date
from rotation.cli.language import _
from rotation.cli.progress import aligned, tier_rows
from rotation.cli.serving import listening, serve_until_ended
from rotation.cli.store import alone, district_of, ready
from rotation.district.villages import District
from rotation.district.weeks import Week, today
from rotation.errors import N_, Conflict
from rotation.roster.rosters import Roster, published
from rotation.settings import Settings
from rotation.store import writing
from solver import Costs

CODE, NAME, ENGLISH = "qixia", "栖霞区（样例）", "Qixia (sample)"
SECONDS = 12  # enough for rosters that look like a year of work, and soon enough for somebody who waits
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@click.command("demo", help=_("Make the Qixia sample, solve it, publish it, and serve it."))
@click.option("--port", type=click.IntRange(0, 65535), help=_("The port to listen on instead of config.toml's."))
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=SECONDS,
    show_default=True,
    help=_("How long to solve each roster."),
)
@click.option("--no-serve", is_flag=True, help=_("Make the sample, and stop."))
@click.option("--fresh", is_flag=True, help=_("Remove the sample that is there, and make it anew."))
def demo(port: int | None, seconds: int, *, no_serve: bool, fresh: bool) -> None:
    """Make the sample where it is not there yet, say what came out, and serve it."""
    settings = configuration.load()
    if not no_serve:
        # better to hear that the port is taken now than in two minutes
        with listening(settings.server.host, settings.server.port if port is None else port) as listener:
            port = listener.getsockname()[1]
        be_found_at(port, settings)
    if fresh:
        remove(settings)
    require_ours(settings)
    logins = settings.instance / demo_logins.FILE
    demo_logins.begin(logins)
    bring_up_to_date(settings)
    make(settings, seconds)
    demo_logins.complete(logins, CODE)
    click.echo(_("Logins are in %(path)s.") % {"path": logins})
    if not no_serve:
        serve_until_ended(settings, port=port)


def be_found_at(port: int | None, settings: Settings) -> None:
    """Have cards, feeds and QR codes name the port that is served on, unless the site is known by a name of its own."""
    known = urlsplit(settings.site.public_url)
    if known.hostname in THIS_MACHINE:
        host = f"[{known.hostname}]" if ":" in known.hostname else known.hostname
        os.environ["ROTATION_PUBLIC_URL"] = f"{known.scheme}://{host}:{port}"  # the site's processes inherit it


def make(settings: Settings, seconds: int) -> None:
    """Take every step that has not been taken yet."""
    from web.keys import keys

    with ready(settings) as engine, Session(engine) as session:
        district = _district(session)
        made = False
        for stage in list(sample.stages_left(session, district, today())):
            said = _("%(title)s: importing, then solving for at most %(seconds)s seconds …")
            click.echo(said % {"title": stage.title, "seconds": seconds})
            sample.import_workbook(session, district, stage, settings)
            report(sample.plan_and_publish(session, district, stage, settings, seconds))
            made = True
        if not made:
            report_what_is_there(published(session, district.id))
        if not sample.is_played(session):
            click.echo(_("Playing twelve weeks of field record …"))
            sample.play(engine, district.id, settings, keys(settings.instance).slips)


def report_what_is_there(roster: Roster | None) -> None:
    """The sample that was made before; a planner may have published other rosters since."""
    if roster is not None:
        report(roster)
        if Week.of(today()) >= roster.end:
            click.echo(_("The sample's roster is over. “rotation demo --fresh” makes one for these weeks."), err=True)


def report(roster: Roster) -> None:
    """A published roster's summary and certificate."""
    planned = [term for term in roster.terms if term.week >= roster.start]
    said = _("Roster %(number)s, %(first)s to %(last)s, is published: %(filled)s of %(seats)s seats are filled.")
    first, last = roster.start.monday, (roster.end + -1).sunday
    values = {"number": roster.number, "first": first, "last": last, "filled": len(planned)}
    click.echo(said % {**values, "seats": len(planned) + roster.costs["vacancies"]})
    headings = ("", _("cost"), _("bound"), _("gap"))
    for line in aligned([headings, *tier_rows(Costs(**roster.costs), Costs(**roster.bounds))]):
        click.echo(f"  {line}")


def require_ours(settings: Settings) -> None:
    """Raise Conflict where somebody's own data lie: the sample keeps to itself."""
    file = settings.database_file
    if (settings.instance / demo_logins.FILE).exists() or (file is not None and not file.exists()):
        return
    with ready(settings) as engine, Session(engine) as session:
        if session.scalar(select(District.id)) is not None:
            raise Conflict(N_("There are data here that are no sample. Set ROTATION_INSTANCE to another folder."))


def remove(settings: Settings) -> None:
    """Remove a sample that was made before; Conflict where the data are no sample, or in use."""
    require_ours(settings)
    if settings.database_file is None:
        raise Conflict(N_("Empty the database yourself: --fresh only removes a SQLite file."))
    with alone(settings):
        for ending in ("", "-wal", "-shm"):
            settings.database_file.with_name(settings.database_file.name + ending).unlink(missing_ok=True)
        (settings.instance / demo_logins.FILE).unlink(missing_ok=True)


def _district(session: Session) -> District:
    if session.scalar(select(District.id)) is None:
        with writing(session):
            make_district(session, CODE, NAME, ENGLISH)
    return district_of(session, CODE)
