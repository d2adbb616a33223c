# The newcomer's commands: `make demo` scores a call, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo test lint wheel docs messages clean

setup: $(VENV)/ready

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

demo: setup
	$(BIN)/callcheck score corpora/calls/shirking.txt --exit-zero

test: setup
	$(BIN)/python -m pytest

lint: setup
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

wheel: setup
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps -w dist .

docs: setup
	$(BIN)/callcheck rules docs --output docs/rules
	$(BIN)/callcheck rules schema > docs/pack.schema.json
	$(BIN)/callcheck rules schema --profile > docs/profile.schema.json

# Bring the catalogues of messages up to date; it says how many want a translation.
messages: setup
	$(BIN)/python tests/catalogues.py

clean:
	rm -rf $(VENV) build dist
