"""What every answer carries, and how secrets are kept."""

import json
import multiprocessing
import re
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask_security.core import _default_config
from flask_security.utils import hash_password

from rotation.errors import SettingsError
from web import create_app
from web.accounts import hashing
from web.keys import keys

ADDRESSES = ["/", "/login", "/nowhere", "/healthz", "/robots.txt", "/planner/", "/static/site.css"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_keeps_the_browser_on_our_side(client, address):
    with client.get(address) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("address", ["/", "/login", "/nowhere"])
def test_pages_hold_no_inline_script_or_style(client, address):
    page = client.get(address).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page)
    assert "<style" not in page


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    for answer in (client.get("/login"), client.get("/login?lang=en")):
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie


def test_behind_https_cookies_stay_there_and_browsers_are_told_to(settings, sqlite_url):
    site = replace(settings.site, public_url="https://rotation.example")
    app = create_app(replace(settings, site=site, store=replace(settings.store, url=sqlite_url)))
    answer = app.test_client().get("/login", base_url="https://rotation.example")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_secrets_are_made_once_and_readable_by_nobody_else(tmp_path):
    made = keys(tmp_path / "instance")
    path = tmp_path / "instance" / "secrets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys(tmp_path / "instance") == made
    assert len(made.session) >= 40
    assert made.session != made.passwords
    assert [file.name for file in path.parent.iterdir()] == ["secrets.json"]


def test_processes_that_start_at_once_share_their_secrets(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        made = pool.map(keys, [tmp_path] * 16)
    assert len(set(made)) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"session": "x"}', '{"session": "", "passwords": ""}'])
def test_broken_secrets_stop_the_start_and_are_never_replaced(tmp_path, text):
    path = tmp_path / "secrets.json"
    path.write_text(text)
    with pytest.raises(SettingsError, match="backup"):
        keys(tmp_path)
    assert path.read_text() == text


def test_secrets_are_json_that_a_backup_can_hold(tmp_path):
    keys(tmp_path)
    assert set(json.loads((tmp_path / "secrets.json").read_text())) == {"session", "passwords"}


def test_passwords_are_hashed_so_that_guessing_is_dear(app, monkeypatch):
    monkeypatch.setitem(_default_config, "PASSWORD_HASH_PASSLIB_OPTIONS", {})  # other tests have it cheap
    with create_app(app.extensions["settings"]).app_context():
        assert hash_password("right horse battery").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_of_many_who_guess_at_once_a_few_are_looked_at(monkeypatch):
    """Each look takes 64 MiB, and nobody needs a login to ask for one."""
    turns, looked = threading.BoundedSemaphore(hashing.AT_ONCE), []

    def look(*_said):
        assert turns.acquire(blocking=False)
        time.sleep(0)  # let others in, if they can
        turns.release()
        return bool(looked.append(1))

    monkeypatch.setattr(hashing, "hash_password", look)
    monkeypatch.setattr(hashing, "verify_password", look)
    with ThreadPoolExecutor(8) as many:
        assert not any(many.map(hashing.fits, ["x"] * 40, [None, "kept"] * 20))
    assert len(looked) == 40
