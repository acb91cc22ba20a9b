"""`rotation db`, `backup`, `restore`: the tables brought up to date, everything saved and put back."""

from datetime import datetime
from pathlib import Path

import click

from rotation import backup, migrations
from rotation import settings as configuration
from rotation.cli.language import _
from rotation.cli.store import alone, finish_what_was_cut_off, opened, ready, require_there
from rotation.district.weeks import CHINA
from rotation.errors import N_, Conflict
from rotation.settings import Settings


@click.group("db", help=_("The database: make it or bring it up to date, say where it stands."))
def db() -> None:
    """The database's tables."""


@db.command("upgrade", help=_("Make the database, or bring it up to date: all of it or nothing."))
def upgrade() -> None:
    """Bring the database up to date."""
    bring_up_to_date(configuration.load())
    click.echo(_("The database is up to date."))


@db.command("current", help=_("Say at which step the database is, and whether it can be used."))
def current() -> None:
    """The database's step; status 1, with what to do, where it cannot be used."""
    settings = configuration.load()
    require_there(settings)
    with opened(settings) as engine:
        with engine.connect() as connection:
            click.echo(migrations.current(connection) or _("no tables yet"))
        migrations.require_ready(engine)


def bring_up_to_date(settings: Settings) -> None:
    """Make or upgrade the database; nobody else may use it meanwhile. One that is up to date is left alone."""
    finish_what_was_cut_off(settings)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with opened(settings) as engine:
        if not migrations.is_ready(engine):
            with alone(settings):
                migrations.upgrade(engine)


@click.command("backup", help=_("Save database, photos and secrets in one FILE, also while the site is served."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=_("Replace FILE if it is there."))
def backup_to(file: Path, *, force: bool) -> None:
    """Save everything; Conflict rather than overwrite an older backup unasked."""
    settings = configuration.load()
    if file.exists() and not force:
        raise Conflict(N_("%(path)s is there already. Name another file, or replace it with --force."), path=file)
    with ready(settings) as engine:
        backup.back_up(settings, engine, file)
    said = _("Saved to %(path)s (%(mib).1f MiB). It holds the secrets: keep it where only you can read it.")
    click.echo(said % {"path": file, "mib": file.stat().st_size / (1 << 20)})


@click.command("restore", help=_("Put back what “backup” saved in FILE. The site must not be running."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=_("Replace the data that are here."))
def restore_from(file: Path, *, force: bool) -> None:
    """Put everything back."""
    settings = configuration.load()
    with alone(settings):
        manifest = backup.restore(settings, file, force=force)
    made_at = datetime.fromisoformat(manifest.made_at).astimezone(CHINA)
    click.echo(_("Restored as of %(moment)s.") % {"moment": f"{made_at:%Y-%m-%d %H:%M}"})
