"""config.toml as frozen dataclasses; an unknown, missing or ill-typed key stops the start and is named."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, get_type_hints

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from rotation.errors import N_, SettingsError
from rotation.sections import (
    Feeds,
    Jobs,
    Login,
    Names,
    Notices,
    Record,
    Retention,
    RosterRules,
    Server,
    Site,
    Spreadsheets,
    StandIns,
    Store,
    Swaps,
    Voices,
)

LANGUAGES = ("zh_Hans", "en")
AT_LEAST_ONE = {  # with 0 nothing could be stored, nobody let in, or nothing solved
    "site": ("upload_mib",),
    "server": ("workers", "threads", "connections", "request_seconds", "answer_seconds"),
    "login": (
        "tries",
        "tries_in_all",
        "hours",
        "card_days",
        "first_use_days",
        "code_minutes",
        "pin_tries",
        "pin_tries_in_all",
        "log_days",
    ),
    "roster": ("team_size", "weeks", "seconds"),
    "stand_ins": ("asked_at_once", "answer_hours"),
    "swaps": ("days",),
    "notices": ("tries",),
    "jobs": ("lease_seconds",),
    "spreadsheets": ("rows", "unfolded_mib"),
    "feeds": ("tries",),
    "voices": ("said", "codes"),
    "record": ("answer_days",),
    "retention": ("notice_days", "asked_days", "link_days", "job_days"),
    "record.deadlines.village": ("normal", "soon", "urgent"),
    "record.deadlines.township": ("normal", "soon", "urgent"),
    "record.deadlines.district": ("normal", "soon", "urgent"),
}
DATABASES = ("sqlite", "postgresql+psycopg")
SECOND_FACTOR = ("offered", "required")
NAMED = ("skills", "categories")  # tables in which the installation chooses the keys
WANTED = {
    int: N_("a whole number"),
    float: N_("a number"),
    str: N_("text in quotes"),
    bool: N_("true or false"),
}
TIMES = ("record.open_lists_at", "notices.quiet_from", "notices.quiet_until")
MOST = 999_999_999
A_CENTURY = {"days": 36_500, "hours": 876_000, "minutes": 52_560_000}  # no day is before the year 1
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CODE = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Settings:
    """All of config.toml; `folder` is where it lies, `instance` the folder of database and secrets."""

    site: Site
    server: Server
    store: Store
    login: Login
    roster: RosterRules
    stand_ins: StandIns
    swaps: Swaps
    notices: Notices
    jobs: Jobs
    spreadsheets: Spreadsheets
    feeds: Feeds
    voices: Voices
    record: Record
    retention: Retention
    skills: Mapping[str, Names]
    categories: Mapping[str, Names]
    folder: Path

    @property
    def instance(self) -> Path:
        """The folder of the database, photos and secrets."""
        return (self.folder / self.store.instance).resolve()

    @property
    def database_url(self) -> str:
        """The database's URL as SQLAlchemy wants it."""
        if self.store.url == "sqlite":
            return f"sqlite:///{self.instance / 'rotation.db'}"
        return self.store.url

    @property
    def database_file(self) -> Path | None:
        """The database's file, where it is SQLite's."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme == "sqlite" else None


def load(path: Path | None = None) -> Settings:
    """Read `path`, else $ROTATION_CONFIG, else ./config.toml; raises SettingsError with the key's name."""
    path = path or Path(os.environ.get("ROTATION_CONFIG", "config.toml"))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(N_("%(path)s cannot be read: %(why)s."), path=path, why=error.strerror) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(N_("%(path)s is not valid TOML: %(why)s."), path=path, why=error) from None
    return settings_of(data, path.resolve().parent)


def settings_of(data: dict[str, Any], folder: Path) -> Settings:
    """Settings from parsed TOML, with the environment's overrides."""
    named = {table: _named(table, data.pop(table, {})) for table in NAMED}
    read = _section(Settings, data | named | {"folder": folder}, "")
    store = Store(
        os.environ.get("ROTATION_INSTANCE", read.store.instance), os.environ.get("ROTATION_DATABASE", read.store.url)
    )
    site = replace(read.site, public_url=os.environ.get("ROTATION_PUBLIC_URL", read.site.public_url))
    settings: Settings = _replace(read, site=site, store=store)
    _check(settings)
    return settings


def _replace(settings: Settings, **changes: Any) -> Settings:
    return Settings(**{f.name: changes.get(f.name, getattr(settings, f.name)) for f in fields(settings)})


def _section(kind: Any, data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise SettingsError(N_("config.toml: %(key)s must be a table."), key=path)
    kinds = get_type_hints(kind)
    for key in data.keys() - kinds.keys():
        raise SettingsError(N_("config.toml: there is no setting %(key)s."), key=_join(path, key))
    for key in kinds.keys() - data.keys():
        raise SettingsError(N_("config.toml: %(key)s is missing."), key=_join(path, key))
    return kind(**{key: _value(hint, data[key], _join(path, key)) for key, hint in kinds.items()})


def _value(hint: Any, value: Any, key: str) -> Any:
    if is_dataclass(hint):
        return _section(hint, value, key)
    if hint is float and type(value) is int:
        return float(value)
    if hint in WANTED and type(value) is not hint:
        wanted = WANTED[hint]
        raise SettingsError(N_("config.toml: %(key)s must be %(wanted)s."), key=key, wanted=SettingsError(wanted))
    most = A_CENTURY.get(re.split("[._]", key)[-1], MOST)
    if type(value) in (int, float) and not 0 <= value <= most:
        raise SettingsError(N_("config.toml: %(key)s must be from 0 to %(most)s."), key=key, most=f"{most:,}")
    return value


def _named(table: str, data: Any) -> dict[str, Names]:
    if not isinstance(data, dict):
        raise SettingsError(N_("config.toml: %(key)s must be a table."), key=table)
    for code, names in data.items():
        if not (isinstance(names, list) and len(names) == len(LANGUAGES) and all(type(n) is str for n in names)):
            raise SettingsError(
                N_("config.toml: %(key)s must be two names, Chinese and English."), key=_join(table, code)
            )
    return {code: Names(*names) for code, names in data.items()}


def _check(settings: Settings) -> None:
    if not _is_database(settings.database_url):
        raise SettingsError(
            N_("config.toml: store.url must be sqlite, or begin with postgresql+psycopg:// and name a database.")
        )
    if settings.site.language not in LANGUAGES:
        raise SettingsError(N_("config.toml: site.language must be zh_Hans or en."))
    if settings.login.second_factor not in SECOND_FACTOR:
        raise SettingsError(N_("config.toml: login.second_factor must be offered or required."))
    _check_numbers_and_times(settings)
    for code in settings.categories:
        if not _CODE.fullmatch(code):
            raise SettingsError(N_("config.toml: categories.%(code)s must be small letters and digits."), code=code)


def _check_numbers_and_times(settings: Settings) -> None:
    for section, names in AT_LEAST_ONE.items():
        for name in names:
            if attrgetter(f"{section}.{name}")(settings) < 1:
                raise SettingsError(N_("config.toml: %(key)s must be at least 1."), key=f"{section}.{name}")
    for key in TIMES:
        if not _TIME.fullmatch(attrgetter(key)(settings)):
            raise SettingsError(N_("config.toml: %(key)s must be a time like 12:00."), key=key)


def _is_database(url: str) -> bool:
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):  # the latter: a port that is no number
        return False
    return found.drivername in DATABASES and bool(found.database)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
