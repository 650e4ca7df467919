# Everything happens in .venv; nothing else on the machine is touched.
#
#   make demo     install, build the sample collection, ask a question
#   make serve    the same, then the chat on http://127.0.0.1:7860
#   make test     install, then lint, types and the whole test suite
#   make bench    the benchmarks; writes BENCHMARKS.md
#   make stress   the long runs: crashes, corruption, fuzzing
#
# TORCH_INDEX=<address of a package index> is where pip may look for PyTorch's CPU build (see the README).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH_INDEX ?=
TORCH := $(shell sed -n 's/^ *"torch==\([0-9.]*\)",/\1/p' pyproject.toml)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --progress-bar off
INDEX := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
QUESTION ?= How many Labour MPs defied the whip over the SNP amendment?

.PHONY: demo serve test bench stress install lint clean

install: $(VENV)/installed
lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/torch:
	@echo "Making $(VENV) and installing PyTorch $(TORCH) ..."
	@$(PYTHON) -m venv $(VENV)
	@# the CPU build where pip can find one; plain PyTorch (on Linux: with CUDA) where it cannot
	@$(PIP) $(INDEX) "torch==$(TORCH)+cpu" 2>/dev/null || $(PIP) "torch==$(TORCH)"
	@touch $@

$(VENV)/installed: $(VENV)/torch pyproject.toml
	@echo "Installing On Record ..."
	@$(PIP) $(INDEX) -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/torch pyproject.toml
	@echo "Installing On Record and what its tests need ..."
	@$(PIP) $(INDEX) -e ".[dev]"
	@touch $@ $(VENV)/installed

demo: install
	@$(BIN)/onrecord ingest index/sample/articles -c .venv/demo
	@echo
	@echo "$$ onrecord ask \"$(QUESTION)\""
	@$(BIN)/onrecord ask "$(QUESTION)" -c .venv/demo
	@echo
	@echo "The chat: make serve (or .venv/bin/python app.py), then open http://127.0.0.1:7860"

serve: install
	@$(BIN)/python app.py

test: $(VENV)/installed-dev lint
	$(BIN)/python -m pytest -m "not stress"

bench: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks

stress: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m stress

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
