# All commands of the repository. `make` alone lists them.
PYTHON ?= python3
# The commands' options and their defaults. They come from make's own command line: make up PORT=8090.
# A variable of the same name in a person's shell is not read, and a command that has this option
# says so.
option = $(eval $(1) = $(if $(filter environment,$(origin $(1))),$$(warning $(1) of your shell is \
	not read. Write it behind make: make $(MAKECMDGOALS) $(1)=...))$(2))
$(call option,STAGE,dev)
$(call option,OUTPUTS,.local/outputs.json)
$(call option,PORT,8080)
WITHOUT_DEFAULT := PROJECT RECORD AGAINST OUT ORDER LIST COVERAGE SEED CASES PART ONLY CASE CONFIRM TOKEN \
	USER_ID
$(foreach name,$(WITHOUT_DEFAULT),$(call option,$(name),))
unexport STAGE OUTPUTS PORT $(WITHOUT_DEFAULT)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
INSTALLED := from importlib.util import find_spec; import sys; sys.exit(not find_spec("pytest"))
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# Starts a module as python -m does, and stops it in order on Ctrl-C.
RUN := $(BIN)/python -S tools/run.py
# What an installer said, and then what to do about it.
FAILED = echo "$$said" >&2; case "$$said" in \
	*"Failed to fetch"*|*"Could not find a version"*) echo "The package index does not answer: check" \
		"the network, or name a proxy by HTTPS_PROXY, or an index of yours by PIP_INDEX_URL (for pip)" \
		"and UV_DEFAULT_INDEX (for uv)." >&2 ;; \
	*" wheel"*|*"Failed to build"*) echo "A package has no wheel for this machine and its Python: use a" \
		"Python that has one, for example: make $(MAKECMDGOALS) PYTHON=python3.12" >&2 ;; \
	esac; exit 1
LOCKS := requirements.txt requirements-dev.txt functions/requirements.txt

# What a person's shell tells every Python, every test run or every installer, but these commands
# must not hear: PYTHONSAFEPATH=1 hides our modules, PIP_USER=1 installs elsewhere. Where packages
# come from and how they are reached (an index, a proxy, a certificate) stays the person's choice.
HEARD := PYTHON PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONUTF8 PYTHONIOENCODING \
	PYTHON_KEYRING_BACKEND \
	UV_CACHE_DIR UV_CONFIG_FILE UV_NO_CONFIG UV_NO_CACHE UV_OFFLINE UV_LINK_MODE \
	UV_DEFAULT_INDEX UV_INDEX% UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_NO_INDEX UV_INSECURE_HOST \
	UV_KEYRING_PROVIDER UV_CREDENTIALS_DIR UV_S3_% UV_GCS_% UV_AZURE_% UV_PREVIEW_FEATURES \
	UV_NATIVE_TLS UV_SYSTEM_CERTS UV_HTTP% UV_REQUEST_TIMEOUT UV_CONCURRENT% \
	PIP_CONFIG_FILE PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_NO_INDEX \
	PIP_TRUSTED_HOST PIP_CERT PIP_CLIENT_CERT PIP_PROXY PIP_TIMEOUT PIP_DEFAULT_TIMEOUT PIP_RETRIES \
	PIP_CACHE_DIR PIP_NO_CACHE_DIR PIP_KEYRING_PROVIDER PIP_NO_INPUT PIP_USE_FEATURE \
	PIP_USE_DEPRECATED
unexport $(filter-out $(HEARD),$(filter PYTHON% UV_% PIP_%,$(.VARIABLES))) \
	$(filter PYTEST_% COVERAGE_% HYPOTHESIS_% MYPY% RUFF_% BIOME_% POWERTOOLS_% GRPC_%,$(.VARIABLES)) GREP_OPTIONS CDPATH

.DEFAULT_GOAL := help
.PHONY: help setup up demo soak bench preview page test fault-injection fuzz flash-sale redrive show-order verify forget-user check format lock settings provider-rules schema urns upgrade-baseline pictures clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

# A .venv of a Python that is too old is made again. Otherwise it would stay, whatever PYTHON is. So is
# one without an installer: Ctrl-C came while it was made.
$(READY): $(LOCKS)
	@echo "==> installing what is missing into $(VENV) (first run only)" >&2
	@{ $(BIN)/python -c '$(NEW_ENOUGH)' && \
		{ $(BIN)/python -m uv --version || $(BIN)/python -m pip --version; }; } >/dev/null 2>&1 || { \
		$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
			echo "PYTHON=$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11 or newer is needed:" \
				"name one, for example: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }; \
		trap 'rm -rf $(VENV); exit 130' INT TERM HUP; \
		$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }; }
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || \
		said=$$($(BIN)/python -m pip install --quiet --no-user --disable-pip-version-check \
			"$$(grep '^uv==' requirements.txt)" 2>&1) || { $(FAILED); }
	@$(BIN)/python -m uv --version >/dev/null || { \
		echo "pip installed uv somewhere else: look for target or prefix in: pip config list" >&2; exit 1; }
	@said=$$($(BIN)/python -m uv pip install --quiet --python $(BIN)/python \
		-r requirements-dev.txt -r functions/requirements.txt 2>&1) || { $(FAILED); }
	@$(BIN)/python -c '$(INSTALLED)' || { \
		echo "uv installed the packages somewhere else: look for target or prefix under [pip] in" \
			"~/.config/uv/uv.toml, or run: make $(MAKECMDGOALS) UV_NO_CONFIG=1" >&2; exit 1; }
	@touch $@

# Only the checks of JavaScript need packages from npm. The stage and the page need none.
$(NODE_READY): package.json package-lock.json
	@echo "==> installing the JavaScript linter into node_modules (first run only)" >&2
	@command -v npm >/dev/null || { \
		echo "npm is not installed; on Debian: apt-get install npm" >&2; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error --location=project --global=false --include=dev \
		--include=optional --bin-links --dry-run=false
	@node_modules/.bin/biome --version >/dev/null || { \
		echo "npm did not install the linter for this machine: look at npm config list" >&2; exit 1; }
	@touch $@

setup: $(READY) ## install everything into .venv

up: $(READY) ## deploy the local stage and serve the shop page until Ctrl-C (PORT=8080)
	@$(RUN) local up --port $(PORT) --outputs "$(OUTPUTS)"

demo: $(READY) ## the whole loop without a person: two checkouts, a timeline, a verdict
	@$(RUN) local demo

soak: $(READY) ## 200 pages come and go while 1,000 events are pushed; none may be lost or doubled
	@$(RUN) local soak

bench: $(READY) ## compare speeds within one run
	@$(RUN) benchmarks

preview: $(READY) ## what the program would create (STAGE=prod, PROJECT=folder, RECORD=file, AGAINST=file)
	@$(RUN) local preview --stage $(STAGE) $(if $(PROJECT),--project "$(PROJECT)") \
		$(if $(RECORD),--record "$(RECORD)") $(if $(AGAINST),--against "$(AGAINST)")

page: $(READY) ## write the shop page as a folder to host (OUT=folder, OUTPUTS=file of a stage on AWS)
	@$(if $(OUT),,$(error say where to: make page OUT=folder))$(RUN) operations.write_page \
		--outputs "$(OUTPUTS)" "$(OUT)"

test: $(READY) $(NODE_READY) ## all tests (COVERAGE=1 measures branches; fails below the floor)
	@$(BIN)/python -m pytest $(if $(COVERAGE),--cov --cov-report=term:skip-covered)

fault-injection: $(READY) ## the saga under every fault and every pair of faults
	@$(RUN) tests.saga

fuzz: $(READY) ## hostile inputs to every handler and to a local stage (SEED=1, CASES=2500)
	@$(RUN) tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(CASES),--cases $(CASES)) \
		$(if $(PART),--part $(PART)) $(if $(ONLY),--only $(ONLY)) $(if $(CASE),--case $(CASE))

flash-sale: $(READY) ## 500 checkouts for 50 units at once on a local stage
	@$(RUN) local flash-sale

redrive: $(READY) ## redrive stuck orders (OUTPUTS=file of a stage on AWS, LIST=1 changes nothing, ORDER=id)
	@$(RUN) operations.redrive --outputs "$(OUTPUTS)" $(if $(LIST),--list) \
		$(if $(ORDER),--order "$(ORDER)")

show-order: $(READY) ## print an order as it is stored (ORDER=id, OUTPUTS=file of a stage on AWS)
	@$(if $(ORDER),,$(error say which order: make show-order ORDER=id))$(RUN) operations.show_order \
		--outputs "$(OUTPUTS)" "$(ORDER)"

verify: $(READY) ## prove a deployed stage (OUTPUTS=file of a stage on AWS, CONFIRM=stage if protected, TOKEN=file)
	@$(RUN) operations.verify --outputs "$(OUTPUTS)" $(if $(CONFIRM),--confirm "$(CONFIRM)") \
		$(if $(TOKEN),--token "$(TOKEN)")

forget-user: $(READY) ## erase what is held of one user (USER_ID=id, OUTPUTS=file, LIST=1 changes nothing, CONFIRM=stage)
	@$(if $(USER_ID),,$(error say whose: make forget-user USER_ID=id))$(RUN) operations.forget_user \
		--outputs "$(OUTPUTS)" $(if $(LIST),--list) $(if $(CONFIRM),--confirm "$(CONFIRM)") "$(USER_ID)"

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
	@$(RUN) tools.write_settings

schema: $(READY) ## write components/schema.json, what the package is to programs in other languages
	@$(RUN) tools.write_schema

provider-rules: $(READY) ## write docs/provider-rules.md, the table of the AWS provider's own rules
	@$(RUN) tools.write_provider_rules

urns: $(READY) ## write tests/components/urns.txt again (after a rename with its alias)
	@$(RUN) tools.list_urns

upgrade-baseline: $(READY) ## record what the next version must not replace (when a version is released)
	@$(RUN) tools.upgrade_baseline

pictures: $(READY) ## draw the pictures in docs/images and the diagram in docs/saga.md
	@$(RUN) tools.draw_loop
	@$(RUN) tools.write_saga
	@$(RUN) tools.take_screenshots

clean: ## remove everything that these commands made
	@rm -rf $(VENV) node_modules .build .local .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
