# All commands of the repository. `make` alone lists them.
PYTHON ?= python3
STAGE ?= dev
OUTPUTS ?= .local/outputs.json
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
LOCKS := requirements.txt requirements-dev.txt functions/requirements.txt

.DEFAULT_GOAL := help
.PHONY: help setup up demo soak bench preview page test fault-injection fuzz flash-sale redrive show-order check format lock settings urns pictures clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

# A .venv of a Python that is too old is made again. Otherwise it would stay, whatever PYTHON is.
$(READY): $(LOCKS)
	@echo "==> installing what is missing into $(VENV) (first run only)"
	@$(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
			echo "PYTHON=$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11 or newer is needed:" \
				"name one, for example: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }; \
		$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }; }
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.txt)"
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python \
		-r requirements-dev.txt -r functions/requirements.txt
	@touch $@

# Only the checks of JavaScript need packages from npm. The stage and the page need none.
$(NODE_READY): package.json package-lock.json
	@echo "==> installing the JavaScript linter into node_modules (first run only)"
	@command -v npm >/dev/null || { \
		echo "npm is not installed; on Debian: apt-get install npm" >&2; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

setup: $(READY) ## install everything into .venv

up: $(READY) ## deploy the local stage and serve the shop page until Ctrl-C (PORT=8080)
	@$(BIN)/python -m local up --port $(PORT) --outputs $(OUTPUTS)

demo: $(READY) ## the whole loop without a person: two checkouts, a timeline, a verdict
	@$(BIN)/python -m local demo

soak: $(READY) ## 200 pages come and go while 1,000 events are pushed; none may be lost or doubled
	@$(BIN)/python -m local soak

bench: $(READY) ## compare speeds within one run
	@AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test $(BIN)/python -m benchmarks

preview: $(READY) ## what the program would create (STAGE=prod for another stage, PROJECT=folder)
	@$(BIN)/python -m local preview --stage $(STAGE) $(if $(PROJECT),--project $(PROJECT))

page: $(READY) ## write the shop page as a folder to host (OUT=folder, OUTPUTS=file of a stage on AWS)
	@$(if $(OUT),,$(error say where to: make page OUT=folder))$(BIN)/python -m operations.write_page \
		--outputs $(OUTPUTS) "$(OUT)"

test: $(READY) $(NODE_READY) ## all tests (COVERAGE=1 measures branches; fails below the floor)
	@$(BIN)/python -m pytest $(if $(COVERAGE),--cov --cov-report=term:skip-covered)

fault-injection: $(READY) ## the saga under every fault and every pair of faults
	@$(BIN)/python -m tests.saga

fuzz: $(READY) ## hostile inputs to every handler and to a local stage (SEED=1, CASES=2500)
	@$(BIN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(CASES),--cases $(CASES)) \
		$(if $(PART),--part $(PART)) $(if $(ONLY),--only $(ONLY)) $(if $(CASE),--case $(CASE))

flash-sale: $(READY) ## 500 checkouts for 50 units at once on a local stage
	@$(BIN)/python -m local flash-sale

redrive: $(READY) ## redrive stuck orders (OUTPUTS=file of a stage on AWS, LIST=1 changes nothing)
	@$(BIN)/python -m operations.redrive --outputs $(OUTPUTS) $(if $(LIST),--list)

show-order: $(READY) ## print an order as it is stored (ORDER=id, OUTPUTS=file of a stage on AWS)
	@$(if $(ORDER),,$(error say which order: make show-order ORDER=id))$(BIN)/python -m \
		operations.show_order --outputs $(OUTPUTS) "$(ORDER)"

check: $(READY) $(NODE_READY) ## lint, format, types, import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports
	@node_modules/.bin/biome lint --error-on-warnings client storefront tests

format: $(READY) ## format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(READY) ## lock the functions' dependencies
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate \
		--python-version 3.13 --python-platform aarch64-manylinux2014 \
		functions/requirements.in -o functions/requirements.txt

settings: $(READY) ## write the Args' types, Pulumi.yaml's config and docs/settings.md
	@$(BIN)/python -m tools.write_settings

urns: $(READY) ## write tests/components/urns.txt again (after a rename with its alias)
	@$(BIN)/python -m tools.list_urns

pictures: $(READY) ## draw the pictures in docs/images and the diagram in docs/saga.md
	@$(BIN)/python -m tools.draw_loop
	@$(BIN)/python -m tools.write_saga
	@$(BIN)/python -m tools.take_screenshots

clean: ## remove everything that these commands made
	@rm -rf $(VENV) node_modules .build .local .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
