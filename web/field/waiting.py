"""What waits for somebody to say what becomes of it, as far as the one who asks may see it."""

from datetime import date

from rotation.record.blindness import day_seen
from rotation.record.lists import Complaint, Finding
from rotation.record.outcomes import undecided
from web.field.place import Place

__all__ = ["waiting"]


def waiting(here: Place, day: date) -> list[Complaint | Finding]:
    """The undecided complaints and findings of a village, the earliest first; of `day`, only lists that are seen."""
    found = undecided(here.session, here.village, day)
    seen = day_seen(here.session, here.settings, here.hand, here.village, day)
    complaints = [row for row in found.complaints if row.day < day or seen.complaints is not None]
    findings = [row for row in found.findings if row.day < day or seen.findings is not None]
    return sorted([*complaints, *findings], key=lambda row: row.day)
