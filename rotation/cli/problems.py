"""Files of the solver as a person named them: what is wrong in them is said with the file and the JSON path."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

import solver
from rotation.cli.language import _
from rotation.files import read_whole

T = TypeVar("T")


class Unreadable(click.ClickException):
    """A file that is not what it should be: status 2."""

    exit_code = 2


def problem_in(path: Path) -> solver.Problem:
    """The problem in a file; Unreadable where there is none."""
    return _read(path, solver.Problem.from_json)


def roster_in(path: Path) -> solver.Solution:
    """The roster in a file; Unreadable where there is none."""
    return _read(path, solver.Solution.from_json)


def certificate_in(path: Path) -> solver.Certificate:
    """The certificate in a file; Unreadable where there is none."""
    return _read(path, solver.Certificate.from_json)


def _read(path: Path, parse: Callable[[bytes], T]) -> T:
    try:
        return parse(read_whole(path))
    except solver.FileError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: solver.FileError) -> Unreadable:
    """What is wrong in a file, and where."""
    place = f"{path}: {error.path}" if error.path else str(path)
    return Unreadable(f"{place}: {error.text(_)}")
