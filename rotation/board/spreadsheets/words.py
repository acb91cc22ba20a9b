"""Words that stand for a choice in a cell, in either language; and text as it is compared."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Generic, TypeVar

from rotation.district.members import Role
from rotation.district.offices import Level
from rotation.district.training import Course
from rotation.district.weeks import DayKind
from rotation.sections import Names

T = TypeVar("T")
_ORNAMENT = re.compile(r"[\s*()\[\]_:.·-]+")
_BREAKS_A_LIST = re.compile(r"[\s,;、:/]")


def narrow(text: str) -> str:
    """The text with full-width letters and digits made ordinary ones, without space around it."""
    return unicodedata.normalize("NFKC", text).strip()


def plain(text: str) -> str:
    """The text as headers, names and words are compared: width, case, spaces and ornament make no difference."""
    return _ORNAMENT.sub("", narrow(text)).casefold()


class Words(Generic[T]):
    """What may be written for each value: the Chinese and the English word, then others that people use."""

    def __init__(self, names: Mapping[T, tuple[str, ...]]) -> None:
        self.names = names
        self._values = {
            plain(word): value
            for value, (zh, en, *others) in names.items()
            for word in (f"{en}{zh}", f"{zh}{en}", str(value), *others, en, zh)
        }

    def find(self, text: str) -> T | None:
        """The value that a word stands for."""
        return self._values.get(plain(text))

    def both(self, value: T) -> str:
        """A value in both languages."""
        zh, en, *_ = self.names[value]
        return f"{zh} {en}"

    def short(self, value: T) -> str:
        """A value as it stands in a list: in Chinese, or as its code where that could not be read back."""
        zh = self.names[value][0] if value in self.names else ""
        return zh if zh and self.find(zh) == value and not _BREAKS_A_LIST.search(narrow(zh)) else str(value)

    def allowed(self) -> tuple[str, ...]:
        """Everything that may be written, for a message."""
        return tuple(self.both(value) for value in self.names)


FLAGS: Words[bool] = Words(
    {
        True: ("是", "yes", "y", "1", "√", "对", "有", "在册"),
        False: ("否", "no", "n", "0", "×", "x", "无", "不", "停用"),
    }
)
ROLES: Words[str] = Words(
    {Role.TEAM.value: ("小组", "team", "一周书记"), Role.TROUBLESHOOTER.value: ("机动队员", "troubleshooter", "机动")}
)
LEVELS: Words[Level] = Words(
    {
        Level.VILLAGE: ("村", "village", "村(社区)", "社区"),
        Level.TOWNSHIP: ("街道", "township", "镇", "乡镇", "乡"),
        Level.DISTRICT: ("区", "district"),
    }
)
COURSES: Words[Course] = Words(
    {Course.BASIC: ("基础培训", "basic", "基础"), Course.LEAD: ("组长培训", "lead", "组长", "组长资格")}
)
DAY_KINDS: Words[DayKind] = Words(
    {
        DayKind.HOLIDAY: ("放假", "holiday", "休息", "节假日", "假日"),
        DayKind.WORKDAY: ("上班", "workday", "调休上班", "补班", "调休"),
    }
)
WEEKDAYS: Words[int] = Words(
    {
        number: (f"周{zh}", en[:3], en, f"星期{zh}", f"礼拜{zh}", zh)
        for number, (zh, en) in enumerate(
            zip(
                "一二三四五六日",
                ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
                strict=True,
            ),
            start=1,
        )
    }
)


def skill_words(skills: Mapping[str, Names]) -> Words[str]:
    """The words for the skills of config.toml."""
    return Words({code: (skill.zh, skill.en) for code, skill in skills.items()})
