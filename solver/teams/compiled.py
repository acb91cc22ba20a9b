"""Functions compiled to machine code at their first call, and kept on disk for the next start.

Numba keeps compiled functions by the age of the file that they stand in, not of those that they call: so each
state of the solver's source has a folder of its own.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

__all__ = ["compiled", "compiled_for"]

KERNELS = ("compiled", "sheet", "partners", "seating", "deltas", "legal", "tally", "evening", "picks", "moves", "sides")
"""The files with compiled functions."""

Function = TypeVar("Function", bound=Callable[..., object])


def _fingerprint() -> str:
    source = hashlib.sha256(numba.__version__.encode())
    for name in KERNELS:
        source.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return source.hexdigest()[:16]


def _homes() -> list[Path]:
    named = os.environ.get("XDG_CACHE_HOME")
    own = [Path(named)] if named else [Path.home() / ".cache"] if "HOME" in os.environ else []
    return [*own, Path(tempfile.gettempdir()) / f"cache-{os.getuid()}"]


def _folder() -> Path | None:
    """A folder that only this user can write to (what lies in it is run), or None where there is none."""
    for home in _homes():
        folder = home / "one-week-secretary" / _fingerprint()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            about = folder.stat()
        except OSError:
            continue
        if about.st_uid == os.getuid() and not about.st_mode & 0o022 and os.access(folder, os.W_OK):
            return folder
    return None


_KEPT_IN = _folder()
if _KEPT_IN is not None:
    numba.config.CACHE_DIR = str(_KEPT_IN)  # type: ignore[attr-defined]

_OPTIONS: dict[str, Any] = {"nogil": True, "cache": _KEPT_IN is not None, "error_model": "numpy", "_nrt": False}


def compiled(function: Function) -> Function:
    """The function in machine code; it lets other threads run meanwhile.

    Without Numba's counting of references: a kernel makes no arrays, and the counting took nine tenths of its time.
    """
    kernel: Function = numba.njit(**_OPTIONS)(function)
    return kernel


def compiled_for(signature: str) -> Callable[[Function], Function]:
    """The same, for these types only: else each constant that it is called with has it compiled anew."""

    def decorate(function: Function) -> Function:
        kernel: Function = numba.njit(signature, **_OPTIONS)(function)  # type: ignore[assignment]
        return kernel

    return decorate
