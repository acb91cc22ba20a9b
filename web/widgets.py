"""GOV.UK's widgets, with their few fixed words in the visitor's language."""

from typing import Any

from flask_babel import gettext
from govuk_frontend_wtf import wtforms_widgets as gov
from wtforms import fields


class _Worded:
    """What the widgets share: the word before an error is translated, and no empty hint is shown."""

    def map_gov_params(self, field: fields.Field, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]  # the widget's
        if not field.description and not (params.get("hint") or {}).get("text"):
            params.pop("hint", None)
        if "errorMessage" in params:
            params["errorMessage"]["visuallyHiddenText"] = gettext("Error")
        return params


class TextInput(_Worded, gov.GovTextInput):
    """One line."""


class NumberInput(_Worded, gov.GovInput):
    """A number, typed; not type=number, which changes by the wheel and loses what is not a number."""

    input_type = "text"


class DayInput(_Worded, gov.GovInput):
    """A day, chosen in the browser's own calendar or typed."""

    input_type = "date"


class PasswordInput(_Worded, gov.GovPasswordInput):
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


class TextArea(_Worded, gov.GovTextArea):
    """Several lines."""


class _AsItIs(str):
    """A value whose capitals stay: the select macro lowers every value, and 2026-W48 would not come back."""

    __slots__ = ()

    def lower(self) -> str:
        return self


class Select(_Worded, gov.GovSelect):
    """One of many, folded."""

    def map_gov_params(self, field: fields.Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        for item in params["items"]:
            item["value"] = _AsItIs(item["value"])
        return params


class Radios(_Worded, gov.GovRadioInput):
    """One of a few, all in sight."""


class Checkboxes(_Worded, gov.GovCheckboxesInput):
    """Some of a few."""


class Checkbox(_Worded, gov.GovCheckboxInput):
    """Yes or no."""


class FileInput(_Worded, gov.GovFileInput):
    """A file from the visitor's machine."""


class SubmitButton(gov.GovSubmitInput):
    """The button that sends a form."""
