import re
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_type_hints

import pytest

from rotation.district.offices import Level
from rotation.errors import SettingsError
from rotation.record.tasks import Urgency
from rotation.settings import NAMED, Settings, load
from tests.conftest import ROOT

CONFIG = ROOT / "config.toml"


def keys(kind=Settings, path=""):
    for name, hint in get_type_hints(kind).items():
        if is_dataclass(hint):
            yield from keys(hint, f"{path}{name}.")
        elif name not in {*NAMED, "folder"}:
            yield f"{path}{name}"


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_stands_in_config_toml_behind_a_comment():
    lines = CONFIG.read_text(encoding="utf-8").splitlines()
    table, documented, seen_comment = "", set(), False
    for line in lines:
        if found := re.fullmatch(r"\[(.+)\]", line):
            table, seen_comment = found[1], False
        elif line.startswith("#"):
            seen_comment = True
        elif not line:
            seen_comment = False
        elif table not in NAMED and (found := re.match(r"(\w+) = ", line)):
            assert seen_comment, line
            documented.add(f"{table}.{found[1]}")
    assert documented == set(keys())


def test_every_setting_is_used():
    code = (
        "\n".join(
            p.read_text(encoding="utf-8")
            for top in ("rotation", "web")
            for p in (ROOT / top).rglob("*.py")
            if p.name != "settings.py"
        )
        + (ROOT / "rotation" / "settings.py").read_text(encoding="utf-8").split("def instance")[1]
    )
    by_name = [key for key in keys() if ".weights." not in key and ".deadlines." not in key]
    assert [key for key in by_name if not re.search(rf"\.{key.rsplit('.', 1)[-1]}\b", code)] == []


def test_there_is_a_deadline_for_every_level_and_urgency():
    named = {f"record.deadlines.{level}.{urgency}" for level in Level for urgency in Urgency}
    assert named == {key for key in keys() if ".deadlines." in key}


def test_an_unknown_key_stops_the_start_by_its_name(tmp_path):
    path = written(
        tmp_path, CONFIG.read_text(encoding="utf-8").replace("rest_weeks = 1", "rest_weeks = 1\nrest_week = 2")
    )
    with pytest.raises(SettingsError, match=r"roster\.rest_week\b"):
        load(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("port = 8000", 'port = "8000"', "server.port must be a whole number"),
        ("port = 8000", "port = true", "server.port must be a whole number"),
        ("port = 8000", "port = -1", "server.port must be from 0"),
        ("port = 8000", "", "server.port is missing"),
        ("log_days = 365", "log_days = 1000000", "login.log_days must be from 0 to 36,500."),
        ("hours = 12", "hours = 100000000", "login.hours must be from 0 to 876,000."),
        ("km = 2.0", "km = nan", "roster.weights.km must be"),
        ('language = "zh_Hans"', 'language = "fr"', "site.language must be"),
        ('url = "sqlite"', 'url = "mysql://"', "store.url must be sqlite, or begin with postgresql+psycopg://"),
        ('url = "sqlite"', 'url = "postgresql://host/db"', "store.url must be sqlite, or begin with"),
        ('url = "sqlite"', 'url = "postgresql+psycopg://host:x/db"', "store.url must be sqlite, or begin with"),
        ('url = "sqlite"', 'url = "nonsense"', "store.url must be sqlite, or begin with"),
        ("weeks = 26", "weeks = 0", "roster.weeks must be at least 1"),
        ("tries = 10", "tries = 0", "login.tries must be at least 1"),
        ("workers = 2", "workers = 0", "server.workers must be at least 1"),
        ('"道路", "roads"', '"道路"', "skills.roads must be two names"),
        ('"其他", "other"', '"其他"', "categories.other must be two names"),
        ('other = ["其他"', 'Other = ["其他"', "categories.Other"),
        ('open_lists_at = "12:00"', 'open_lists_at = "25:00"', "record.open_lists_at must be a time"),
        ("urgent = 2", "urgent = 0", "record.deadlines.township.urgent must be at least 1"),
        ("[site]", "[site", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, old, new, said):
    text = CONFIG.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SettingsError, match=re.escape(said)):
        load(written(tmp_path, text.replace(old, new, 1)))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        load(tmp_path / "nowhere.toml")


def test_whole_numbers_serve_as_fractions(tmp_path):
    path = written(tmp_path, CONFIG.read_text(encoding="utf-8").replace("km = 2.0", "km = 3"))
    assert load(path).roster.weights.km == 3.0


def test_the_example_is_valid():
    assert tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert isinstance(load(CONFIG).instance, Path)
    assert all(f.name for f in fields(load(CONFIG)))
