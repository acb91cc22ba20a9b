"""What no program may do, whatever it is: steps that the database itself refuses.

A roster that is no draft any more stays as it is. The ledger is only ever added to, at its end. What is sealed
can be released once and erased for good, and is nothing else ever after. A board that was issued stays as it is.
"""

from dataclasses import dataclass

TRUNCATE = "TRUNCATE"
_EACH_ROW, _BEFORE, _EVENTS = 1, 2, {"INSERT": 4, "DELETE": 8, "UPDATE": 16, TRUNCATE: 32}  # PostgreSQL's tgtype


@dataclass(frozen=True, slots=True)
class Trigger:
    """A step that the database itself refuses: which (INSERT, UPDATE, DELETE) on which table, when, and its words.

    `when` is SQL over OLD and NEW, the same on both engines unless `when_postgresql` says otherwise. TRUNCATE,
    which PostgreSQL does without asking the triggers of the rows, is refused always; SQLite has no such step.
    """

    name: str
    event: str
    table: str
    when: str
    message: str
    when_postgresql: str = ""

    def statements(self, dialect: str) -> tuple[str, ...]:
        """What creates the trigger on this engine, made anew where there was one."""
        if dialect == "sqlite":
            return (f"DROP TRIGGER IF EXISTS {self.name}", self._sqlite())
        each = "STATEMENT" if self.event == TRUNCATE else "ROW"
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${self._body()}$$",
            f"CREATE OR REPLACE TRIGGER {self.name} {self._before()} FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        )

    def kept(self, dialect: str) -> tuple[str, ...]:
        """What a database that has the trigger keeps of it: its source; PostgreSQL also where and when it is asked."""
        if dialect == "sqlite":
            return (self._sqlite(),)
        return self._body(), self.table, str(_BEFORE + _EVENTS[self.event] + _EACH_ROW * (self.event != TRUNCATE))

    def is_for(self, dialect: str) -> bool:
        """Whether this engine knows such a step."""
        return self.event != TRUNCATE or dialect == "postgresql"

    def _before(self) -> str:
        return f"BEFORE {self.event} ON {self.table}"

    def _sqlite(self) -> str:
        refuse = f"SELECT RAISE(ABORT, '{self.message}')"
        return f"CREATE TRIGGER {self.name} {self._before()} WHEN {self.when} BEGIN {refuse}; END"

    def _body(self) -> str:
        row = {"DELETE": "OLD", TRUNCATE: "NULL"}.get(self.event, "NEW")
        when = self.when_postgresql or self.when
        return f" BEGIN IF {when} THEN RAISE EXCEPTION '{self.message}'; END IF; RETURN {row}; END "


_NOT_A_DRAFT = "(SELECT status FROM roster WHERE id = {row}.roster_id) <> 'draft'"
_OLD, _NEW = (_NOT_A_DRAFT.format(row=row) for row in ("OLD", "NEW"))
ROSTER_COLUMNS = (
    "id", "district_id", "number", "version", "title", "base_id", "start", "weeks", "baseline_until", "rules",
    "problem", "costs", "bounds", "proofs", "wishes", "made_at", "made_by", "edits", "published_at", "published_by",
    "note",
)  # fmt: skip
_SUPERSEDED = "OLD.status = 'published' AND NEW.status = 'superseded'"
_SAME = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in ROSTER_COLUMNS)
_FROZEN = "a roster that is no draft is never changed, only followed by a next version"

_ROSTERS = (
    Trigger("term_insert_frozen", "INSERT", "term", _NEW, _FROZEN),
    Trigger("term_update_frozen", "UPDATE", "term", f"{_OLD} OR {_NEW}", _FROZEN),
    Trigger("term_delete_frozen", "DELETE", "term", _OLD, _FROZEN),
    Trigger(
        "roster_update_frozen",
        "UPDATE",
        "roster",
        f"OLD.status <> 'draft' AND NOT ({_SUPERSEDED} AND {_SAME})",
        _FROZEN,
        f"OLD.status <> 'draft' AND NOT ({_SUPERSEDED} AND to_jsonb(OLD) - 'status' = to_jsonb(NEW) - 'status')",
    ),
    Trigger("roster_delete_frozen", "DELETE", "roster", "OLD.status <> 'draft'", _FROZEN),
)

_ADDED_ONLY = "the ledger is only ever added to"
_GAP = "NEW.number <> COALESCE((SELECT max(number) FROM ledger_entry), -1) + 1"
_ALWAYS = "1 = 1"


def _only_added(table: str, message: str = _ADDED_ONLY) -> tuple[Trigger, ...]:
    events = ("UPDATE", "DELETE", TRUNCATE)
    return tuple(Trigger(f"{table}_{event.lower()}", event, table, _ALWAYS, message) for event in events)


_LEDGER = (
    Trigger("ledger_entry_insert", "INSERT", "ledger_entry", _GAP, "an entry bears the number after the last"),
    *_only_added("ledger_entry"),
    *_only_added("ledger_node"),
)


def _set_once(column: str) -> str:
    return f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"


def _only_emptied(column: str) -> str:
    return f"(NEW.{column} IS NOT NULL AND (OLD.{column} IS NULL OR NEW.{column} <> OLD.{column}))"


_UNSEALED = " OR ".join(
    (
        "NEW.commitment <> OLD.commitment",
        "NEW.kind <> OLD.kind",
        *map(_only_emptied, ("salt", "content")),
        *map(_set_once, ("released_at", "withdrawn_entry")),
    )
)
_KEPT = "what is sealed can only be released or erased"

_SEALED = (
    Trigger("sealed_update", "UPDATE", "sealed", _UNSEALED, _KEPT),
    Trigger("sealed_delete", "DELETE", "sealed", _ALWAYS, _KEPT),
    Trigger("sealed_truncate", TRUNCATE, "sealed", _ALWAYS, _KEPT),
)

_BOARDS = _only_added("bulletin", "a board that was issued is never changed, only corrected by a next issue")

TRIGGERS = (*_ROSTERS, *_LEDGER, *_SEALED, *_BOARDS)
