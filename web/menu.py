"""The menu of those who have logged in: each room says its entries, and for which roles."""

from collections.abc import Iterator, Sequence

from flask import Flask, current_app
from flask_babel.speaklater import LazyString

from web.accounts import Role, actor, first_page

__all__ = ["init_app", "menu", "set_menu"]

Entries = Sequence[tuple[str, LazyString]]
_KEPT = "menu"
MOST_SHOWN, FIRST_SHOWN = 8, 6  # more would hide the page on a phone


def init_app(app: Flask) -> None:
    """Give the layout its menu."""
    app.jinja_env.globals["menu"] = menu


def set_menu(app: Flask, role: Role, entries: Entries) -> None:
    """For a room's init_app: those with `role` find these pages (endpoint, label) in the menu, after what is there."""
    app.extensions.setdefault(_KEPT, {}).setdefault(role, []).extend(entries)


def menu() -> tuple[Entries, Entries]:
    """The entries for the one who asks: those that are always shown, and those behind "More" where they are many.

    The page where they begin stands first.
    """
    first = first_page(actor())
    entries = sorted(_entries(), key=lambda entry: entry[0] != first)
    return (entries, []) if len(entries) <= MOST_SHOWN else (entries[:FIRST_SHOWN], entries[FIRST_SHOWN:])


def _entries() -> Iterator[tuple[str, LazyString]]:
    """Each page once."""
    known: dict[Role, list[tuple[str, LazyString]]] = current_app.extensions.get(_KEPT, {})
    asking, shown = actor(), set()
    for role, entries in known.items():
        for endpoint, label in entries if asking and asking.may_be(role) else ():
            if endpoint not in shown:
                shown.add(endpoint)
                yield endpoint, label
