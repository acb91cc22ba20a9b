"""A site of real processes: the server with its workers and its runner, to be asked over HTTP and to be killed."""

import http.cookiejar
import os
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener, urlopen

from tests.command import run_here
from tests.configured import configured
from tests.conftest import ROOT

PASSWORD = "right horse battery"
READY_SECONDS = 120
BOUNDARY = "----one-week-secretary"


@dataclass
class Site:
    """An installation in a folder of its own; `serve` starts it, `kill` ends every process of it at once.

    One process answers requests, as most tests send one after the other, and a second takes as long again to begin.
    """

    instance: Path
    database: str = "sqlite"
    workers: int = 1
    url: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        beside = self.instance.with_name(f"{self.instance.name}.toml")
        return os.environ | {
            "ROTATION_CONFIG": str(configured(beside, workers=self.workers)),
            "ROTATION_INSTANCE": str(self.instance),
            "ROTATION_DATABASE": self.database,
            "LC_ALL": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *words: str) -> None:
        """Run `rotation` with these words to its end."""
        run_here(*words, environment=self.environment)

    def found(self) -> "Site":
        """A database with one empty district and its planner."""
        self.run("db", "upgrade")
        self.run("district", "add", "qixia", "栖霞区", "--english", "Qixia")
        self.run("user", "add", "planner", "--district", "qixia", "--password", PASSWORD)
        return self

    def serve(self) -> None:
        """Start the server on a free port and wait until it is well."""
        command = [sys.executable, "-m", "rotation.cli", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        said = re.search(r"http://[\d.]+:\d+", self.process.stdout.readline())
        assert said, "the server did not say where it listens"
        self.url = said[0]
        self._wait_until_well()

    def _wait_until_well(self) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.url}/healthz", timeout=READY_SECONDS):
                    return
            except OSError:
                select.select([], [], [], 0.1)
        raise AssertionError(f"{self.url} does not answer")

    def kill(self) -> None:
        """End the server, its workers and its runner without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> None:
        """End the server as an administrator would."""
        self.process.terminate()
        self.process.communicate(timeout=60)


class Visitor:
    """A browser without a window: keeps cookies, and finds the token of a page's form."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path: str) -> str:
        with self.opener.open(self.site.url + path, timeout=READY_SECONDS) as answer:
            return answer.read().decode()

    def post(self, path: str, form: str, **fields: str) -> str:
        """Send the first form that stands on the page `form`, hidden fields and all, to `path`."""
        data = urlencode(hidden(self.get(form)) | fields).encode()
        with self.opener.open(self.site.url + path, data, timeout=READY_SECONDS) as answer:
            return answer.read().decode()

    def upload(self, path: str, file: Path) -> str:
        """Send `file` by the form that stands on the page `path`."""
        page = self.get(path)
        name = re.search(r'type="file"[^>]*name="(\w+)"|name="(\w+)"[^>]*type="file"', page)
        parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}'.encode() for k, v in hidden(page).items()]
        head = f'Content-Disposition: form-data; name="{name[1] or name[2]}"; filename="{file.name}"\r\n\r\n'
        body = b"".join(
            f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in [*parts, head.encode() + file.read_bytes()]
        )
        request = Request(self.site.url + path, body + f"--{BOUNDARY}--\r\n".encode())
        request.add_header("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        with self.opener.open(request, timeout=READY_SECONDS) as answer:
            return answer.read().decode()

    def log_in(self) -> None:
        self.post("/login", "/login", username="planner", password=PASSWORD)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's main part."""
    main = page.partition("<main")[2]
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", main)
    pairs = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in tags)
    return {p["name"]: p.get("value", "") for p in pairs}
