"""The command `rotation`: the doorkeeper, which may reach into every room. Nothing imports it.

Exit status: 0 done; 1 refused, or not as it should be; 2 input or usage that cannot be read; 3 pins that
contradict each other; 70 a fault of the programme itself.
"""

import atexit
import gc
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from time import monotonic
from typing import Any

import click

from rotation.cli.language import _, translate_usage
from rotation.errors import FileRefused, InvalidInput, RotationError, SettingsError

__all__ = ["main"]

REFUSED, UNREADABLE, FAULT = 1, 2, 70
COMMANDS = {  # each is loaded when it is asked for: solving must not wait for the web to be imported
    "demo": "demo:demo",
    "serve": "serving:serve",
    "work": "serving:work",
    "solve": "solving:solve_file",
    "check": "checking:check_file",
    "explain": "explaining:explain",
    "stand-in": "standins:stand_in",
    "import": "spreadsheets:import_file",
    "export": "spreadsheets:export_file",
    "matching": "matching:matching",
    "ledger": "ledger:ledger",
    "pass-on": "rounds:pass_on",
    "escalate": "rounds:escalate",
    "retain": "rounds:retain",
    "remind": "rounds:remind",
    "bulletin": "bulletins:bulletin",
    "district": "accounts:district",
    "user": "accounts:user",
    "db": "database:db",
    "backup": "database:backup_to",
    "restore": "database:restore_from",
}


class Commands(click.Group):
    """The group of all commands, in the order in which they are met."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"rotation.cli.{module}"), name)
        translate_usage(command)
        return command


@click.group(cls=Commands, help=_("One Week Secretary: rosters from a spreadsheet to a published page."))
@click.option("--debug", is_flag=True, help=_("Show where an unexpected error arose."))
def rotation(**_options: Any) -> None:
    """The command `rotation`."""


def main() -> None:
    """The entry point: every error ends as one line and an exit status, never as a traceback."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # either may be closed
        stream.reconfigure(errors="backslashreplace")
    translate_usage(rotation)
    atexit.register(gc.freeze)  # or Python looks through all that it has loaded before it goes, a third of a second
    try:
        sys.exit(rotation.main(prog_name="rotation", obj=monotonic(), standalone_mode=False))
    except click.ClickException as error:
        _end(error.show, error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _end(partial(click.echo, _("Aborted!"), err=True), REFUSED)
    except RotationError as error:
        _refuse(error.text(_), _status(error))
    except UnicodeEncodeError as error:  # bytes of the command line that are no text reached what takes nothing else
        _refuse(_("“%(text)s” is no text; type it again.") % {"text": error.object}, UNREADABLE)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        if isinstance(error, OSError):
            _refuse(_refusal(error), REFUSED)
        _refuse(_logged(), FAULT)


def _refusal(error: OSError) -> str:
    """What the machine does not let us do: a disk that is full, a folder that is somebody else's."""
    what = error.filename or _("What is to be written")
    return _("%(path)s cannot be used: %(why)s.") % {"path": what, "why": error.strerror or error}


def _status(error: RotationError) -> int:
    return UNREADABLE if isinstance(error, FileRefused | InvalidInput | SettingsError) else REFUSED


def _logged() -> str:
    with tempfile.NamedTemporaryFile("w", prefix="rotation-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exc(file=log)
    message = _("Something went wrong that should not; %(log)s says where. Please pass it on to the maintainers.")
    return message % {"log": log.name}


def _refuse(message: str, status: int) -> None:
    _end(partial(click.echo, _("Error: {message}").format(message=message), err=True), status)


def _end(say: Callable[[], None], status: int) -> None:
    with suppress(OSError):  # the status stays, whoever hears why
        say()
    sys.exit(status)
