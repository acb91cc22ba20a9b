"""The command line speaks the person's language, and ends with one line and a status whatever happens."""

import re

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from rotation.cli import language
from tests.command import Command, said_without_traceback


@pytest.fixture
def rotation(tmp_path):
    return Command(tmp_path)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_SG"}, "zh_Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh_Hans"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment, expected):
    assert language.chosen(environment) == expected


def test_click_itself_speaks_the_chosen_language(monkeypatch, tmp_path):
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="zh_Hans_CN")
    catalog.add("Usage:", "用法：")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(language, "CATALOGS", tmp_path)
    try:
        language.speak("zh_Hans")
        assert click.Command("x").get_usage(click.Context(click.Command("x"), info_name="x")).startswith("用法：")
    finally:
        monkeypatch.undo()
        language.speak("en")


def test_help_is_chinese_in_a_chinese_locale_and_english_elsewhere(rotation, tmp_path):
    english = rotation("--help")
    chinese = Command(tmp_path, "zh_CN.UTF-8")("--help")
    assert english.returncode == chinese.returncode == 0
    assert "Usage: rotation" in english.stdout
    assert "Show this message and exit." in english.stdout
    assert "Usage" not in chinese.stdout
    assert "Show this message" not in chinese.stdout
    assert "用法： rotation [选项] 命令 [参数]..." in chinese.stdout
    for command in ("solve", "check", "import", "export", "demo", "serve", "db", "backup", "restore"):
        assert f"\n  {command} " in english.stdout
        assert f"\n  {command} " in chinese.stdout


CLICK_SAYS = [
    (["solve", "p.json", "--out", "r.json", "--seconds", "soon"], "'soon'不是有效的整数。"),
    (["solve", "p.json", "--out", "r.json", "--seconds", "0"], "0超出范围（应为1<=x<=10000000）。"),
    (["solve", "p.json", "q.json", "--out", "r.json"], "多出了参数（q.json）"),
    (["user", "add", "zhou", "--role", "king"], "'king'不在可选的'planner', 'administrator', 'member',"),
    (["serve", "--port"], "选项'--port'后面要有值。"),
    (["slove"], "没有命令'slove'。"),
    (["solve", "--sed", "4"], "没有选项'--sed'。 您要的是不是'--seconds', '--seed'？"),
    (["solve", "--help"], "[必填]"),
    (["solve", "--help"], "--seed 整数"),
    (["user", "add", "--help"], "用法： rotation user add [选项] USERNAME"),
]


@pytest.mark.parametrize(("arguments", "said"), CLICK_SAYS)
def test_click_says_all_of_it_in_chinese(tmp_path, arguments, said):
    done = Command(tmp_path, "zh_CN.UTF-8")(*arguments)
    assert said in done.stdout + done.stderr
    assert not re.search(r"OPTIONS|ARGS|INTEGER|required|Usage", done.stdout + done.stderr)


def test_errors_are_chinese_in_a_chinese_locale(tmp_path):
    done = Command(tmp_path, "zh_CN.UTF-8")("check", "none.json", "none.json")
    assert done.returncode == 2
    assert "none.json" in done.stderr
    assert "cannot be read" not in done.stderr


def test_a_wrong_option_or_command_is_usage(rotation):
    for arguments in (["slove"], ["solve"], ["solve", "p.json", "--out", "r.json", "--seconds", "soon"]):
        done = rotation(*arguments)
        assert done.returncode == 2
        assert "Error: " in said_without_traceback(done)


def test_a_setting_that_cannot_be_is_named(tmp_path):
    (tmp_path / "config.toml").write_text("[site]\npublic_url = 5\n")
    done = Command(tmp_path, more={"ROTATION_CONFIG": str(tmp_path / "config.toml")})("district", "list")
    assert done.returncode == 2
    assert said_without_traceback(done).startswith("Error: config.toml: ")


def test_a_fault_of_our_own_is_one_line_that_names_a_log(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import rotation.files\ndef fail(path): raise ZeroDivisionError('deep inside')\n"
        "rotation.files.read_whole = fail\n"
    )
    rotation = Command(tmp_path, more={"PYTHONPATH": str(tmp_path)})
    done = rotation("check", "p.json", "r.json")
    assert done.returncode == 70
    (line,) = said_without_traceback(done).splitlines()
    log = next(tmp_path.glob("rotation-*.log"))
    assert str(log) in line
    assert "deep inside" in log.read_text()
    assert "deep inside" in rotation("--debug", "check", "p.json", "r.json").stderr


def test_a_reader_that_has_gone_is_no_error(rotation):
    reading = rotation.start("--help")
    reading.stdout.close()
    assert reading.stderr.read() == ""
    reading.stderr.close()
    reading.wait()
