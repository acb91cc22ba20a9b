"""Who may: every address of the site, by every method, asked for by somebody of every role.

The table lies beside (who_may.txt): a line for each address and method with those who are let in. What is not let in
is sent to the door, refused, or told that there is no such thing; so is somebody who asks for what is another's. A
line without anybody: nobody in this week has what it is about. A new address fails until it has its line.
"""

from pathlib import Path

import pytest

from tests.web.addresses import Addresses
from tests.web.everybody import PEOPLE, everybody, field_fixture, planted, watch

__all__ = ["everybody", "field_fixture", "planted", "watch"]
TABLE = Path(__file__).with_name("who_may.txt")
FORMS = {  # what has to be said before anybody is refused
    "field.answer": {"accept": "1-1"},
    "field.link": {"item": "c-1", "link": "f-1"},
    "planner.pins_saved": {"week": "2026-W03", "edits": "0"},
    "planner.change_saved": {"week": "2026-W03", "place": "v01", "member": "m02", "do": "put", "edits": "0"},
    "planner.opening_assign": {"member": "m08"},
}


def steps(app):
    """Every rule with each of its methods."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "static":
                yield rule, method


def named(rule, method):
    return f"{method} {rule.rule}"


@pytest.fixture
def table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in lines)


def test_every_address_has_its_line_and_no_line_is_left_over(app, table):
    assert {named(rule, method) for rule, method in steps(app)} ^ table.keys() == set()


def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(everybody, table):
    addresses = Addresses(everybody)
    found = {}
    for rule, method in steps(everybody.app):
        address, form = addresses.of(rule), FORMS.get(rule.endpoint, {})
        found[named(rule, method)] = ", ".join(who for who in PEOPLE if everybody.ask(who, method, address, **form))
    otherwise = [f"{step}: {who}" for step, who in sorted(found.items()) if table.get(step) != who]
    assert otherwise == [], "\n".join(otherwise)
