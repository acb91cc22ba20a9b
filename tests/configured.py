"""The project's own config.toml with some of its keys changed, for processes that read it themselves."""

from pathlib import Path

from tests.conftest import ROOT


def configured(path: Path, **keys: object) -> Path:
    """Write it to `path`, with these values as TOML writes them; where it is."""
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    named = [next((f"{key} = {keys[key]}" for key in keys if line.startswith(f"{key} = ")), line) for line in lines]
    path.write_text("\n".join(named), encoding="utf-8")
    return path
