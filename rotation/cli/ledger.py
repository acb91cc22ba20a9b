"""`rotation ledger`: verify it, here, from a file or by a proof, against boards too; export it; its root; erase."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

import click
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.cli.language import _, ngettext
from rotation.cli.store import ready
from rotation.errors import N_, FileRefused, InvalidInput, NotFound
from rotation.files import read_whole, replacing
from rotation.record import exporting, sealing, tree
from rotation.record.faults import Printed, Report, in_fours, parse_root
from rotation.record.offline import verify_file
from rotation.record.proofs import read_proof
from rotation.record.roles import BY_ITSELF
from rotation.record.task_texts import erase_account
from rotation.record.verifying import verify
from rotation.store import reading, writing

NOT_AS_IT_SHOULD_BE = 1
MOST_SAID = 1000
LONGEST_LINE = 16 * 1024 * 1024


@click.group("ledger", help=_("The ledger: verify it, export it, say its root."))
def ledger() -> None:
    """The ledger."""


@ledger.command("verify", help=_("Recount everything; with --size and --root, also what an old board says of it."))
@click.option("--file", type=click.Path(path_type=Path), help=_("An exported ledger, instead of the one kept here."))
@click.option(
    "--proof", type=click.Path(path_type=Path), help=_("A proof from the site, saved as a file, and no more.")
)
@click.option("--size", type=click.IntRange(0), help=_("The number of entries printed on the board."))
@click.option("--root", help=_("The root printed on the board, with or without spaces."))
@click.pass_context
def verify_ledger(
    ctx: click.Context, file: Path | None, proof: Path | None, size: int | None, root: str | None
) -> None:
    """Name every change: status 1 where there is one."""
    printed = _printed(size, root)
    if file and proof:
        raise InvalidInput(N_("Verify the one or the other: give --file or --proof."))
    is_right = _is_proven(proof, printed) if proof else _is_whole(file, printed)
    if not is_right:
        ctx.exit(NOT_AS_IT_SHOULD_BE)


@ledger.command("export", help=_("Write the ledger with its public texts to FILE, for anybody to verify."))
@click.argument("file", type=click.Path(path_type=Path))
def export_ledger(file: Path) -> None:
    """Write the public file."""

    def write(session: Session) -> int:
        with replacing(file) as out:
            out.writelines(exporting.lines(session))
        return tree.size(session)

    count = _read(write)
    said = ngettext("%(count)s entry written to %(path)s.", "%(count)s entries written to %(path)s.", count)
    click.echo(said % {"count": count, "path": file})


@ledger.command("root", help=_("Say how many entries there are, and their root as boards print it."))
@click.option("--size", type=click.IntRange(0), help=_("Only the first entries, as many as this."))
def root_of_ledger(size: int | None) -> None:
    """Say the root."""
    head = _read(lambda session: tree.head(session, size))
    _say_head(head.size, head.root)


@ledger.command("erase-person", help=_("Erase who the person with the login LOGIN was, wherever the ledger says it."))
@click.argument("login")
@click.confirmation_option("--yes", help=_("Do not ask."), prompt=_("This cannot be taken back. Go on?"))
def erase_person(login: str) -> None:
    """What was done stays, as the deed of a role."""
    with ready(configuration.load()) as engine, Session(engine) as session, writing(session):
        count = len(sealing.of_account(session, login))
        if not count:
            raise NotFound(N_("Nothing in the ledger names “%(login)s”."), login=login)
        erase_account(session, BY_ITSELF, login)
    said = ngettext("%(count)s entry names %(login)s no longer.", "%(count)s entries name %(login)s no longer.", count)
    click.echo(said % {"count": count, "login": login})


T = TypeVar("T")


def _read(ask: Callable[[Session], T]) -> T:
    """An answer from the ledger as it is at one moment."""
    with ready(configuration.load()) as engine, reading(engine) as session:
        return ask(session)


def _is_whole(file: Path | None, printed: list[Printed]) -> bool:
    report = _of_file(file, printed) if file else _of_store(printed)
    _say(report)
    return not report.faults


def _is_proven(file: Path, printed: list[Printed]) -> bool:
    """Whether the proof in a file holds, and for the board where one is given; says so, and of which roots."""
    proof = read_proof(read_whole(file))
    faults = [*proof.faults, *(fault for one in printed for fault in proof.against(one))]
    for said in faults or [proof.says]:
        click.echo(said.text(_))
    for one in proof.roots:
        _say_head(one.size, one.root)
    if not printed:
        click.echo(
            _("Compare a root with that of a board, or give --size and --root: the file vouches for itself only.")
        )
    return not faults


def _of_store(printed: list[Printed]) -> Report:
    return _read(lambda session: verify(session, printed))


def _of_file(file: Path, printed: list[Printed]) -> Report:
    try:
        with file.open("rb") as opened:
            return verify_file(_lines(opened, file), printed)
    except OSError as error:
        raise FileRefused(N_("%(path)s cannot be read: %(why)s."), path=file, why=error.strerror) from None


def _lines(opened: BinaryIO, file: Path) -> Iterator[bytes]:
    """The lines of a file; FileRefused where one never ends, before it fills the memory."""
    while line := opened.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileRefused(N_("%(path)s is no exported ledger: one of its lines is too long."), path=file)
        yield line


def _printed(size: int | None, root: str | None) -> list[Printed]:
    if size is None and root is None:
        return []
    if size is None or root is None:
        raise InvalidInput(N_("A board says both: give --size and --root together."))
    return [Printed(size, parse_root(root))]


def _say(report: Report) -> None:
    for fault in itertools.islice(report.faults, MOST_SAID):
        click.echo(fault.said.text(_))
    count = len(report.faults)
    if count:
        click.echo(ngettext("%(count)s fault found.", "%(count)s faults found.", count) % {"count": count})
    else:
        click.echo(_("The ledger is whole."))
    gone = len(report.withdrawn)
    if gone:
        said = ngettext(
            "%(count)s text was withdrawn or erased, by an entry that says so.",
            "%(count)s texts were withdrawn or erased, by entries that say so.",
            gone,
        )
        click.echo(said % {"count": gone})
    _say_head(report.size, report.root)


def _say_head(size: int, root: str) -> None:
    click.echo(ngettext("%(count)s entry", "%(count)s entries", size) % {"count": size})
    click.echo(_("Root: %(root)s") % {"root": in_fours(root)})
