"""The door for JSON: every value is checked for type and range, and an error names its place in the file.

A parser is a function from a Node to a value, so a format reads as a list of its keys.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from solver.errors import N_, FileError

__all__ = [
    "Node",
    "Parser",
    "document",
    "each",
    "every",
    "fraction",
    "mapping",
    "maybe",
    "name",
    "one_of",
    "truth",
    "whole",
]

T = TypeVar("T")
D = TypeVar("D")
K = TypeVar("K", bound=Hashable)
SURROGATES = re.compile("[\ud800-\udfff]")
MAX_CHARACTERS = 16_000_000
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON file, its place there, and the kind of error to raise about it."""

    value: Any
    path: str
    error: type[FileError]

    def wrong(self, template: str, **values: object) -> FileError:
        """The error that says what is wrong with this value."""
        return self.error(self.path, template, values)

    def must_be_object(self) -> None:
        """Refuse what is no object."""
        if not isinstance(self.value, dict):
            raise self.wrong(N_("this must be an object in braces"))

    def only(self, *keys: str) -> None:
        """Refuse what is no object, and any key but these: a misspelt one must not be dropped in silence."""
        self.must_be_object()
        for key in self.value:
            if key not in keys:
                template = N_("there is no such key; these are: %(keys)s")
                raise self.at(key).wrong(template, keys=keys)

    def at(self, key: str) -> "Node":
        """The value under a key."""
        return Node(self.value.get(key), f"{self.path}.{shown(key)}" if self.path else shown(key), self.error)

    def required(self, key: str, parser: "Parser[T]") -> T:
        """The value under a key that must be there."""
        if key not in self.value:
            raise self.at(key).wrong(N_("this is missing"))
        return parser(self.at(key))

    def optional(self, key: str, parser: "Parser[T]", default: D) -> T | D:
        """The value under a key that may be missing."""
        return parser(self.at(key)) if key in self.value else default


def shown(text: str) -> str:
    """A text of the file as it may stand in a message: short, and without what no screen can show."""
    printable = text if text.isprintable() else json.dumps(text)
    return printable if len(printable) <= LONGEST_SHOWN else f"{printable[:LONGEST_SHOWN]}…"


Parser = Callable[[Node], T]


def document(text: str | bytes, format_: str, error: type[FileError]) -> Node:
    """The root of a JSON text (UTF-8 where it is bytes), which must be of this format."""
    root = _parse(text, error)
    root.must_be_object()
    wrong = N_("this must be a file of the format %(format)s, not %(name)s")
    root.required("format", one_of(frozenset({format_}), wrong, format=format_))
    return root


def _parse(text: str | bytes, error: type[FileError]) -> Node:
    try:
        if len(text) > MAX_CHARACTERS:
            raise error("", N_("the file is too large"))
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        loads = json.JSONDecoder(object_pairs_hook=_object(error), parse_constant=_constant(error)).decode
        return Node(loads(decoded), "", error)
    except UnicodeDecodeError as wrong:
        raise error("", N_("byte %(byte)s is not UTF-8 text"), {"byte": wrong.start + 1}) from None
    except json.JSONDecodeError as wrong:
        where = {"line": wrong.lineno, "column": wrong.colno}
        raise error("", N_("this is not JSON: line %(line)s, column %(column)s"), where) from None
    except RecursionError:
        raise error("", N_("brackets and braces are nested too deeply")) from None
    except FileError:
        raise
    except ValueError:
        raise error("", N_("a number has too many digits")) from None


def _object(error: type[FileError]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) < len(pairs):
            (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
            raise error("", N_("the key %(key)s stands twice in one object"), {"key": shown(twice)})
        return built

    return build


def _constant(error: type[FileError]) -> Callable[[str], float]:
    def refuse(constant: str) -> float:
        raise error("", N_("%(constant)s is not a number in JSON"), {"constant": constant})

    return refuse


def whole(low: int, high: int) -> Parser[int]:
    """A whole number from `low` to `high`."""

    def read(node: Node) -> int:
        if type(node.value) is not int or not low <= node.value <= high:
            raise node.wrong(N_("this must be a whole number from %(low)s to %(high)s"), low=low, high=high)
        return node.value

    return read


def fraction(low: int, high: int) -> Parser[float]:
    """A number from `low` to `high`, with decimals or without."""

    def read(node: Node) -> float:
        value = node.value
        if type(value) not in (int, float) or not low <= value <= high or not math.isfinite(value):
            raise node.wrong(N_("this must be a number from %(low)s to %(high)s"), low=low, high=high)
        return value  # type: ignore[no-any-return]

    return read


def truth(node: Node) -> bool:
    """True or false."""
    if not isinstance(node.value, bool):
        raise node.wrong(N_("this must be true or false"))
    return node.value


def name(node: Node) -> str:
    """An id, a skill: text that is not empty and that UTF-8 can write."""
    value = node.value
    if not isinstance(value, str) or not value.strip() or SURROGATES.search(value):
        raise node.wrong(N_("this must be a text in quotation marks, and not empty"))
    return value


def one_of(known: Collection[str], template: str, **values: object) -> Parser[str]:
    """A text that is one of those known; `template` says what is wrong with any other (%(name)s)."""

    def read(node: Node) -> str:
        value = name(node)
        if value not in known:
            raise node.wrong(template, name=shown(value), **values)
        return value

    return read


def maybe(parser: Parser[T]) -> Parser[T | None]:
    """What `parser` reads, or null."""

    def read(node: Node) -> T | None:
        return None if node.value is None else parser(node)

    return read


def every(parser: Parser[T]) -> Parser[tuple[T, ...]]:
    """A list, whatever stands in it twice."""

    def read(node: Node) -> tuple[T, ...]:
        return tuple(parser(element) for element in _elements(node))

    return read


def each(parser: Parser[T], key: Callable[[T], Hashable] = lambda thing: thing) -> Parser[tuple[T, ...]]:
    """A list that holds a thing (told apart by `key`) once."""

    def read(node: Node) -> tuple[T, ...]:
        things: dict[Hashable, T] = {}
        for element in _elements(node):
            thing = parser(element)
            if key(thing) in things:
                raise element.wrong(N_("this stands in the list already"))
            things[key(thing)] = thing
        return tuple(things.values())

    return read


def _elements(node: Node) -> Iterator[Node]:
    if not isinstance(node.value, list):
        raise node.wrong(N_("this must be a list in square brackets"))
    return (Node(value, f"{node.path}[{position}]", node.error) for position, value in enumerate(node.value))


def mapping(key_parser: Parser[K], parser: Parser[T]) -> Parser[dict[K, T]]:
    """An object whose keys are not fixed."""

    def read(node: Node) -> dict[K, T]:
        node.must_be_object()
        keys = {key: key_parser(Node(key, f"{node.path}.{shown(key)}", node.error)) for key in node.value}
        return {keys[key]: parser(node.at(key)) for key in keys}

    return read
