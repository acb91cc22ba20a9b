"""Calendar links on pages: a form for a new one, and its address, shown once."""

from flask import Response, make_response, render_template
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.board.calendars import links
from rotation.board.calendars.links import Owner
from rotation.errors import InvalidInput
from rotation.store import writing
from web.extensions import db
from web.forms import Form, OneOf, Submit, Text, refuse
from web.subscribing import private_address

__all__ = ["LinkForm", "made", "shown_once"]


class LinkForm(Form):
    """A new link: for which device, and in which language it speaks."""

    name = Text(
        _l("Name of the link"),
        description=_l("The device it is for, such as “mobile phone”. It is ended by this name."),
        validators=[InputRequired(_l("Give the link a name."))],
    )
    language = OneOf(
        _l("Language of the calendar"),
        choices=[SelectChoice("zh_Hans", "中文"), SelectChoice("en", "English")],
        default="zh_Hans",
    )
    submit = Submit(_l("Make the link"))


def made(form: LinkForm, owner: Owner, by: str) -> str | None:
    """The token of a new link; None where none was asked for, or it is refused with the reason on the form."""
    if not form.validate_on_submit():
        return None
    try:
        with writing(db.session()) as session:
            return links.make(session, owner, form.name.data or "", form.language.data, by)
    except InvalidInput as error:
        refuse(form, error)
        return None


def shown_once(template: str, token: str, **values: object) -> Response:
    """The page with a new link's address: on the answer itself, for nobody can be told it again."""
    response = make_response(render_template(template, address=private_address(token), **values))
    response.headers["Cache-Control"] = "no-store"
    return response
