"""The forms on the way in, and those of one's own login."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.fields import HiddenField
from wtforms.validators import EqualTo, InputRequired, Length, StopValidation

from web.accounts.card_rows import ROWS
from web.accounts.passkeys import LONGEST_NAME
from web.forms import Form, Password, Submit, Text

__all__ = [
    "CardForm",
    "CodeForm",
    "FactorForm",
    "LoginForm",
    "NewPasswordForm",
    "NewPinForm",
    "OwnPasswordForm",
    "PasskeyForm",
    "PinForm",
    "WordForm",
]

_LONGEST = 200
_TOO_LONG = Length(max=_LONGEST, message=_l("This password is too long."))


def _digits(complete: str, **more: Any) -> dict[str, Any]:
    """For a field of digits: the phone shows its keys for numbers."""
    return {"inputmode": "numeric", "autocomplete": complete, "spellcheck": "false", **more}


class LoginForm(Form):
    """Login and password."""

    username = Text(
        _l("Login"),
        validators=[
            InputRequired(_l("Enter your login.")),
            Length(max=_LONGEST, message=_l("This login is too long.")),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = Password(_l("Password"), validators=[InputRequired(_l("Enter your password.")), _TOO_LONG])
    submit = Submit(_l("Log in"))


_LONGEST_ANSWER = 20_000  # of a browser about a passkey


def _needed_without_passkey(form: "FactorForm", field: Field) -> None:
    if form.passkey.data:
        raise StopValidation
    if not field.data:
        raise StopValidation(_l("Enter the code that the app shows now."))


class CodeForm(Form):
    """The code of the app that is being set up."""

    code = Text(
        _l("Code"),
        description=_l("Six digits."),
        validators=[
            InputRequired(_l("Enter the code that the app shows now.")),
            Length(max=_LONGEST, message=_l("This code is too long. A code has six digits.")),
        ],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )
    submit = Submit(_l("Go on"))


class FactorForm(Form):
    """What stands beside the password: the app's code, a recovery code, or what a browser says of a passkey."""

    passkey = HiddenField(validators=[Length(max=_LONGEST_ANSWER)])
    code = Text(
        _l("Code"),
        description=_l("Six digits from the app on your phone. If the phone is not at hand: a recovery code."),
        validators=[
            _needed_without_passkey,
            Length(max=_LONGEST, message=_l("This code is too long. A code has six digits.")),
        ],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )
    submit = Submit(_l("Go on"))


class PasskeyForm(Form):
    """A new passkey: what it is called, and what the browser says of it."""

    passkey = HiddenField(validators=[Length(max=_LONGEST_ANSWER)])
    name = Text(
        _l("Name of the passkey"),
        description=_l("So that you know it again, such as: my phone, the office's computer."),
        validators=[
            InputRequired(_l("Give the passkey a name.")),
            Length(max=LONGEST_NAME, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class OwnPasswordForm(Form):
    """A password of one's own, twice."""

    password = Password(
        _l("New password"),
        description=_l("At least ten characters. Several words in a row are easy to remember."),
        validators=[InputRequired(_l("Enter a new password.")), _TOO_LONG],
        render_kw={"autocomplete": "new-password"},
    )
    again = Password(
        _l("The same once more"),
        validators=[
            InputRequired(_l("Enter the new password once more.")),
            EqualTo("password", _l("The two passwords differ. Type the same one twice.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    submit = Submit(_l("Take this password"))


class NewPasswordForm(OwnPasswordForm):
    """The same, with the password until now, for somebody who has logged in."""

    old = Password(
        _l("Your password until now"),
        validators=[InputRequired(_l("Enter your password until now.")), _TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )


class CardForm(Form):
    """The four rows of digits on a card."""

    row1 = Text(_l("Row 1"), validators=[InputRequired(_l("Type the digits of row 1."))], render_kw=_digits("off"))
    row2 = Text(_l("Row 2"), validators=[InputRequired(_l("Type the digits of row 2."))], render_kw=_digits("off"))
    row3 = Text(_l("Row 3"), validators=[InputRequired(_l("Type the digits of row 3."))], render_kw=_digits("off"))
    row4 = Text(_l("Row 4"), validators=[InputRequired(_l("Type the digits of row 4."))], render_kw=_digits("off"))
    submit = Submit(_l("Go on"))

    @property
    def rows(self) -> list[str]:
        """What was typed, row by row."""
        return [self[f"row{number}"].data for number in range(1, ROWS + 1)]


class WordForm(Form):
    """The one-time word that the planner says."""

    word = Text(
        _l("One-time word"),
        description=_l("Six digits."),
        validators=[InputRequired(_l("Enter the six digits that your planner has told you."))],
        render_kw=_digits("one-time-code"),
    )
    submit = Submit(_l("Go on"))


class NewPinForm(Form):
    """A PIN of one's own, twice."""

    pin = Password(
        _l("Your PIN"),
        description=_l("Six digits that others will not guess: no birthday, not 123456."),
        validators=[InputRequired(_l("Choose six digits and type them here."))],
        render_kw=_digits("new-password"),
    )
    again = Password(
        _l("The same once more"),
        validators=[
            InputRequired(_l("Type the same six digits once more.")),
            EqualTo("pin", _l("The two differ. Type the same six digits twice.")),
        ],
        render_kw=_digits("new-password"),
    )
    submit = Submit(_l("Take this PIN"))


class PinForm(Form):
    """The PIN of a card."""

    pin = Password(
        _l("Your PIN"),
        description=_l("The six digits that you have chosen."),
        validators=[InputRequired(_l("Enter your six digits."))],
        render_kw=_digits("current-password"),
    )
    submit = Submit(_l("Log in"))
