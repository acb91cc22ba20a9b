"""What all tests share: settings in a folder of their own, and both databases, made anew for each test."""

import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Dialect, Engine, select
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache

from rotation import settings as settings_module
from rotation.district.villages import District
from rotation.settings import Settings
from rotation.store import open_engine, writing
from tests.databases import Databases, Furnishing
from tests.daytime import keep_clear_of_midnight

ROOT = Path(__file__).parent.parent
LONGEST = ("test_demo_", "browser/", "test_killed.py", "web/feeds/test_random_lives.py", "benchmarks/", "solver/")
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # what a whole run may need there, with a database server for each process
# A busy machine is no failure: tests are about what is so, not how soon.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")
keep_clear_of_midnight(pytest.MonkeyPatch())  # now: some tests ask what day it is when they are loaded


def pytest_configure() -> None:
    """Tests write into memory where there is room: on a disk each of their many commits would wait for it."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever runs on PostgreSQL or looks at paper bears its mark; what takes long begins first."""
    for item in items:
        if "[postgres" in item.name or "-postgres" in item.name:
            item.add_marker(pytest.mark.postgres)
        if "pypdfium2" in vars(item.getparent(pytest.Module).obj):
            item.add_marker(pytest.mark.paper)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    path = item.path.relative_to(ROOT / "tests").as_posix()
    return next((turn for turn, beginning in enumerate(LONGEST) if path.startswith(beginning)), len(LONGEST))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What looks at paper is skipped, with the reason, where none can be made."""
    if item.get_closest_marker("paper") and not _makes_paper():
        pytest.skip("no Pango on this machine (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)")


@cache
def _makes_paper() -> bool:
    try:
        import weasyprint  # noqa: F401 - it loads the libraries
    except OSError:
        return False
    return True


def pytest_collection_finish() -> None:
    """What all tests and libraries consist of stays to the end: no need to look through it for garbage each time.

    Nor for the little that one page leaves behind: looking for garbage at every 700 things takes a sixth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Where ROTATION_COMPLETE is set, no test that needs a real part may be skipped."""
    outcome = yield
    report = outcome.get_result()
    needed = ("browser", "postgres", "paper", "kill", "client")
    if report.skipped and os.environ.get("ROTATION_COMPLETE") and any(item.get_closest_marker(m) for m in needed):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Statements that one test has compiled serve the next, as one server's serve all its visitors.

    Each test opens a database of its own; those of one kind are alike, and so is what is made for them.
    """
    compiled: dict[type[Dialect], LRUCache[object, object]] = defaultdict(lambda: LRUCache(5_000))
    kept = property(lambda engine: compiled[type(engine.dialect)], lambda _engine, _own: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", kept, raising=False)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where databases come from."""
    made = Databases(tmp_path_factory.mktemp("templates"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def sqlite_template(databases: Databases) -> Path:
    """A SQLite file with all tables, to be copied."""
    return databases.file(None)


@pytest.fixture
def furnishing() -> Furnishing | None:
    """What stands in each test's database already; a folder or a module of tests may say something else."""
    return None


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(
    request: pytest.FixtureRequest, databases: Databases, furnishing: Furnishing | None, tmp_path: Path
) -> str:
    """A database with all tables and triggers, and what `furnishing` says, on each of the two engines in turn."""
    if request.param == "sqlite":
        return databases.on_sqlite(tmp_path, furnishing)
    return databases.on_postgres(furnishing)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> str:
    """A database with nothing in it, on each of the two engines in turn."""
    return f"sqlite:///{tmp_path / 'empty.db'}" if request.param == "sqlite" else databases.empty_on_postgres()


@pytest.fixture
def sqlite_url(databases: Databases, furnishing: Furnishing | None, tmp_path: Path) -> str:
    """The same as `database_url`, for a test that needs no second engine."""
    return databases.on_sqlite(tmp_path, furnishing)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The project's own config.toml, with its instance folder under the test's."""
    monkeypatch.delenv("ROTATION_DATABASE", raising=False)
    monkeypatch.setenv("ROTATION_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "instance").mkdir(exist_ok=True)
    return settings_module.load(ROOT / "config.toml")


@pytest.fixture
def both_settings(settings: Settings, database_url: str) -> Settings:
    """Settings whose database is `database_url`."""
    return replace(settings, store=replace(settings.store, url=database_url))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`."""
    made = open_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on `engine`."""
    with Session(engine) as made:
        yield made


@pytest.fixture
def district(session: Session) -> District:
    """The district: an empty one, committed, where none stands there already."""
    found = session.scalar(select(District))
    if found:
        return found
    with writing(session):
        made = District(code="qixia", name="栖霞区", name_en="Qixia")
        session.add(made)
    return made
