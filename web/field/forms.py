"""The forms of the field: two taps and one sentence come first, everything else is asked only where it is needed."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms.fields import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from rotation.record.lists import Obstacle
from web.field.wording import OBSTACLES
from web.forms import Area, Form, Number, OneOf, SomeOf, Submit, Text, Tick
from web.naming import URGENCY
from web.said import ComplaintForm, SaidForm

__all__ = [
    "FindingForm",
    "HeardForm",
    "JoinForm",
    "MeetingForm",
    "SlipForm",
    "TaskForm",
    "VersionForm",
    "WordsForm",
]

_KEY_BYTES = 16


class VersionForm(Form):
    """Words that are written anew each time they are changed; `after` is how many versions the writer has seen."""

    sent_as = HiddenField(default=lambda: secrets.token_urlsafe(_KEY_BYTES))
    after = HiddenField(default="0")

    def is_overtaken(self, versions: int) -> bool:
        """Whether it was sent by somebody who had not seen that many; who sends it once more then means to."""
        if not self.is_submitted() or self.after.data in ("", str(versions)):
            return False
        self.after.data = str(versions)
        return True


class MeetingForm(Form):
    """Where and when a hearing is, and how many came."""

    place = Text(_l("Place of the hearing"))
    time = Text(_l("Time"), description=_l("For example 08:30"))
    came = Number(
        _l("How many came"),
        description=_l("Count heads, write down no names. Leave it empty if you do not know yet."),
        validators=[Optional()],
    )
    submit = Submit(_l("Save"))


class HeardForm(ComplaintForm):
    """A complaint at the hearing, where there may be no slip at hand."""

    receipt = Tick(_l("No slip at hand: show me a code that the teller can write down"))


class FindingForm(SaidForm):
    """A finding, and what stands in the way of mending it."""

    obstacles = SomeOf(
        _l("What stands in the way"),
        choices=[SelectChoice(one.value, OBSTACLES[one]) for one in Obstacle],
    )
    obstacle = Text(_l("How does it stand in the way?"))
    submit = Submit(_l("Write it down"))


class SlipForm(Form):
    """The code of a slip that is given later."""

    code = Text(_l("Code of the slip that you give"), description=_l("The twelve digits on the slip."))
    submit = Submit(_l("This slip leads to it"))


class TaskForm(Form):
    """A complaint or finding that becomes a task: a first title and summary, how soon, and what else belongs to it."""

    title = Text(
        _l("Title, as it could stand on the board"),
        description=_l("A few words without names. Nobody reads it before you release it; you can write it later."),
    )
    summary = Area(
        _l("What it is about, for everybody to read"),
        description=_l(
            "Without names and house numbers. Nobody reads it before you release it; you can write it later."
        ),
    )
    urgency = OneOf(_l("How soon"), choices=[SelectChoice(one.value, said) for one, said in URGENCY.items()])
    pressing = Tick(_l("Pressing: the zone's troubleshooter should see it today"))
    along = SomeOf(_l("Said or found about the same thing: these belong to the task too"))
    submit = Submit(_l("Make it a task"))


class JoinForm(Form):
    """The task that there is already: one of the village's, or any by its number."""

    task = OneOf(_l("Which task"), validators=[InputRequired(_l("Choose a task, or type its number."))])
    number = Text(_l("Number of the task"), description=_l("Nine digits, like 260 001 233"))
    submit = Submit(_l("It belongs to this task"))


class WordsForm(Form):
    """How it was answered on the spot, or why it is set aside."""

    words = Area("", validators=[InputRequired(_l("Write it down in a sentence."))])
    submit = Submit(_l("Save"))
