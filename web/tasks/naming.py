"""What the texts of a task are called, why something was withdrawn, and how solved a villager says it is."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from rotation.record.task_texts import Use
from rotation.record.verdicts import Solved

__all__ = ["SOLVED", "USES", "init_app", "solved_name", "use_name"]

USES = {
    Use.TITLE: _l("Title"),
    Use.SUMMARY: _l("Summary"),
    Use.REPORT: _l("Report"),
    Use.REASON: _l("Reason"),
    Use.QUESTION: _l("Question"),
    Use.ANSWER: _l("Answer"),
    Use.OFFER: _l("Offer to help"),
    Use.HELP: _l("Helpers wanted"),
    Use.BEFORE: _l("Photo: how it was"),
    Use.AFTER: _l("Photo: how it is now"),
}
SOLVED = {Solved.YES: _l("solved"), Solved.PARTLY: _l("partly solved"), Solved.NO: _l("not solved")}


def use_name(use: str) -> str:
    """What a text or photo of a task is for."""
    return str(USES[Use(use)])


def solved_name(solved: str) -> str:
    """How solved a villager says it is."""
    return str(SOLVED[Solved(solved)])


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.add_template_filter(use_name)
    app.add_template_filter(solved_name)
