"""Both readmes name every command with every option that it has, and none that it has not."""

import re

import click
import pytest

from rotation.cli import rotation
from tests.conftest import ROOT


def leaves(command, path):
    """Every command that does something, by the words that call it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from leaves(command.get_command(context, name), f"{path} {name}")
    else:
        yield path, {word for one in command.params if isinstance(one, click.Option) for word in one.opts}


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_table_of_commands_is_what_the_commands_take(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    table = "\n".join(line for line in text.splitlines() if line.startswith("| `rotation "))
    written = re.findall(r"`(rotation(?: [a-z-]+)+)([^`]*)`", table)
    said = {path: set(re.findall(r"--[a-z-]+", usage)) for path, usage in written}
    assert said == dict(leaves(rotation, "rotation"))
