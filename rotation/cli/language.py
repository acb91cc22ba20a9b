"""The language of the command line: Chinese where the locale is Chinese, English everywhere else.

Click asks gettext for nearly all that it says. The names of types and the pieces of the usage line, for which it does
not ask, are set here.
"""

import gettext
import os
from collections.abc import Mapping

import click

from rotation.catalogs import CATALOGS, DOMAIN
from rotation.errors import N_

__all__ = ["_", "chosen", "ngettext", "speak", "translate_usage"]

_ = gettext.gettext
ngettext = gettext.ngettext

CLICKS_OWN = (  # named here so that the catalogs hold them; Click asks gettext for them by itself
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("required"),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("default: {default}"),
    N_("Aborted!"),
    N_("Repeat for confirmation"),
    N_("Error: The two entered values do not match."),
    N_("Error: invalid input"),
)


def chosen(environment: Mapping[str, str]) -> str:
    """The catalog that the locale of `environment` asks for: zh_Hans or en."""
    named = (environment.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in named if name), "")
    return "zh_Hans" if locale.lower().startswith("zh") else "en"


def speak(language: str) -> None:
    """Have gettext, and with it Click, speak `language` from now on."""
    gettext.bindtextdomain(DOMAIN, CATALOGS)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    click.STRING.name = _("text")
    click.INT.name = _("integer")
    click.IntRange.name = _("integer range")


def translate_usage(command: click.Command) -> None:
    """Have the usage line of a command, and of those within it, in the chosen language."""
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
        for within in command.commands.values():
            translate_usage(within)


speak(chosen(os.environ))
