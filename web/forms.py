"""The fields of our forms: WTForms' own with GOV.UK's look, saying what is wrong and how to mend it."""

from typing import Any

from flask import g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import fields
from wtforms.validators import ValidationError

from rotation.district.values import tidy
from rotation.errors import InvalidInput, RotationError
from web import widgets
from web.errors import told

__all__ = [
    "NOT_A_DAY",
    "Area",
    "Choice",
    "Day",
    "Decimal",
    "File",
    "Form",
    "Number",
    "OneOf",
    "Password",
    "SomeOf",
    "Submit",
    "Text",
    "Tick",
    "line",
    "refuse",
]

NOT_A_DAY = _l("Write a day like 2026-01-05.")


class Form(FlaskForm):
    """A form of ours; its token is checked for the whole site.

    One that comes back after the login had ended is filled with what was typed, but counts as not sent.
    """

    class Meta(FlaskForm.Meta):
        """How what was sent reaches the fields."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """A file reaches only a field that asks for one: no other knows what to do with it."""
            given = super().wrap_formdata(form, formdata)
            if not isinstance(given, CombinedMultiDict):
                return given
            files = [
                (name, file)
                for name, file in request.files.items(multi=True)
                if isinstance(form._fields.get(name), FileField)
            ]
            return CombinedMultiDict([MultiDict(files), request.form])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if g.get("resumed") and not args:
            kwargs = {"formdata": request.form} | kwargs
        super().__init__(*args, **kwargs)


class Text(fields.StringField):
    """One line of text."""

    widget = widgets.TextInput()


def line(label: object, **kwargs: Any) -> Text:
    """A field for one line, stored without space around it."""
    return Text(label, filters=[lambda value: tidy(value or "")], **kwargs)


class Area(fields.TextAreaField):
    """Several lines of text."""

    widget = widgets.TextArea()


class Password(fields.PasswordField):
    """A password."""

    widget = widgets.PasswordInput()


class Number(fields.IntegerField):
    """A whole number."""

    widget = widgets.NumberInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write a whole number, such as 12.")) from None


class Decimal(fields.FloatField):
    """A number."""

    widget = widgets.NumberInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write a number, such as 2.5.")) from None


class Day(fields.DateField):
    """A day."""

    widget = widgets.DayInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(NOT_A_DAY) from None


class Choice(fields.SelectField):
    """One of many."""

    widget = widgets.Select()

    def pre_validate(self, form: Form) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(gettext("Choose one of those offered here.")) from None


class OneOf(fields.RadioField):
    """One of a few."""

    widget = widgets.Radios()

    def pre_validate(self, form: Form) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(gettext("Choose one of those offered here.")) from None


class SomeOf(fields.SelectMultipleField):
    """Some of a few."""

    widget = widgets.Checkboxes()

    def pre_validate(self, form: Form) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(gettext("Choose only among those offered here.")) from None


class Tick(fields.BooleanField):
    """Yes or no."""

    widget = widgets.Checkbox()


class File(FileField):
    """A file."""

    widget = widgets.FileInput()


class Submit(fields.SubmitField):
    """The button that sends the form."""

    widget = widgets.SubmitButton()


def refuse(form: Form, error: RotationError, otherwise: str = "") -> None:
    """Put what the programme refused on the field that it names, else on `otherwise`, else on the first one."""
    named = error.field if isinstance(error, InvalidInput) else ""
    field = form._fields.get(named) or form._fields.get(otherwise) or next(iter(form))
    field.errors = [*field.errors, told(error)]
