"""The form of what somebody says or finds: two taps and one sentence. The hearing, the inspection, the counter."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms.fields import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.record.hearings import Contact, Heard
from rotation.record.slips import Slip
from rotation.record.tasks import Urgency
from web.forms import Area, Form, OneOf, Submit, Text
from web.installation import settings
from web.naming import category_name
from web.once import key_of

__all__ = ["HOW_SOON", "ComplaintForm", "SaidForm"]

_KEY_BYTES = 16
HOW_SOON = {
    Urgency.NORMAL: _l("It can wait its turn"),
    Urgency.SOON: _l("Soon"),
    Urgency.URGENT: _l("Pressing: it cannot wait"),
}


class SaidForm(Form):
    """A complaint or a finding. `sent_as` is its own key: sent twice over a weak network, it is stored once."""

    sent_as = HiddenField(
        default=lambda: secrets.token_urlsafe(_KEY_BYTES),
        validators=[InputRequired(_l("This form is out of date. Reload the page, then send it again."))],
    )
    category = OneOf(_l("What it is about"), validators=[InputRequired(_l("Choose what it is about."))])
    urgency = OneOf(
        _l("How soon"),
        choices=[SelectChoice(one.value, said) for one, said in HOW_SOON.items()],
        default=Urgency.NORMAL.value,
    )
    words = Area(
        _l("In one sentence"),
        validators=[InputRequired(_l("Write it down in a sentence."))],
    )
    place = Text(_l("Where it is"), description=_l("A road, a house number, a well: leave it empty if it is clear."))

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.category.choices = [SelectChoice(code, category_name(code)) for code in settings().categories]


class ComplaintForm(SaidForm):
    """A complaint, with the slip that leads its teller back to it, and a contact if an answer is wanted."""

    code = Text(
        _l("Code of the slip that you give"),
        description=_l("The twelve digits on the slip, if you have torn one off."),
    )
    phone = Text(_l("Telephone, only if the teller wants to be called back"))
    name = Text(_l("Name, if the teller gives it"))
    submit = Submit(_l("Write it down"))

    def heard(self, slip: Slip | None) -> Heard:
        """What was said, as the record takes it."""
        wants_answer = self.phone.data or self.name.data
        return Heard(
            self.words.data,
            self.category.data,
            self.place.data or "",
            Urgency(self.urgency.data),
            key_of(self),
            slip=slip,
            contact=Contact(self.phone.data or "", self.name.data or "") if wants_answer else None,
        )
