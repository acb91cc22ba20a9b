"""The forms of the counter. Each has a key of its own, `sent_as`: sent twice, it is stored once."""

import secrets
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms.fields import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from rotation.record.hearings import Heard
from rotation.record.slips import Slip
from rotation.record.tasks import Urgency
from web.committee.wording import CONTENT, SOLVED
from web.forms import Area, Form, OneOf, Submit, Text, Tick
from web.said import ComplaintForm

__all__ = ["MatterForm", "MeTooForm", "OfferForm", "QuestionForm", "VerdictForm"]

_KEY_BYTES = 16
_CODE = _l("Code of the slip that you give")
_CODE_HINT = _l("The twelve digits of a slip from a sheet. Left empty, a code is shown to be printed or copied.")


class CounterForm(Form):
    """What all forms of the counter hold."""

    sent_as = HiddenField(default=lambda: secrets.token_urlsafe(_KEY_BYTES))


class MeTooForm(CounterForm):
    """Nothing but the slip."""

    code = Text(_CODE, description=_CODE_HINT)
    submit = Submit(_l("Write it down"))


class QuestionForm(CounterForm):
    """The question, in the asker's words."""

    words = Area(
        _l("The question, in their words"),
        description=_l("Without names: once it is released, everybody reads it."),
        validators=[InputRequired(_l("Write the question down."))],
    )
    code = Text(_CODE, description=_CODE_HINT)
    submit = Submit(_l("Write it down"))


class OfferForm(CounterForm):
    """What somebody can do, how they are reached, and whether they may be named."""

    words = Area(_l("What they can do, and when"), validators=[InputRequired(_l("Write down what they can do."))])
    name = Text(_l("Full name"), validators=[InputRequired(_l("Write the name down."))])
    phone = Text(_l("Telephone"), validators=[InputRequired(_l("Write down a number to call back."))])
    named = Tick(_l("May be named and thanked in public"))
    code = Text(_CODE, description=_CODE_HINT)
    submit = Submit(_l("Write it down"))


class VerdictForm(CounterForm):
    """Whether it is solved, how content, and the code of a slip if they have one."""

    solved = OneOf(
        _l("Is it solved?"),
        choices=[SelectChoice(one.value, said) for one, said in SOLVED.items()],
        validators=[InputRequired(_l("Choose what they say."))],
    )
    content = OneOf(
        _l("How content are they? (if they say so)"),
        choices=[SelectChoice(str(one), said) for one, said in CONTENT.items()],
        coerce=lambda value: int(value) if value else None,
        validators=[Optional()],
    )
    code = Text(_l("Code of the slip that they have"), description=_l("Leave it empty if they have none."))
    submit = Submit(_l("Write it down"))


class MatterForm(ComplaintForm):
    """Something new that somebody says at the counter; what cannot wait for the team can begin as a task at once."""

    at_once = Tick(_l("Begin a task at once: it is pressing, and the zone's troubleshooter sees it"))

    def heard(self, slip: Slip | None) -> Heard:
        """What was said; what begins at once is pressing."""
        said = super().heard(slip)
        return replace(said, urgency=Urgency.URGENT) if self.at_once.data else said
