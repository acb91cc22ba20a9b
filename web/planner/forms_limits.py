"""The forms of what limits a member: leave, recusal, being kept apart, training."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional

from web.forms import Choice, Day, Form, Submit
from web.planner.forms_facts import line

NOT_A_DAY = _l("Enter a day, like 2026-01-05.")


class OneDay(Day):
    """A day, with our own words for what is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, as 2026-01-05."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(NOT_A_DAY) from None


class LeaveForm(Form):
    """Days of leave. `shown` names the days whose effect the planner has seen; only those are saved."""

    first_day = OneDay(_l("First day"), validators=[InputRequired(NOT_A_DAY)])
    last_day = OneDay(_l("Last day"), validators=[Optional()], description=_l("Empty: one day only."))
    reason = line(_l("Reason"), description=_l("For planners only; may stay empty."))
    shown = HiddenField()
    look = Submit(_l("Show what this means"))
    save = Submit(_l("Save this leave"))


class RecusalForm(Form):
    """A place where the member must not serve."""

    place = Choice(_l("Village or zone"))
    reason = line(_l("Reason"), description=_l("Kin in office, an own interest … For planners only."))
    submit = Submit(_l("Save"))


class ApartForm(Form):
    """Another member who must not be in one team with this one."""

    other = line(_l("The other member"), description=_l("Number or full name."), render_kw={"list": "everybody"})
    reason = line(_l("Reason"), description=_l("For planners only; may stay empty."))
    submit = Submit(_l("Save"))


class TrainingForm(Form):
    """When the member completed the courses; an empty day is a course not completed."""

    basic = OneDay(
        _l("Basic training completed on"),
        validators=[Optional()],
        description=_l("A member serves from the week after this day. Empty: not yet."),
    )
    lead = OneDay(
        _l("Qualified to lead on"),
        validators=[Optional()],
        description=_l("Counts in plans that begin after this day. Empty: not qualified."),
    )
    submit = Submit(_l("Save"))
