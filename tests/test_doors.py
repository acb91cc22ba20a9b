"""The doors of the house: who may import whom."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOORKEEPERS = ("rotation.cli", "rotation.migrations")
ENGINE = {"ortools", "numba"}
ALLOWED = {  # a room -> the rooms of rotation that it may know
    "district": {"district"},
    "roster": {"district", "roster", "jobs", "attempts", "runner"},
    "record": {"district", "roster", "record"},
    "board": {"district", "roster", "record", "board", "notices", "channels"},
}
ROOMS_OF_THE_SOLVER = {  # a room -> the rooms of the solver that it may know, besides what lies at its top
    "judge": set(),
    "openings": {"judge"},
    "reasons": {"judge", "openings", "engine"},
    "certificates": set(),
    "engine": set(),
    "bounds": {"certificates", "engine"},
    "terms": {"bounds", "engine"},
    "teams": {"judge", "engine"},
    "designs": {"engine", "teams"},
    "proofs": {"judge", "certificates", "engine", "bounds", "terms", "teams"},
}
GROUND = {"catalogs", "errors", "files", "search_tables", "sections", "settings", "store", "triggers"}


def modules():
    for top in ("rotation", "solver", "web"):
        for path in sorted((ROOT / top).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


@cache
def imports(path: Path):
    """Every absolute module name imported anywhere in the file, also inside functions."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [f"{alias.name}.*" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def is_doorkeeper(module):
    return module.startswith(DOORKEEPERS)


MODULES = list(modules())
ROOMS = {path.parent.name for path in (ROOT / "web").glob("*/__init__.py")}


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_a_module_knocks_only_at_doors_that_are_open_to_it(module, path):
    own = module.split(".")
    for name in imports(path):
        parts = name.split(".")
        if own[0] == "solver":
            assert parts[0] not in {"rotation", "web", "flask", "sqlalchemy"}, name
        elif own[0] == "rotation" and not is_doorkeeper(module):
            assert parts[0] not in {"web", "flask", "werkzeug"}, name
            assert not name.startswith("rotation.cli"), name
        if parts[0] == "solver" and own[0] == "rotation":
            assert own[1] in {"roster", "cli", "demo"}, f"{module} imports the solver"
        if parts[0] == "solver" and own[0] != "solver":
            assert len(parts) == 2, f"only the solver's face may be imported, not {name}"
        if own[0] == "web" and parts[0] == "solver":
            pytest.fail(f"{module} imports {name}")


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_a_room_of_the_programme_knows_only_the_rooms_below(module, path):
    own = module.split(".")
    if own[0] != "rotation" or len(own) < 2 or is_doorkeeper(module):
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "rotation" or len(parts) < 2 or parts[1] in GROUND:
            continue
        if own[1] in ALLOWED:
            assert parts[1] in ALLOWED[own[1]], name
        if own[1] in {"jobs", "attempts", "chores", "runner", "notices"}:
            assert parts[1] in {"jobs", "attempts", "chores", "channels"}, f"{module} knows no room, yet imports {name}"


@pytest.mark.parametrize("room", ROOMS_OF_THE_SOLVER)
def test_a_room_of_the_solver_knows_only_the_rooms_below(room):
    known = {
        name.split(".")[1]
        for path in (ROOT / "solver" / room).glob("*.py")
        for name in imports(path)
        if name.startswith("solver.") and name.split(".")[1] in ROOMS_OF_THE_SOLVER
    }
    assert known - {room} <= ROOMS_OF_THE_SOLVER[room]


def test_every_room_of_the_solver_is_in_the_table():
    assert {path.parent.name for path in (ROOT / "solver").glob("*/__init__.py")} == set(ROOMS_OF_THE_SOLVER)


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_rooms_of_the_site_do_not_import_one_another(module, path):
    own = module.split(".")
    if own[0] != "web" or len(own) < 2 or own[1] not in ROOMS:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "web" and len(parts) > 1 and parts[1] in ROOMS:
            assert parts[1] in {own[1], "accounts"}, name


def test_the_solver_loads_or_tools_only_when_it_solves():
    import subprocess
    import sys

    code = "import sys, solver; sys.exit(bool({'ortools', 'numba', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
