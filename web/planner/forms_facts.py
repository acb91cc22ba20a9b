"""What the forms of members, villages, zones and offices share: number, version, what others stored meanwhile."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from rotation.district.keeping import Facts, Known
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from web.dates import listed
from web.forms import Decimal, Form, Number, Text, line, refuse

_BETWEEN = re.compile(r"[\s,;，；、]+")


class Whole(Number):
    """A whole number, or nothing, with our own words for what is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter a whole number, in digits.")) from None


class Measure(Decimal):
    """A number, or nothing; shown without decimals where it has none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter a number, in digits.")) from None

    def _value(self) -> str:
        shown: str = super()._value()
        return shown.removesuffix(".0")


def whole(label: object, **kwargs: Any) -> Whole:
    """A field for a whole number, or nothing."""
    return Whole(label, validators=[Optional()], **kwargs)


def decimal(label: object, **kwargs: Any) -> Measure:
    """A field for a number, or nothing."""
    return Measure(label, validators=[Optional()], **kwargs)


class Weeks(Text):
    """A list of weeks in one line, like 2026-W03, 2026-W05; what cannot be read stays as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Split what was typed."""
        words = [word for word in _BETWEEN.split(valuelist[0] if valuelist else "") if word]
        self.data = tuple(dict.fromkeys(map(_proper, words)))

    def _value(self) -> str:
        return listed(self.data or ())


def _proper(text: str) -> str:
    try:
        return str(Week.parse(text))
    except InvalidInput:
        return text


class FactsForm(Form):
    """A form that holds the facts of something kept; `changed_by_others` says what is stored now where that differs."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()], default=0)
    facts_kind: ClassVar[type[Facts]]
    changed_by_others: tuple[tuple[str, str], ...] = ()

    def facts(self, known: Known, before: Any = None) -> Facts:
        """The facts typed here; what the form does not ask is as `before`."""
        raise NotImplementedError

    def blame(self, faults: Iterable[InvalidInput]) -> bool:
        """Show each fault at its field; says whether there was any."""
        found = list(faults)
        for fault in found:
            refuse(self, fault)
        return bool(found)

    def note_changes(self, stored: "FactsForm", version: int) -> None:
        """Show what is stored by now beside what was typed; the next save is made in knowledge of it."""
        pairs = ((field, stored._fields[name]) for name, field in self._fields.items() if name in stored._fields)
        self.changed_by_others = tuple(
            (str(mine.label.text), said(theirs))
            for mine, theirs in pairs
            if not isinstance(mine, SubmitField) and mine is not self.version and said(mine) != said(theirs)
        )
        self.version.raw_data = None
        self.version.data = version


def said(field: Field) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(field.data, bool):
        return gettext("yes") if field.data else gettext("no")
    choices = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    held = field.data if isinstance(field.data, list | tuple) else [field.data]
    return listed(choices.get(one, one) for one in held if one not in (None, "")) or "–"


def offered(pairs: Iterable[tuple[Any, object]]) -> list[SelectChoice]:
    """Values and their labels, to choose from."""
    return [SelectChoice(value, label) for value, label in pairs]


def code_field() -> Text:
    """The field for the number of something new."""
    return line(
        _l("Number"),
        description=_l("Small letters, digits and hyphens. It stays for good and is never given again."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
