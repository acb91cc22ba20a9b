"""A board's content as JSON and back: what is stored is read again as the same values."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from rotation.board.contents.parts import Content


def packed(content: Content) -> dict[str, Any]:
    """The content as JSON."""
    made: dict[str, Any] = _pack(content)
    return made


def unpacked(stored: dict[str, Any]) -> Content:
    """The content that was stored."""
    made: Content = _unpack(Content, stored)
    return made


def _pack(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _pack(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_pack(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _unpack(kind: Any, stored: Any) -> Any:
    if inner := get_args(kind):  # tuple[X, ...] or X | None
        if NoneType in inner:
            return None if stored is None else _unpack(inner[0], stored)
        return tuple(_unpack(inner[0], one) for one in stored)
    if is_dataclass(kind):
        made: Any = kind
        hints = _hints(made)
        return made(**{name: _unpack(hints[name], one) for name, one in stored.items()})
    if issubclass(kind, date):
        return kind.fromisoformat(stored)
    return kind(stored) if issubclass(kind, StrEnum) else stored


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
