"""The errors that reach a person, and how they speak the person's language.

    RotationError            everything that can be said to a person; carries a template and its values
    ├── SettingsError        config.toml: an unknown, missing or ill-typed setting; stops the start
    ├── StoreError           the database cannot be used as it is (not migrated, triggers missing, too new)
    ├── NotFound             no such member, village, roster ...
    ├── NotAllowed           this is for others to see or to do
    ├── InvalidInput         a field holds something that cannot be; names the field
    ├── Conflict             somebody else changed the same thing first, or it is not in the right state
    └── FileRefused          an uploaded or named file cannot be read as what it should be

A template is an English sentence with %(name)s places. A value may itself be an error or another sentence (of the
solver's), or a tuple of values: a list that is set apart as the reader's language does it. The domain never translates:
whoever shows the error passes a translating function to `text`.
"""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

__all__ = [
    "N_",
    "Conflict",
    "FileRefused",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "RotationError",
    "SettingsError",
    "Speaking",
    "StoreError",
]


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's marker
    """Mark a message for translation, without translating it here."""
    return message


class RotationError(Exception):
    """Something that a person must be told: an English template and the values that go into it."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the language of `translate` (English where none is given)."""
        return translate(self.template) % {name: _said(value, translate) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.text()


@runtime_checkable
class Speaking(Protocol):
    """Whatever says a sentence in the language of `translate`: an error, a sentence of the solver's."""

    def text(self, translate: Callable[[str], str], /) -> str: ...


def _said(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Speaking):
        return value.text(translate)
    if isinstance(value, tuple):
        return translate(N_(", ")).join(str(_said(one, translate)) for one in value)
    return value


class SettingsError(RotationError):
    """config.toml cannot be used: which key, what is wrong, what is allowed."""


class StoreError(RotationError):
    """The database cannot be used as it is."""


class NotFound(RotationError):
    """There is no such thing, or not in this person's district."""


class NotAllowed(RotationError):
    """This person may not see or do this; says who may."""


class InvalidInput(RotationError):
    """A value that cannot be. `field` names the form field or column it stood in."""

    def __init__(self, template: str, *, field: str = "", **values: object) -> None:
        super().__init__(template, **values)
        self.field = field


class Conflict(RotationError):
    """The thing has been changed meanwhile, or is not in the state that this step needs."""


class FileRefused(RotationError):
    """A file that cannot be read as what it should be; says why and what to do."""
