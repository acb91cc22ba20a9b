# Needs python3 (3.11 or later) and make; everything else is installed into .venv.
.PHONY: demo test check bench lock setup clean
PORT ?= 8000
ROTATION = .venv/bin/rotation

setup: .venv/.ready

.venv/bin/uv:
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version)'
	python3 -m venv .venv || { echo "python3 cannot make a virtual environment here (Debian: apt-get install python3-venv)"; exit 1; }
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.ready: pyproject.toml uv.lock $(wildcard web/translations/*/LC_MESSAGES/*.po) | .venv/bin/uv
	UV_PYTHON_DOWNLOADS=never .venv/bin/uv sync --frozen --quiet
	.venv/bin/pybabel --quiet compile --directory web/translations || true
	touch $@

lock: .venv/bin/uv
	.venv/bin/uv lock --no-config --default-index https://pypi.org/simple
