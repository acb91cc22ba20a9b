"""The forms of what limits a member: recusal, being kept apart, training."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from web.forms import Choice, Day, Form, Submit, line


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

    basic = Day(
        _l("Basic training completed on"),
        validators=[Optional()],
        description=_l("A member serves from the week after this day. Empty: not yet."),
    )
    lead = Day(
        _l("Qualified to lead on"),
        validators=[Optional()],
        description=_l("Counts in plans that begin after this day. Empty: not qualified."),
    )
    submit = Submit(_l("Save"))
