"""The form of a plan: weeks, how far the published roster binds, rules and weights."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms.validators import InputRequired, Length, Optional

from web.forms import Choice, Decimal, Form, Number, Submit, Text

RULES = ("team_size", "rest_weeks", "spacing_weeks", "continuity_weeks")
WEIGHTS = ("unmet_skill", "repeat_partner", "disliked", "no_continuity", "repeat_village", "crowding", "km")
_LONGEST_TITLE = 80


def _needed() -> InputRequired:
    return InputRequired(_l("Enter a number."))


def _whole(label: LazyString, hint: LazyString | str = "") -> Number:
    return Number(label, validators=[_needed()], description=hint, render_kw={"inputmode": "numeric"})


class PlanForm(Form):
    """What a planner may ask of a roster."""

    start = Choice(
        _l("First week that may change"),
        description=_l("All weeks before it stay as they are published."),
    )
    weeks = _whole(_l("Number of weeks"))
    baseline_until = Choice(
        _l("Until when the published roster binds"),
        description=_l(
            "Up to the end of this week as little as possible is changed: every change is a notice to somebody."
        ),
    )
    title = Text(
        _l("A name for the draft, if you like"),
        validators=[Optional(), Length(max=_LONGEST_TITLE, message=_l("Keep the name under 80 characters."))],
    )
    seconds = _whole(
        _l("Seconds to search"),
        _l("The longer, the more wishes are met. It ends by itself when nothing can be better."),
    )
    team_size = _whole(_l("Members in a team"))
    rest_weeks = _whole(_l("Weeks of rest between two terms"))
    spacing_weeks = _whole(_l("Terms closer together than this many weeks are crowded (0: off)"))
    continuity_weeks = _whole(_l("Somebody in a team should know the village from this many weeks before (0: off)"))
    unmet_skill = _whole(_l("Points if a wanted skill is missing in a team"))
    repeat_partner = _whole(_l("Points if two members serve together again"))
    disliked = _whole(_l("Points for a week or place that the member would rather not have"))
    no_continuity = _whole(_l("Points if nobody in the team knows the village"))
    repeat_village = _whole(_l("Points if a member serves in the same village again"))
    crowding = _whole(_l("Points for each week by which two terms are too close"))
    km = Decimal(_l("Points for each kilometre from home"), validators=[_needed()], render_kw={"inputmode": "decimal"})
    submit = Submit(_l("See what this means"))
