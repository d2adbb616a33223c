# The newcomer's commands: `make demo` scores a call, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo test lint wheel docs clues messages clean

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

# Learn the clues of the packs tone, complaint, deferral and waiting anew (corpora/README.md).
CALLS := corpora/labelled corpora/shared
LEARN := $(BIN)/python -m callcheck.learn
clues: setup
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check -e '.[learn]'
	$(LEARN) ../shared/labelled corpora/labelled --lines corpora/lines/?.jsonl \
	    --innocent ../shared/real/dialogues.jsonl --examples default --output rules/tone.yaml
	$(LEARN) $(CALLS) --act complaint --by customer --lines corpora/lines/complaint.jsonl \
	    --before --beside 0.5 --clues 6000 --pack complaint --name 不满 --title 不满：客户在抱怨 --output rules/complaint.yaml
	$(LEARN) $(CALLS) --act defers --lines corpora/lines/defers.jsonl \
	    --before --beside 0.5 --clues 6000 --pack deferral --name 推后 --title 推后：客服把答复留到以后 --output rules/deferral.yaml
	$(LEARN) $(CALLS) --act wait \
	    --before --beside 0.5 --clues 2000 --pack waiting --name 等候 --title 等候：客服让客户在电话上等 --output rules/waiting.yaml

# Bring the catalogues of messages up to date; it says how many want a translation.
messages: setup
	$(BIN)/python tests/catalogues.py

clean:
	rm -rf $(VENV) build dist
