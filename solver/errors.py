"""What the solver says to people: sentences that somebody else translates, and errors that carry one.

    FileError(ValueError)    a file or an object made of it is not what it should be; says where
    ├── ProblemError         the problem
    │   └── PinConflict      pins that contradict each other or the rules (in solver.pins)
    └── RosterError          the roster

The solver never translates: whoever shows a sentence passes a translating function to `text`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["N_", "FileError", "ProblemError", "RosterError", "Sentence"]


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
        said = {
            name: value.text(translate) if isinstance(value, Sentence) else value for name, value in self.values.items()
        }
        return translate(self.template) % said

    def __str__(self) -> str:
        return self.text()


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
