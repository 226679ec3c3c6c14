# Two commands do everything: `make run` (the main job) and `make test`. Each sets itself up on a machine that has
# only Python >= 3.11 and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PAPER  ?= examples/sample-paper.pdf
PAPERS ?= examples/sample-paper.pdf
OUT    ?= site

.PHONY: run test check lint types format demo bench bench-startup bench-evidence bench-by-hand bench-extract bench-figures bench-pipeline publish-check real-llm clean

run: $(READY)  ## summarize PAPER (an arXiv id, a URL or a PDF on disk) and print the note
	@$(BIN)/digest summarize "$(PAPER)" $(ARGS)

test: $(READY)  ## the whole test suite
	$(BIN)/python -m pytest -n 2 -q $(ARGS)

check: lint types test  ## everything CI checks

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "digest needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) (once) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev >&2
	@touch $@

demo: $(READY)  ## a weekly digest against a loopback arXiv, and sites of it for Hugo and Zensical with every shape, into OUT
	$(BIN)/python -m tests.demo --out "$(OUT)" $(ARGS)

bench: bench-startup bench-evidence bench-by-hand bench-extract bench-pipeline  ## the benchmarks, each printing a table and a line of JSON

bench-startup: $(READY)
	$(BIN)/python bench/startup.py

bench-evidence: $(READY)
	$(BIN)/python bench/evidence.py $(ARGS)

bench-by-hand: $(READY)
	$(BIN)/python bench/evidence_by_hand.py $(ARGS)

bench-extract: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement bench/requirements.txt >&2
	$(BIN)/python -m bench.extract $(ARGS)

bench-pipeline: $(READY)
	$(BIN)/python -m bench.pipeline $(ARGS)

bench-figures: $(READY)
	$(BIN)/python bench/figures.py $(ARGS)

publish-check: $(READY)  ## our pages through the real site builders, which are installed into .cache/publish
	$(BIN)/python -m bench.publish_check $(ARGS)

real-llm: $(READY)  ## notes by a real model on loopback: GGUF=model.gguf PAPERS="a.pdf b.pdf"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check xllamacpp >&2
	$(BIN)/python bench/real_llm.py --gguf "$(GGUF)" $(PAPERS) $(ARGS)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
