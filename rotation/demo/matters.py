"""What is the matter in the sample's villages: kinds of trouble from matters.toml, at places made up by chance."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

GROUPS, SIDES = "一二三四五六七八", "东西南北"
LANDS = ("张家湾", "李家塘", "陈家岗", "周家坝", "吴家圩", "徐家洼", "马家沟", "孙家庄")
PLACES = {
    "road": ("{side}边大路", "{group}组路口", "小学门前路口", "菜场旁边的路", "往{land}去的小路", "{land}公交站旁"),
    "bridge": ("{side}头小桥", "{land}便桥", "{land}老石桥"),
    "group": ("{group}组", "{group}组{side}头", "{land}第{number}排", "{land}旁边几户"),
    "public": ("文化礼堂门口", "村委会后面", "卫生室旁", "健身广场", "晒谷场", "{side}边菜场"),
    "field": ("{group}组田头", "{side}圩", "{land}灌溉站旁"),
    "water": ("{land}大塘", "{side}河沿", "{group}组门口塘"),
}
_FILE = Path(__file__).with_name("matters.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trouble: in which words it is told, found, planned and done; what it costs and what a photo shows."""

    category: str
    title: str
    said: tuple[str, ...]
    found: tuple[str, ...]
    at: tuple[str, ...]
    plan: tuple[str, ...]
    done: tuple[str, ...]
    picture: str
    yuan: tuple[int, ...] = ()
    stands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is the matter, and where."""

    kind: Kind
    place: str

    @property
    def title(self) -> str:
        """What a board calls it."""
        return f"{self.place}{self.kind.title}"


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of trouble."""
    return tuple(_kinds(tomllib.loads(_FILE.read_text(encoding="utf-8"))))


def _kinds(read: dict[str, list[dict[str, Any]]]) -> Iterator[Kind]:
    for category, rows in read.items():
        for row in rows:
            held: dict[str, Any] = {key: tuple(is_) if isinstance(is_, list) else is_ for key, is_ in row.items()}
            yield Kind(category, **held)


def matter(random: Random) -> Matter:
    """Something that is the matter somewhere."""
    kind = random.choice(kinds())
    place = random.choice(PLACES[random.choice(kind.at)])
    said = {"group": random.choice(GROUPS), "side": random.choice(SIDES), "land": random.choice(LANDS)}
    return Matter(kind, place.format(number=random.randint(1, 9), **said))
