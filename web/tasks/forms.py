"""The forms of a task's steps. Each carries what its writer had seen of the task, so that nothing is done twice."""

from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from flask_babel import lazy_gettext as _l
from wtforms.fields import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.errors import N_, InvalidInput
from rotation.record.task_texts import Use, Why
from web.forms import Area, File, Form, Number, OneOf, SomeOf, Submit, Text

__all__ = [
    "AnswerForm",
    "AssignForm",
    "CallForm",
    "JoinForm",
    "MoneyForm",
    "PhotoForm",
    "ReasonForm",
    "ReportForm",
    "StepForm",
    "TextsForm",
    "TitleForm",
    "WithdrawForm",
    "fen_of",
]

_FEN = 100
_MOST_DIGITS = 12


class StepForm(Form):
    """A step that needs no words. `seen` is the newest entry of the task that its writer had before them."""

    seen = HiddenField()
    submit = Submit(_l("Save"))


class ReasonForm(StepForm):
    """A step and its reason."""

    reason = Area(_l("Why?"), validators=[InputRequired(_l("Say why."))])


class ReportForm(StepForm):
    """What was done, or how far it is."""

    text = Area(_l("In a few sentences"), validators=[InputRequired(_l("Write it down in a sentence."))])


class AssignForm(StepForm):
    """Who is to answer for the task."""

    to = OneOf(_l("Who answers for it from now on?"), validators=[InputRequired(_l("Choose somebody."))])


class JoinForm(StepForm):
    """The task that goes on in its place."""

    same_as = Text(
        _l("Number of the task that goes on"),
        description=_l("Nine digits, like 260 001 233"),
        validators=[InputRequired(_l("Write the number of the other task."))],
    )


class MoneyForm(StepForm):
    """A sum in yuan, and what it is for."""

    fen = Text(
        _l("Sum in yuan"),
        description=_l("For example 1200 or 1200.50"),
        validators=[InputRequired(_l("Write a sum in yuan, such as 1200 or 1200.50."))],
    )
    reason = Area(_l("What for?"), validators=[InputRequired(_l("Say what for."))])


class TitleForm(StepForm):
    """What everybody may read of the task once it is released."""

    title = Text(_l("Title"), description=_l("What is to be done, in at most 40 characters; it stands on the board."))
    summary = Area(_l("Summary"), description=_l("A few sentences, without names of villagers."))


class PhotoForm(StepForm):
    """A photo of how it was before, or is now."""

    use = OneOf(
        _l("What does it show?"),
        choices=[
            SelectChoice(Use.BEFORE.value, _l("How it was before")),
            SelectChoice(Use.AFTER.value, _l("How it is now")),
        ],
        validators=[InputRequired(_l("Choose what it shows."))],
    )
    photo = File(
        _l("Photo"),
        description=_l("From the camera, at most 5 MiB. Where and when it was taken is not kept."),
    )


class TextsForm(StepForm):
    """Some of the task's texts and photos."""

    texts = SomeOf(_l("Which?"), validators=[InputRequired(_l("Choose at least one."))])


class WithdrawForm(TextsForm):
    """What is withdrawn for good, and why."""

    why = OneOf(
        _l("Why?"),
        choices=[
            SelectChoice(Why.PRIVATE.value, _l("It says something private")),
            SelectChoice(Why.MISTAKE.value, _l("It is wrong")),
            SelectChoice(Why.ASKED.value, _l("Somebody has asked for it")),
        ],
        validators=[InputRequired(_l("Say why."))],
    )


class AnswerForm(StepForm):
    """The committee's answer to a question."""

    text = Area(_l("Answer"), validators=[InputRequired(_l("Write an answer."))])


class CallForm(StepForm):
    """Helpers that are asked for."""

    people = Number(_l("How many people?"), validators=[InputRequired(_l("Say how many."))])
    words = Area(
        _l("When, where, and what for?"),
        description=_l("For example: Saturday at nine, at the bridge, with spades. Everybody can read it at once."),
        validators=[InputRequired(_l("Say when, where and what for."))],
    )


def fen_of(typed: str) -> int:
    """The sum in fen that somebody typed in yuan; InvalidInput where it is none."""
    plain = normalize("NFKC", typed).replace(",", "").replace("，", "").replace(" ", "").rstrip("元")
    try:
        sum_in_fen = Decimal(plain) * _FEN
    except InvalidOperation:
        sum_in_fen = Decimal("0.5")
    if len(plain) > _MOST_DIGITS or not sum_in_fen.is_finite() or sum_in_fen != sum_in_fen.to_integral_value():
        raise InvalidInput(N_("Write a sum in yuan, such as 1200 or 1200.50."), field="fen")
    return int(sum_in_fen)
