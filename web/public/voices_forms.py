"""The forms by which a villager speaks: short, without a login, each to be sent once however often it is tapped."""

import re
import secrets

from flask_babel import lazy_gettext as _l
from wtforms.fields import HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from rotation.record.task_texts import LONGEST, Use
from rotation.record.verdicts import Solved
from web.forms import Area, Form, OneOf, Submit, Text, Tick

_KEY = re.compile(r"[\w-]{22}", re.ASCII)
SOLVED = {Solved.YES: _l("Yes, it is solved"), Solved.PARTLY: _l("Partly"), Solved.NO: _l("No, it is not solved")}
CONTENT = {
    "5": _l("5 – very content"),
    "4": _l("4"),
    "3": _l("3"),
    "2": _l("2"),
    "1": _l("1 – not at all content"),
    "": _l("I would rather not say"),
}
_NEEDED = _l("This must not be empty.")


def new_key() -> str:
    """The key of a form that has not been sent yet."""
    return secrets.token_urlsafe(16)


class VoiceForm(Form):
    """What all of them have: a key of their own, and a field that people do not see and machines fill in."""

    sent_as = HiddenField(default=new_key)
    website = StringField()

    def validate_sent_as(self, field: HiddenField) -> None:
        """A key that no page of ours has given is replaced: the next try counts."""
        if not _KEY.fullmatch(field.data or ""):
            field.data = new_key()
            raise ValidationError(_l("This form is out of date. Send it once more."))

    def validate_website(self, field: StringField) -> None:
        """Machines fill in everything; for a person it is enough to send it once more."""
        if field.data:
            field.data = ""
            raise ValidationError(_l("Nothing has been sent yet. Send it once more."))


class MeTooForm(VoiceForm):
    """One button."""

    submit = Submit(_l("Yes, it is my trouble too"))


class QuestionForm(VoiceForm):
    """A question to the committee."""

    words = Area(
        _l("Your question"),
        description=_l("Please write no names and no telephone numbers: the answer is for everyone."),
        validators=[
            InputRequired(_NEEDED),
            Length(max=LONGEST[Use.QUESTION], message=_l("This is longer than %(max)d characters; shorten it.")),
        ],
    )
    submit = Submit(_l("Send the question"))


class OfferForm(VoiceForm):
    """An offer to help, and how to be reached."""

    words = Area(
        _l("How and when can you help?"),
        description=_l("For example: I can bring my cart on Saturday morning."),
        validators=[
            InputRequired(_NEEDED),
            Length(max=LONGEST[Use.OFFER], message=_l("This is longer than %(max)d characters; shorten it.")),
        ],
    )
    name = Text(
        _l("Your name"),
        description=_l("Only the committee and the team read your name and number; both are erased when it is over."),
        validators=[InputRequired(_NEEDED)],
    )
    phone = Text(_l("Your telephone number"), validators=[InputRequired(_NEEDED)])
    named_in_public = Tick(_l("My name may stand on the board when I have helped"))
    submit = Submit(_l("Offer to help"))


class VerdictForm(VoiceForm):
    """Solved or not, how content, and the code of a slip where there is one."""

    solved = OneOf(
        _l("Is it solved?"),
        choices=[SelectChoice(solved.value, text) for solved, text in SOLVED.items()],
        validators=[InputRequired(_l("Choose yes, partly or no."))],
    )
    content = OneOf(
        _l("How content are you with what was done?"),
        choices=[SelectChoice(value, text) for value, text in CONTENT.items()],
        default="",
        validators=[Optional()],
    )
    code = Text(
        _l("The code of your slip or receipt, if you have one"),
        description=_l("Twelve digits, like 0123 4567 8906. With a code of this task your word counts for its state."),
        validators=[Optional()],
    )
    submit = Submit(_l("Send"))
