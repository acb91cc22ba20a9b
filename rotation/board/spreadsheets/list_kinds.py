"""What cells with several things hold: lists, weekdays, and the skills that a village wants by week."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rotation.board.spreadsheets.kinds import Kind, OneOf, Raw, Reference, WeekOf, Written, as_text
from rotation.board.spreadsheets.words import WEEKDAYS, Words, narrow, plain
from rotation.district.villages import EVERY_WEEK
from rotation.errors import N_, InvalidInput

_BETWEEN = re.compile(r"[,;、\n]+")
_BETWEEN_SKILLS = re.compile(r"[,、/\s]+")
_RANGE = re.compile(r"\s*(?:-|~|至|到|–)\s*")
_NOTHING = {plain(word) for word in ("无", "none", "无 none")}


@dataclass(frozen=True, slots=True)
class Several:
    """A list, each thing once, sorted; 无 or none is the empty list."""

    each: Kind
    is_text: bool = True

    def read(self, raw: Raw) -> list[Any]:
        """The list; one thing alone may stand as a number or a date."""
        if isinstance(raw, date) or plain(as_text(raw)) in _NOTHING:
            return [str(self.each.read(raw))] if isinstance(raw, date) else []
        return sorted({_stored(self.each.read(part)) for part in parts(raw)})

    def write(self, value: list[Any]) -> Written:
        """The things, divided by 、."""
        return "、".join(self._written(one) for one in value) or "无 none"

    def _written(self, one: Any) -> str:
        return self.each.words.short(one) if isinstance(self.each, OneOf) else str(one)


def _stored(value: Any) -> str:
    return str(value)


def parts(raw: Raw) -> Iterable[str]:
    """What stands between commas, semicolons and line breaks, Chinese or not."""
    return (part for part in _BETWEEN.split(narrow(as_text(raw))) if part.strip())


def references_in(kind: Kind) -> Reference | None:
    """What a cell of this kind refers to, alone or in a list."""
    inner = kind.each if isinstance(kind, Several) else kind
    return inner if isinstance(inner, Reference) else None


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, also as a range: 周一至周五, Mon-Fri, 1-5."""

    is_text: bool = True

    def read(self, raw: Raw) -> list[int]:
        """ISO weekdays, sorted."""
        if plain(as_text(raw)) in _NOTHING:
            return []
        return sorted({day for part in parts(raw) for piece in _pieces(part) for day in _days(piece)})

    def write(self, value: list[int]) -> Written:
        """The days in Chinese."""
        return "、".join(WEEKDAYS.short(day) for day in value) or "无 none"


def _pieces(part: str) -> list[str]:
    return [part] if _RANGE.search(part.strip()) else part.split()


def _days(part: str) -> range:
    found = [WEEKDAYS.find(end) for end in _RANGE.split(part.strip())]
    first, last = found[0], found[-1]
    if first is None or last is None or len(found) > 2:  # noqa: PLR2004 - a range has two ends
        raise InvalidInput(N_("“%(text)s” is not a day of the week; write 周一 or Mon, or 周一至周五."), text=part)
    return range(first, last + 1)


@dataclass(frozen=True, slots=True)
class Wants:
    """Skills by week, like “*: roads; 2026-W03: 调解、财务”; the star is every week."""

    skills: Words[str]
    is_text: bool = True

    def read(self, raw: Raw) -> dict[str, list[str]]:
        """Each week's skills, sorted."""
        wants: dict[str, set[str]] = {}
        for part in re.split(r"[;\n]+", narrow(as_text(raw))):
            if part.strip():
                week, skills = self._line(part)
                wants.setdefault(week, set()).update(skills)
        return {week: sorted(skills) for week, skills in sorted(wants.items())}

    def write(self, value: dict[str, list[str]]) -> Written:
        """Week by week."""
        lines = (f"{week}: {'、'.join(map(self.skills.short, skills))}" for week, skills in value.items())
        return "; ".join(lines) or None

    def _line(self, part: str) -> tuple[str, set[str]]:
        head, colon, tail = part.strip().partition(":")
        if not colon or not tail.strip():
            raise InvalidInput(
                N_("“%(text)s” is not a week with its skills; write “*: roads” or “2026-W03: roads、law”."), text=part
            )
        week = EVERY_WEEK if plain(head) in {"", "每周", "everyweek"} else str(WeekOf().read(head))
        return week, set(self._skills(tail))

    def _skills(self, text: str) -> Iterable[str]:
        whole = self.skills.find(text)
        names = [text] if whole is not None else _BETWEEN_SKILLS.split(text.strip())
        return (OneOf(self.skills).read(name) for name in names if name)
