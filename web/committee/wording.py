"""What a villager can say about a task, in the words of the one who writes it down."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from rotation.record.verdicts import Solved

__all__ = ["CONTENT", "SAYINGS", "SOLVED", "Saying"]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to say: the button, the heading of its form, and the steps of which one must be possible."""

    button: LazyString
    heading: LazyString
    steps: frozenset[str]


SAYINGS = {  # by their names in addresses
    "me-too": Saying(_l("“That is my trouble too”"), _l("Somebody has the same trouble"), frozenset({"echo"})),
    "question": Saying(_l("A question to the committee"), _l("A question to the committee"), frozenset({"question"})),
    "offer": Saying(_l("An offer to take part"), _l("Somebody offers to take part"), frozenset({"offer"})),
    "verdict": Saying(
        _l("Whether it is solved"),
        _l("Is it solved?"),
        frozenset({"confirm_as_villager", "reopen", "judge"}),
    ),
}
SOLVED = {
    Solved.YES: _l("Yes, it is solved"),
    Solved.PARTLY: _l("Partly"),
    Solved.NO: _l("No, it is not solved"),
}
CONTENT = {
    5: _l("5 – very content"),
    4: _l("4"),
    3: _l("3"),
    2: _l("2"),
    1: _l("1 – not at all"),
}
