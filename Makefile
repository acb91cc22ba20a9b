# Needs python3 (3.11 or later) and make; everything else is installed into .venv.
.PHONY: setup demo test check types bench bench-full lock words

PORT ?= 8000
BIN = .venv/bin
CATALOGUES = $(wildcard web/translations/*/LC_MESSAGES/messages.po)
# What is compiled once serves the many processes after it, whatever the environment says.
export PYTHONDONTWRITEBYTECODE =

setup: .venv/.ready .venv/.compiled

# Loads the Qixia sample, solves, publishes, and serves it on http://127.0.0.1:8000
demo: setup
	$(BIN)/rotation demo --port $(PORT)

# Every test that this machine can run; what is skipped is said at the end.
test: setup
	$(BIN)/pytest --numprocesses 2 --dist worksteal

# What continuous integration asks: lint, and then types and tests beside each other.
check: .venv/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(MAKE) --no-print-directory --jobs 2 types test

types: .venv/.ready
	$(BIN)/mypy

# Side by side with the peers: REFEREE=folder PEERS=folder make bench (at most 20 minutes; bench-full the rest)
bench: setup
	$(BIN)/python -m tests.benchmarks

bench-full: setup
	$(BIN)/python -m tests.benchmarks --full

# Brings the catalogue of translations up to what the code says; new sentences stand in it untranslated.
words: setup
	mkdir -p build
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k _l -k N_ --no-location --sort-output --no-wrap -o build/messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date -i build/messages.pot -d web/translations

# The lock file may name no registry but the public default.
lock: $(BIN)/uv
	$(BIN)/uv lock --system-certs --no-config --default-index https://pypi.org/simple

$(BIN)/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version)'
	@python3 -m venv .venv || { echo "python3 cannot make a virtual environment (on Debian: apt-get install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.ready: pyproject.toml uv.lock $(CATALOGUES) | $(BIN)/uv
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --system-certs --frozen --compile-bytecode --quiet
	$(BIN)/pybabel --quiet compile --directory web/translations
	touch $@

# The solver's search is compiled now, so that no planner's first solve spends its time on it.
.venv/.compiled: $(wildcard solver/*.py solver/*/*.py) | .venv/.ready
	$(BIN)/python -c 'import solver; solver.get_ready()'
	touch $@
