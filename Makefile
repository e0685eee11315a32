# Set up, run and test Civic; `make help` says what there is.

VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.done
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
# Compiled at once, so that each start is quick even where Python may not write.
COMPILED := --compile-bytecode --require-hashes

ASSET_SOURCES := $(shell find static/css static/js static/*.svg civic/assets.py 2>/dev/null)
SOURCES := $(shell find civic migrations -name '*.py' 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard civic/translations/*/LC_MESSAGES/*.po))
# A memory disk makes the tests' databases and browser profiles fast where there is one with room.
FAST := $(shell test "$$(df --output=avail /dev/shm 2>/dev/null | tail -1)" -ge 1000000 2>/dev/null && echo TMPDIR=/dev/shm)

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench lock audit
.DELETE_ON_ERROR:

help: ## Say what there is
	@echo "Civic: civic consultation, from a proposal to the city's answer."
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: $(DONE)/compiled static/build/manifest.json $(CATALOGUES) ## Make ready all that running needs

run: setup ## Serve on http://127.0.0.1:8000 (PORT, HOST), with demonstration data on the first start
	@exec $(BIN)/civic serve --prepare

test: setup $(DONE)/test-dependencies ## Run every test, with a real browser and both databases
	@sh setup/chromium.sh
	@$(FAST) $(BIN)/python -m pytest -n 2 --dist worksteal

check: setup $(DONE)/test-dependencies ## Lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy civic tests wsgi.py $(wildcard bench)
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

format: $(DONE)/test-dependencies ## Put the code into its one format
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

bench: setup $(DONE)/test-dependencies ## Measure, each figure as a ratio within one run
	@$(FAST) $(BIN)/python -m bench

audit: $(DONE)/test-dependencies ## Look for known faults in the dependencies
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

lock: $(DONE)/installer ## Choose the newest dependencies again and lock them by hash
	$(LOCK) --upgrade --group pyproject.toml:setup --output-file requirements-setup.lock
	$(LOCK) --upgrade --group pyproject.toml:node --output-file requirements-node.lock
	$(LOCK) --upgrade -c requirements-setup.lock --output-file requirements.lock pyproject.toml
	$(LOCK) --upgrade -c requirements-setup.lock -c requirements.lock --extra test --extra check \
		--output-file requirements-test.lock pyproject.toml

# Each step leaves a mark and is skipped while the mark is newer than what the step reads.

# Missing also where the system's Python, to which it is a link, has gone.
$(BIN)/python:
	@sh setup/venv.sh $(VENV)

$(DONE)/installer: $(BIN)/python requirements-setup.lock setup/venv.sh setup/python.sh
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	@mkdir -p $(DONE) && touch $@

$(DONE)/dependencies: $(DONE)/installer requirements.lock
	@echo "Installing the locked dependencies"
	@$(INSTALL) $(COMPILED) -r requirements.lock
	@touch $@

$(DONE)/installed: $(DONE)/dependencies pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DONE)/compiled: $(DONE)/installed $(SOURCES)
	@$(BIN)/python -m compileall -q civic migrations
	@touch $@

$(DONE)/test-dependencies: $(DONE)/dependencies requirements-test.lock
	@echo "Installing the locked test dependencies"
	@$(INSTALL) $(COMPILED) -r requirements-test.lock
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc setup/assets.sh | $(DONE)/installer
	@echo "Fetching the locked assets"
	@sh setup/assets.sh $(VENV)
	@touch $@

static/build/manifest.json: node_modules/.package-lock.json $(DONE)/installed $(ASSET_SOURCES)
	@$(BIN)/python -c 'from civic.assets import main; raise SystemExit(main())'
	@$(BIN)/python -m whitenoise.compress --quiet static/build gz json ttf txt woff2
	@touch $@

# The head of a catalogue that babel wrote counts as fuzzy; without --use-fuzzy it would be skipped and the site be English.
%.mo: %.po | $(DONE)/installed
	@$(BIN)/pybabel --quiet compile --use-fuzzy --input-file $< --output-file $@
