"""The referee, where the environment names it; and time for properties to be tried."""

import importlib.util
import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: these tests are about what is so, not how soon.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def referee():
    """The referee's module, from the folder (or file) that REFEREE names."""
    given = os.environ.get("REFEREE")
    if not given:
        pytest.skip("REFEREE is not given: the referee's folder")
    path = Path(given)
    spec = importlib.util.spec_from_file_location("referee", path / "referee.py" if path.is_dir() else path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
