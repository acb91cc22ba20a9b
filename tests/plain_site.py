"""Behind the server's own workers a site that hardly does anything: it says back what it is sent, or very much."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from rotation.cli.serving import listening
from tests.configured import configured
from tests.conftest import ROOT

MIB = 1024 * 1024
LARGE = 40  # MiB: more than the kernel keeps for who does not read
TELL = "TELL_OF_ENDS"


class Large:
    """Forty MiB; tells when nobody wants them any more."""

    def __iter__(self):
        return (bytes(MIB) for _ in range(LARGE))

    def close(self):
        os.write(int(os.environ[TELL]), b".")


def site(environ, start_response):
    large = environ["PATH_INFO"] == "/large"
    body = environ["wsgi.input"].read() or environ["PATH_INFO"].encode()
    length = LARGE * MIB if large else len(body)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(length))])
    return Large() if large else [body]


@contextmanager
def served(folder, **keys):
    """The port of such a server with these keys of config.toml changed, and where it tells of each `Large` ended."""
    config = configured(folder / "config.toml", **keys)
    ended, tell = os.pipe()
    with listening("127.0.0.1", 0) as listener:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.plain_site:site", "--no-control-socket", "--workers=2",
             "--threads=256", "--worker-class=rotation.cli.receiving.ReceivingWorker",
             f"--bind=fd://{listener.fileno()}", "--log-level=critical"],
            env=os.environ | {"ROTATION_CONFIG": str(config), TELL: str(tell)},
            cwd=ROOT,
            pass_fds=(listener.fileno(), tell),
            start_new_session=True,
        )  # fmt: skip
        try:
            yield listener.getsockname()[1], ended
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            os.close(ended)
            os.close(tell)
