"""Who and what a cell may name: the codes and names of members, villages and zones, stored or in the file."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from rotation.board.spreadsheets.kinds import Reference
from rotation.board.spreadsheets.list_kinds import Several
from rotation.board.spreadsheets.sheets import Column
from rotation.board.spreadsheets.words import narrow, plain
from rotation.errors import N_, InvalidInput


class Directory:
    """Finds the code that a cell means: by the code, by “code name”, or by a name that only one bears."""

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        self.names: dict[str, dict[str, str]] = {sheet: {} for sheet in names}
        self._by_name: dict[str, dict[str, set[str]]] = {sheet: defaultdict(set) for sheet in names}
        for sheet, of_sheet in names.items():
            for code, name in of_sheet.items():
                self.add(sheet, code, name)

    def add(self, sheet: str, code: str, name: str) -> None:
        """Let `code` be found, also by `name`; a name that it had before still finds it."""
        self.names[sheet][code] = name
        self._by_name[sheet][plain(name)].add(code)

    def labels(self) -> dict[str, str]:
        """“code name” by code, of everything."""
        return {code: f"{code} {name}" for of_sheet in self.names.values() for code, name in of_sheet.items()}

    def resolved(self, column: Column, value: Any) -> Any:
        """The value of a cell with codes in place of what was written; InvalidInput where it means nobody."""
        kind = column.kind
        if isinstance(kind, Several) and isinstance(kind.each, Reference):
            each = kind.each
            return sorted({self._code(each, one) for one in value})
        if isinstance(kind, Reference) and value is not None:
            return self._code(kind, value)
        return value

    def _code(self, reference: Reference, text: str) -> str:
        first = narrow(text).lower().split()[0]
        if any(first in self.names[sheet] for sheet in reference.sheets):
            return first
        found = [code for sheet in reference.sheets for code in sorted(self._by_name[sheet].get(plain(text), ()))]
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidInput(
                N_("Several are called “%(text)s”; write the number instead: %(codes)s."),
                text=text,
                codes=tuple(found),
            )
        raise InvalidInput(_UNKNOWN[reference.sheets], text=text)


_UNKNOWN = {
    ("members",): N_("There is no member “%(text)s”; add a row for them to the members, or mend the number."),
    ("villages",): N_("There is no village “%(text)s”; add a row for it to the villages, or mend the number."),
    ("zones",): N_("There is no zone “%(text)s”; add a row for it to the zones, or mend the number."),
    ("villages", "zones"): N_("There is no village or zone “%(text)s”; add a row for it, or mend the number."),
}
