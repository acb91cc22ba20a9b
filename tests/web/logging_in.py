"""How the tests of logins log in, and within which limits."""

from dataclasses import replace

from rotation.settings import load
from tests.conftest import ROOT
from tests.web.conftest import PASSWORD

LIMITS = replace(load(ROOT / "config.toml").login, tries=3, wait_minutes=15, hours=12)


def log_in(client, username="planner", password=PASSWORD, onward=""):
    return client.post("/login" + onward, data={"username": username, "password": password})
