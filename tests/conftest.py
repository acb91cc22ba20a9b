"""What all tests share: settings in a folder of their own, and both databases, made anew for each test."""

import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache

from rotation import settings as settings_module
from rotation.district.villages import District
from rotation.settings import Settings
from rotation.store import create_triggers, open_engine, writing
from rotation.tables import Base
from tests.daytime import keep_clear_of_midnight
from tests.postgres import running_server

ROOT = Path(__file__).parent.parent
LONGEST = ("test_demo_", "browser/", "test_killed.py", "web/feeds/test_random_lives.py", "benchmarks/", "solver/")
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # what a whole run may need there, with a database server for each process
numbers = count()


def pytest_configure(config: pytest.Config) -> None:
    """Tests write into memory where there is room: on a disk each of their many commits would wait for it."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    patch = pytest.MonkeyPatch()
    keep_clear_of_midnight(patch)
    config.add_cleanup(patch.undo)


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
def postgres_url() -> Iterator[str]:
    """A server's URL with %s where the database's name goes; its database `template` holds the tables."""
    with running_server() as url:
        _execute(url % "postgres", "CREATE DATABASE template")
        _make_tables(url % "template")
        yield url


@pytest.fixture(scope="session")
def copying(postgres_url: str) -> str:
    """How CREATE DATABASE copies at half the cost; servers before version 15 know one way only."""
    engine = create_engine(postgres_url % "postgres")
    with engine.connect() as connection:
        version = connection.dialect.server_version_info
    engine.dispose()
    return " STRATEGY FILE_COPY" if version and version >= (15,) else ""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "rotation.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with all tables and triggers, on each of the two engines in turn."""
    if request.param == "sqlite":
        return _copy_of_template(request, tmp_path)
    url: str = request.getfixturevalue("postgres_url")
    name = f"test_{os.getpid()}_{next(numbers)}"
    copying: str = request.getfixturevalue("copying")
    _execute(url % "postgres", f"CREATE DATABASE {name} TEMPLATE template{copying}")
    return url % name


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, on each of the two engines in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("postgres_url")
    name = f"empty_{os.getpid()}_{next(numbers)}"
    _execute(url % "postgres", f"CREATE DATABASE {name}{request.getfixturevalue('copying')}")
    return url % name


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same, for a test that needs no second engine."""
    return _copy_of_template(request, tmp_path)


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
    """An empty district, committed."""
    with writing(session):
        made = District(code="qixia", name="栖霞区", name_en="Qixia")
        session.add(made)
    return made


def _copy_of_template(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / "rotation.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def _make_tables(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        create_triggers(connection)
    engine.dispose()


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    except OperationalError as error:  # pragma: no cover - shown by pytest
        pytest.fail(f"PostgreSQL: {error}")
    finally:
        engine.dispose()
