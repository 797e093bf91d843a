# `make demo` opens the whole system; `make test` sets up and passes all tests. Each verb says what it does: `make help`.
PYTHON ?= python3
BIN := .venv/bin
UV := .tools/bin/uv
UV_VERSION := 0.13.9
WORKERS ?= 2
# The order of the tests; a failure that depends on it is met again with the SEED that was printed.
ifndef SEED
export SEED := $(shell date +%Y%j%H%M)
endif
SHUFFLED := --random-order --random-order-seed=$(SEED)
export UV_PROJECT_ENVIRONMENT := .venv
# The system's own certificates, among them those of an inspecting proxy; SSL_CERT_FILE names another bundle.
export UV_SYSTEM_CERTS := 1
CERTIFICATES := $(firstword $(wildcard $(SSL_CERT_FILE) /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem))
ifneq ($(CERTIFICATES),)
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
export PIP_CERT ?= $(CERTIFICATES)
endif

# Bytecode is kept: a container that switches it off would compile 2,000 files for every process, ten seconds of each test.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo dev test night fast one check fmt bench soak pictures lock words words-new web kernels
.PHONY: style contracts types web-check web-tests rules searches

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

setup: .venv/.ready web words kernels ## everything a clean checkout needs, from package registries alone

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

kernels: .venv/.ready ## compile the searches that changed
	@$(BIN)/python tests/support/fresh_kernels.py

demo: setup ## open the system with invented people and venues
	$(BIN)/ansim demo

dev: setup ## the demo while you work: what you change is reloaded, errors are shown
	ANSIM_DEV=1 $(BIN)/ansim demo

check: setup ## style, types, import contracts
	@$(MAKE) --no-print-directory --jobs=$(WORKERS) --output-sync=target types style contracts web-check

types:
	$(BIN)/mypy

web-check:
	$(BIN)/python hatch_build.py check

style:
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	@$(BIN)/djlint --quiet --check --lint src/ansim || { $(BIN)/djlint --check --lint src/ansim; exit 1; }

contracts:
	$(BIN)/lint-imports

fmt: setup ## put everything into the house's form
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format --quiet .
	$(BIN)/djlint --quiet --reformat src/ansim || true
	$(BIN)/python hatch_build.py fmt

fast: setup ## what needs neither PostgreSQL nor a browser nor long: half a minute
	@$(MAKE) --no-print-directory --jobs=$(WORKERS) --output-sync=target rules searches web-tests style contracts

# Two runs side by side, each of which imports its own half: only searches load the compiler.
PURE := -m "not system and not browser and not long" --hypothesis-profile=fast
SEARCHES := tests/property tests/unit/simulation tests/unit/tracing

searches:
	$(BIN)/pytest $(SEARCHES) $(PURE)

rules:
	$(BIN)/pytest tests/unit tests/guard $(SEARCHES:%=--ignore=%) $(PURE)

web-tests:
	$(BIN)/python hatch_build.py test

one: setup ## some tests: make one T=tests/unit/domain, T="tests/system/business -k poster"
	$(BIN)/pytest $(or $(T),$(error say which: make one T=tests/unit/domain))

test: check ## check, then every test, in an order by SEED
	$(BIN)/python tests/support/system_needs.py
	$(BIN)/python hatch_build.py test
	@echo "tests in the order of SEED=$(SEED)"
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder $(SHUFFLED)

night: export ANSIM_NIGHT := 1
night: test ## every test, with all examples where `make test` tries some

bench: setup ## tables of ratios against named rivals, side by side (FULL=1: the whole province, an hour, 12 GB)
	$(BIN)/python -m benchmarks $(if $(FULL),--full)

soak: setup ## a million check-ins over kills of PostgreSQL, gateway and tracer (ANSIM_SOAK=50000: fewer)
	$(BIN)/pytest -m soak --timeout=7200

pictures: setup ## the screenshots of app, console and business portal in docs/
	$(BIN)/python tests/support/system_needs.py
	PYTHONPATH=tests $(BIN)/python tests/browser/screenshots.py
	PYTHONPATH=tests $(BIN)/python tests/browser/console_pictures.py
	PYTHONPATH=tests $(BIN)/python tests/browser/business_pictures.py

words-new: .venv/.ready ## take new texts into the catalogues, to be translated there (needs gettext)
	PYTHONPATH=tests $(BIN)/python -m support.new_words

lock: | $(UV) ## renew requirements.lock from pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --group dev --group bench pyproject.toml -o requirements.lock
