"""What the solver says to people: sentences that somebody else translates, and errors that carry one.

    FileError(ValueError)    a file or an object made of it is not what it should be; says where
    ├── ProblemError         the problem
    │   └── PinConflict      pins that contradict each other or the rules (in solver.judge.pins)
    └── RosterError          the roster
    OutOfTime                a question that would take too long to answer

A value of a sentence may itself be a sentence, or a tuple: a list that is set apart as the reader's language does it.
The solver never translates: whoever shows a sentence passes a translating function to `text`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["N_", "FileError", "OutOfTime", "ProblemError", "RosterError", "Sentence"]


def N_(template: str) -> str:  # noqa: N802 - the customary name of gettext's marker
    """Mark a template for translation, without translating it here."""
    return template


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with %(name)s places, and the values that go into it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the language of `translate` (English where none is given)."""
        return translate(self.template) % {name: _said(value, translate) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.text()


def _said(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return value.text(translate)
    return translate(N_(", ")).join(map(str, value)) if isinstance(value, tuple) else value


class FileError(ValueError):
    """Something is not as the format says. `path` is its place, such as "members[3].unavailable[0]"."""

    def __init__(self, path: str, template: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(path, template, values)
        self.path = path
        self.template = template
        self.values = dict(values or {})

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, without its place, in the language of `translate` (English where none is given)."""
        return Sentence(self.template, self.values).text(translate)

    def __str__(self) -> str:
        return f"{self.path}: {self.text()}" if self.path else self.text()


class ProblemError(FileError):
    """The problem is not one: which place in it, what is wrong, what is allowed."""


class RosterError(FileError):
    """The roster file is not one: which place in it, what is wrong, what is allowed."""


class OutOfTime(Exception):
    """A question was given up, since no answer could be proven in a sensible time."""
