"""The forms of a village's weeks, and of the calendar of working days."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional

from rotation.district.weeks import DayKind
from web.forms import NOT_A_DAY, Day, Form, OneOf, SomeOf, Submit, line
from web.planner.choices import DAY_KINDS
from web.planner.forms_facts import Whole, offered

AUTOMATIC, BY_HAND = "automatic", "hand"


class RhythmForm(Form):
    """How often a village is open. `shown` names the rhythm whose weeks the planner has seen; only that is saved."""

    every = Whole(
        _l("Open every how many weeks"),
        validators=[InputRequired(_l("Enter a number: 1 is every week, 2 every second."))],
        description=_l("1 is every week, 2 every second week, and so on."),
    )
    staggering = OneOf(
        _l("Beginning with which week"),
        choices=offered(
            [
                (AUTOMATIC, _l("Staggered automatically, so that few villages of this rhythm are open together")),
                (BY_HAND, _l("With the week of the day below")),
            ]
        ),
        default=AUTOMATIC,
    )
    open_day = Day(_l("A day in a week in which it is open"), validators=[Optional()])
    shown = HiddenField()
    look = Submit(_l("Show the weeks"))
    save = Submit(_l("Save this rhythm"))


class ClosedWeeksForm(Form):
    """Single weeks in which a village is closed, from a day to a day."""

    first_day = Day(_l("First day"), validators=[InputRequired(NOT_A_DAY)])
    last_day = Day(
        _l("Last day"), validators=[Optional()], description=_l("Every week with one of these days is closed, whole.")
    )
    submit = Submit(_l("Close these weeks"))


class WantForm(Form):
    """What a village wants in one week."""

    day = Day(_l("A day in the week"), validators=[InputRequired(NOT_A_DAY)])
    skills = SomeOf(_l("Skills wanted in this week"), description=_l("In addition to those wanted in every week."))
    submit = Submit(_l("Save"))


class SpecialDayForm(Form):
    """A day that is not as its weekday would have it."""

    day = Day(_l("Day"), validators=[InputRequired(NOT_A_DAY)])
    kind = OneOf(
        _l("It is a"), choices=offered((kind.value, DAY_KINDS[kind]) for kind in DayKind), default=DayKind.HOLIDAY.value
    )
    name = line(_l("Name"), description=_l("For example 端午节; may stay empty."))
    submit = Submit(_l("Save"))
