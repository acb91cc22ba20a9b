"""`rotation demo`: the sample is made once, kept apart from data of others, and found where it is served."""

import json
import os
from dataclasses import replace
from functools import partial

import pytest

from rotation import demo
from rotation.cli import demo_logins
from rotation.cli.demo import be_found_at
from rotation.district.members import Member
from rotation.district.weeks import this_week
from rotation.roster.rosters import Line, Roster, Status, add_lines
from rotation.settings import load
from rotation.store import writing
from tests.command import Within

EVERYBODY = ["planner", "administrator", "member", "troubleshooter", "committee", "township", "district", "official"]


@pytest.fixture
def rotation(tmp_path, monkeypatch, capsys):
    return Within(tmp_path, monkeypatch, capsys)


def listed(rotation):
    return {line.split()[0] for line in rotation("user", "list").stdout.splitlines()}


def test_the_whole_sample_is_made_once_and_reused(rotation, monkeypatch):
    monkeypatch.setattr(demo, "play", partial(demo.play, weeks=3))
    made = rotation("demo", "--no-serve", "--seconds", 2)
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("is published") == 2
    assert "field record" in made.stdout
    logins = json.loads((rotation.instance / "demo-logins.json").read_text())
    assert [login["role"] for login in logins] == EVERYBODY
    assert all(login.keys() >= {"role", "username", "password"} for login in logins)
    assert [login["role"] for login in logins if "card" in login] == ["member", "troubleshooter"]
    assert listed(rotation) == {login["username"] for login in logins}
    assert (rotation.instance / "demo-logins.json").stat().st_mode & 0o077 == 0
    again = rotation("demo", "--no-serve", "--seconds", 2)
    assert again.returncode == 0
    assert "importing" not in again.stdout
    assert "field record" not in again.stdout
    assert again.stdout.count("is published") == 1
    assert json.loads((rotation.instance / "demo-logins.json").read_text()) == logins


def test_the_sample_keeps_away_from_data_of_others(rotation):
    assert rotation("db", "upgrade").returncode == 0
    assert rotation("district", "add", "ours", "ours").returncode == 0
    for arguments in (["--no-serve"], ["--no-serve", "--fresh"]):
        done = rotation("demo", *arguments)
        assert done.returncode == 1
        assert "ROTATION_INSTANCE" in done.stderr
    assert rotation("district", "list").stdout.startswith("ours")


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost:8080"),
        ("http://[::1]:8000", "http://[::1]:8080"),
        ("https://qixia.example", "https://qixia.example"),
    ],
)
def test_links_name_the_port_that_is_served_on_unless_the_site_has_a_name(settings, monkeypatch, known, found):
    monkeypatch.setenv("ROTATION_PUBLIC_URL", known)
    be_found_at(8080, replace(settings, site=replace(settings.site, public_url=known)))
    assert os.environ["ROTATION_PUBLIC_URL"] == found
    assert load(settings.folder / "config.toml").site.public_url == found


def test_around_holidays_a_login_is_that_of_whoever_serves_next(session, district):
    codes = ("m01", "m02", "m03")
    with writing(session):
        made = Roster(district_id=district.id, number=1, version=1, start=this_week() + -1, weeks=5, problem="{}")
        session.add_all([made, *(Member(district_id=district.id, code=code, name=code) for code in codes)])
        session.flush()
        weeks = (this_week() + number for number in (-1, 3, 2))
        add_lines(session, made, [Line(week, "v01", code) for week, code in zip(weeks, codes, strict=True)])
        made.status = Status.PUBLISHED
    assert demo_logins._serving(session, district.id) == {"v01": "m03"}
