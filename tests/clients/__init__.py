"""Calendar clients that are no Python: installed where Node is, by `npm ci` from the lock file beside this."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
LOCK = HERE / "package-lock.json"


def judged(calendar: bytes) -> dict[str, Any]:
    """What ical.js and node-ical understand of a calendar: by library, by UID."""
    install()
    done = subprocess.run(
        ["node", str(HERE / "judge.mjs")],
        input=calendar,
        capture_output=True,
        check=False,
        timeout=60,
        env={"TZ": "America/New_York", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def install() -> None:
    """Install the clients once; a test is skipped, with the reason, where that cannot be."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node on this machine (Debian: apt-get install nodejs npm)")
    with (HERE / ".install.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        stamp = MODULES / ".installed"
        if stamp.exists() and stamp.read_bytes() == LOCK.read_bytes():
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, check=False, timeout=300)
        if done.returncode:
            pytest.skip(f"npm ci: {done.stderr.decode()[-300:]}")
        shutil.copy(LOCK, stamp)
