"""How a problem or roster is laid out as JSON: a member, village or assignment a line, to compare."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

__all__ = ["laid_out", "spelt"]


def spelt(thing: Any) -> dict[str, Any]:
    """A dataclass as plain JSON values, without the fields that hold their default."""
    return {
        field.name: _plain(getattr(thing, field.name))
        for field in fields(thing)
        if getattr(thing, field.name) != _default(field)
    }


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return spelt(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(element) for key, element in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def laid_out(document: Mapping[str, Any]) -> str:
    """The JSON text of an object, each of its keys on a line, each element of its lists too."""
    lines = [f"{_compact(key)}: {_block(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _block(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _compact(value)
    return "[\n" + ",\n".join(f" {_compact(element)}" for element in value) + "\n]"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
