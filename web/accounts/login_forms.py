"""The form by which a planner makes a login."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from rotation.district.offices import Office
from rotation.district.villages import Village
from web.accounts.labels import ROLES
from web.accounts.roles import Role
from web.dates import local_name
from web.forms import Choice, Form, OneOf, SomeOf, Submit, Text

__all__ = ["MADE_BY_PLANNERS", "NewLoginForm"]

MADE_BY_PLANNERS = (Role.OFFICIAL, Role.COMMITTEE, Role.TOWNSHIP, Role.DISTRICT)


class NewLoginForm(Form):
    """Who it is for, and whom they belong to."""

    role = OneOf(
        _l("Who is it for?"),
        choices=[SelectChoice(role.value, ROLES[role]) for role in MADE_BY_PLANNERS],
        validators=[InputRequired(_l("Say who the login is for."))],
    )
    name = Text(
        _l("Name of the person"),
        validators=[
            InputRequired(_l("Enter the name of the person who will use it.")),
            Length(max=80, message=_l("This name is too long.")),
        ],
    )
    username = Text(
        _l("Login"),
        description=_l("Small letters and digits, such as wang.east. It is typed at every login."),
        validators=[
            InputRequired(_l("Enter a login.")),
            Length(max=80, message=_l("This login is too long.")),
            Regexp(
                r"^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*$", message=_l("Use small letters, digits, dots and dashes only.")
            ),
        ],
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )
    office = Choice(_l("Office that they answer for"), validate_choice=True)
    villages = SomeOf(_l("Villages that an inspector or official sees to"))
    submit = Submit(_l("Make the login"))

    def offer(self, offices: Sequence[Office], villages: Sequence[Village]) -> None:
        """Offer a district's offices and villages."""
        none = SelectChoice("", _l("none"))
        self.office.choices = [none, *(SelectChoice(row.code, local_name(row)) for row in offices)]
        self.villages.choices = [SelectChoice(row.code, local_name(row)) for row in villages]
