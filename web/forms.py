"""The fields of our forms: WTForms' own with GOV.UK's look, and their few fixed words in the visitor's language."""

from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from govuk_frontend_wtf import wtforms_widgets as gov
from wtforms import fields

from rotation.errors import InvalidInput
from web.errors import told

__all__ = [
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
    "refuse",
]


class _Worded:
    """What the widgets share: the word before an error is translated, and no empty hint is shown."""

    def map_gov_params(self, field: fields.Field, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]  # the widget's
        if not field.description and not (params.get("hint") or {}).get("text"):
            params.pop("hint", None)
        if "errorMessage" in params:
            params["errorMessage"]["visuallyHiddenText"] = gettext("Error")
        return params


class _TextInput(_Worded, gov.GovTextInput):
    """One line."""


class _NumberInput(_Worded, gov.GovInput):
    """A number, typed; not type=number, which changes by the wheel and loses what is not a number."""

    input_type = "text"


class _DayInput(_Worded, gov.GovInput):
    """A day, chosen in the browser's own calendar or typed."""

    input_type = "date"


class _PasswordInput(_Worded, gov.GovPasswordInput):
    """A password that can be shown."""

    def map_gov_params(self, field: fields.Field, **kwargs: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **kwargs) | {
            "showPasswordText": gettext("Show"),
            "hidePasswordText": gettext("Hide"),
            "showPasswordAriaLabelText": gettext("Show password"),
            "hidePasswordAriaLabelText": gettext("Hide password"),
            "passwordShownAnnouncementText": gettext("Your password is visible"),
            "passwordHiddenAnnouncementText": gettext("Your password is hidden"),
        }


class _TextArea(_Worded, gov.GovTextArea):
    """Several lines."""


class _Select(_Worded, gov.GovSelect):
    """One of many, folded."""


class _Radios(_Worded, gov.GovRadioInput):
    """One of a few, all in sight."""


class _Checkboxes(_Worded, gov.GovCheckboxesInput):
    """Some of a few."""


class _Checkbox(_Worded, gov.GovCheckboxInput):
    """Yes or no."""


class _FileInput(_Worded, gov.GovFileInput):
    """A file from the visitor's machine."""


class Form(FlaskForm):
    """A form of ours; its token is checked for the whole site."""


class Text(fields.StringField):
    """One line of text."""

    widget = _TextInput()


class Area(fields.TextAreaField):
    """Several lines of text."""

    widget = _TextArea()


class Password(fields.PasswordField):
    """A password."""

    widget = _PasswordInput()


class Number(fields.IntegerField):
    """A whole number."""

    widget = _NumberInput()


class Decimal(fields.FloatField):
    """A number."""

    widget = _NumberInput()


class Day(fields.DateField):
    """A day."""

    widget = _DayInput()


class Choice(fields.SelectField):
    """One of many."""

    widget = _Select()


class OneOf(fields.RadioField):
    """One of a few."""

    widget = _Radios()


class SomeOf(fields.SelectMultipleField):
    """Some of a few."""

    widget = _Checkboxes()


class Tick(fields.BooleanField):
    """Yes or no."""

    widget = _Checkbox()


class File(FileField):
    """A file."""

    widget = _FileInput()


class Submit(fields.SubmitField):
    """The button that sends the form."""

    widget = gov.GovSubmitInput()


def refuse(form: Form, error: InvalidInput) -> None:
    """Put what the programme refused on the field that it names, or on the first one."""
    field = form._fields.get(error.field) or next(iter(form))
    field.errors = [*field.errors, told(error)]
