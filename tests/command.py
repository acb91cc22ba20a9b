"""The command `rotation` as people run it: a process of its own, in a folder of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rotation import cli
from tests.conftest import ROOT

ROTATION = Path(sys.executable).with_name("rotation")
LONGEST_SECONDS = 300


@dataclass(frozen=True)
class Command:
    """Runs the command with an instance folder; `language` is a locale, `more` further environment."""

    folder: Path
    language: str = "C.UTF-8"
    database: str = "sqlite"
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "LC_ALL": self.language,
            "ROTATION_INSTANCE": str(self.instance),
            "ROTATION_DATABASE": self.database,
            "ROTATION_CONFIG": str(ROOT / "config.toml"),
            "TMPDIR": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "",  # many processes: compiling everything anew in each takes minutes
            **self.more,
        }

    def __call__(self, *arguments, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(
            [ROTATION, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )

    def start(self, *arguments) -> "subprocess.Popen[str]":
        """Start it, and go on."""
        return subprocess.Popen(
            [ROTATION, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def said_without_traceback(done: "subprocess.CompletedProcess[str]") -> str:
    """What was said on standard error; never a traceback."""
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr


@dataclass(frozen=True)
class Said:
    """How a command ended within the test's own process."""

    returncode: int
    stdout: str
    stderr: str


def run_here(*arguments, environment: Mapping[str, str]) -> None:
    """Run the command in the test's own process, where what it leaves behind is all that counts."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["rotation", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert not ended.value.code


@dataclass(frozen=True)
class Within:
    """Runs the command in the test's own process: far quicker, where no process is the point."""

    folder: Path
    patch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[str]

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    def __call__(self, *arguments, typed: str = "") -> Said:
        self.patch.setenv("ROTATION_INSTANCE", str(self.instance))
        self.patch.setenv("ROTATION_CONFIG", str(ROOT / "config.toml"))
        self.patch.delenv("ROTATION_DATABASE", raising=False)
        self.patch.chdir(self.folder)
        self.patch.setattr(sys, "argv", ["rotation", *map(str, arguments)])
        self.patch.setattr(sys, "stdin", io.StringIO(typed))
        self.captured.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Said(int(ended.value.code or 0), *self.captured.readouterr())
