"""The form in which the code of a slip is typed."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from web.forms import Form, Submit, Text


class SlipForm(Form):
    """Twelve digits."""

    code = Text(
        _l("The code of your slip or receipt"),
        description=_l("Twelve digits, like 0123 4567 8906"),
        validators=[InputRequired(_l("Type the code that stands on the slip."))],
    )
    submit = Submit(_l("Show what became of it"))
