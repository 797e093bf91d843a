# `make demo` opens the whole system; `make test` sets up and passes all tests. Each verb says what it does: `make help`.
PYTHON ?= python3
BIN := .venv/bin
UV := .tools/bin/uv
UV_VERSION := 0.13.9
export UV_PROJECT_ENVIRONMENT := .venv

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak lock words web clean-kernels

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

setup: .venv/.ready web words ## everything a clean checkout needs, from package registries alone

# uv makes the environment even where Debian's python3 comes without venv; --target works where pip is "externally managed".
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("Ansim needs Python 3.11 or newer, this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m pip --version >/dev/null || { echo "Ansim's setup needs pip: install python3-pip"; exit 1; }
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools uv==$(UV_VERSION)

.venv/.ready: requirements.lock pyproject.toml | $(UV)
	test -x $(BIN)/python || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	ANSIM_SKIP_WEB=1 $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

web: .venv/.ready ## build the visitor app where its sources are newer
	$(BIN)/python hatch_build.py

words: .venv/.ready ## compile the Korean, English, Chinese and Japanese texts
	$(BIN)/python -m ansim.locale.compile

demo: setup ## open the system with invented people and venues
	$(BIN)/ansim demo

check: setup ## style, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python hatch_build.py check

test: setup ## check, then every test
	@$(MAKE) --no-print-directory check
	$(BIN)/python tests/support/system_needs.py
	$(BIN)/python hatch_build.py test
	$(BIN)/pytest

bench: setup ## tables of ratios against named rivals, side by side (FULL=1: the whole province, an hour, 12 GB)
	$(BIN)/python -m benchmarks $(if $(FULL),--full)

soak: setup ## the long runs
	$(BIN)/pytest -m soak --timeout=3600

lock: | $(UV) ## renew requirements.lock from pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --group dev --group bench pyproject.toml -o requirements.lock

clean-kernels: ## forget compiled kernels, after a change in a file that others compile into themselves
	find src tests -name '*.nb[ic]' -delete
