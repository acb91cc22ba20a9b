"""The form to log in with."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from web.forms import Form, Password, Submit, Text

_LONGEST = 200


class LoginForm(Form):
    """Login and password."""

    username = Text(
        _l("Login"),
        validators=[
            InputRequired(_l("Enter your login.")),
            Length(max=_LONGEST, message=_l("This login is too long.")),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    password = Password(
        _l("Password"),
        validators=[
            InputRequired(_l("Enter your password.")),
            Length(max=_LONGEST, message=_l("This password is too long.")),
        ],
    )
    submit = Submit(_l("Log in"))
