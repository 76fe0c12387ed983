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
WITHOUT_DEFAULT := PROJECT RECORD AGAINST BASE HEAD FULL PEAK ORDERS CONNECTS OUT ORDER LIST COVERAGE \
	SEED CASES PART ONLY CASE CONFIRM TOKEN USER_ID ORIGIN BUYER TYPE DATA MARKER FILE OLDER
$(foreach name,$(WITHOUT_DEFAULT),$(call option,$(name),))
OPTIONS := STAGE OUTPUTS PORT $(WITHOUT_DEFAULT)
unexport $(OPTIONS)
# What the command line says is taken as it is written: make would run a $(shell ...) in it.
given = $(if $(filter command environment,$(origin $(1))),$(value $(1)),$($(1)))
# An option as one word of the shell, whatever is in it: JSON has quotes, and may have several lines.
define newline


endef
export newline
quoted = '$(subst $(newline),'"$$newline"',$(subst ','\'',$(call given,$(1))))'
# A command's own option, where it is given: $(call passed,--buyer,BUYER)
passed = $(if $(call given,$(2)),$(1) $(call quoted,$(2)))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
INSTALLED := from importlib.util import find_spec; import sys; sys.exit(not find_spec("pytest"))
# uv leaves a package's modules uncompiled, and a function's process on the local stage compiles for
# itself, each time. What few processes load would take most of the time to compile.
SELDOM_LOADED := /(pulumi_aws|moto|mypy|mypyc|debugpy|selenium|schemathesis|pip|setuptools|pygments)/
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# Starts a module as python -m does, and stops it in order on Ctrl-C. With exec, or the shell in between
# would be killed by Ctrl-C, and make would say so after a command that has stopped in order.
# Where env can do it (GNU), Ctrl-C waits for the moment in which Python can hear it.
RUN = exec $(shell env --block-signal=INT true 2>/dev/null && echo env --block-signal=INT) \
	$(BIN)/python -S tools/run.py
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

# What stands behind make and no command reads is refused: a command that does not hear OUTPUT=prod.json
# would work on the local stage. Besides the options, the installers and the AWS SDK may be told things.
ALSO_TAKEN := $(HEARD) AWS_% %_PROXY %_proxy SSL_CERT_% NO_COLOR SHELL
on_command_line = $(filter command,$(firstword $(origin $(1))))
UNKNOWN := $(firstword $(foreach name,$(.VARIABLES),$(if $(call on_command_line,$(name)),$(filter-out \
	$(OPTIONS) $(ALSO_TAKEN),$(name)))))
near = $(shell awk -f tools/near_option.awk '$(subst ','\'',$(UNKNOWN))' $(OPTIONS))
$(if $(UNKNOWN),$(error no command knows the option $(UNKNOWN)$(if $(near),; did you mean $(near)?,. The \
	options are $(OPTIONS))))
OF_A_STAGE := preview policy plan pulumi-preview pulumi-up drift
$(if $(call on_command_line,STAGE),$(if $(filter $(OF_A_STAGE),$(MAKECMDGOALS)),,$(error STAGE= is for these \
	commands: $(OF_A_STAGE). OUTPUTS= names the stage to work on by its outputs)))

.DEFAULT_GOAL := help
.PHONY: help setup demo up \
	preview policy plan review \
	token push \
	page verify redrive show-order forget-user \
	pulumi-preview pulumi-up drift release comment \
	check test test-client lint-workflows fault-injection fuzz flash-sale soak bench \
	format lock settings types schema provider-rules policies unit-counts simulate urns upgrade-baseline pictures clean

# A .venv of a Python that is too old is made again. Otherwise it would stay, whatever PYTHON is. So is
# one without an installer: Ctrl-C came while it was made.
$(READY): $(LOCKS)
	@echo "==> installing what is missing into $(VENV) (first run only)" >&2
	@{ $(BIN)/python -c '$(NEW_ENOUGH)' && \
		{ $(BIN)/python -m uv --version || $(BIN)/python -m pip --version; }; } >/dev/null 2>&1 || { \
		$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
			echo "PYTHON=$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11 or newer is needed:" \
				"name one, for example: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }; \
		echo "    making $(VENV)" >&2; \
		trap 'rm -rf $(VENV); echo stopped >&2; exit 130' INT TERM HUP; \
		said=$$($(PYTHON) -m venv --clear $(VENV) 2>&1) || { \
			rm -rf $(VENV); echo "$$said" >&2; exit 1; }; }
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || { \
		echo "    installing uv, which installs the rest" >&2; \
		said=$$($(BIN)/python -m pip install --quiet --no-user --disable-pip-version-check \
			"$$(grep '^uv==' requirements.txt)" 2>&1) || { $(FAILED); }; }
	@$(BIN)/python -m uv --version >/dev/null || { \
		echo "pip installed uv somewhere else: look for target or prefix in: pip config list" >&2; exit 1; }
	@echo "    installing the packages, which takes a minute the first time" >&2
	@said=$$($(BIN)/python -m uv pip install --quiet --python $(BIN)/python \
		-r requirements-dev.txt -r functions/requirements.txt 2>&1) || { $(FAILED); }
	@$(BIN)/python -c '$(INSTALLED)' || { \
		echo "uv installed the packages somewhere else: look for target or prefix under [pip] in" \
			"~/.config/uv/uv.toml, or run: make $(MAKECMDGOALS) UV_NO_CONFIG=1" >&2; exit 1; }
	@$(BIN)/python -m compileall -qq -j 0 -x '$(SELDOM_LOADED)' $(VENV)/lib || true
	@touch $@

# Only the checks and tests of JavaScript need packages from npm. The stage and the page need none.
$(NODE_READY): package.json package-lock.json client/package.json
	@echo "==> installing the checks and tests of JavaScript into node_modules (first run only)" >&2
	@command -v npm >/dev/null || { \
		echo "npm is not installed; on Debian: apt-get install npm" >&2; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error --location=project --global=false --include=dev \
		--include=optional --bin-links --dry-run=false
	@node_modules/.bin/biome --version >/dev/null && node_modules/.bin/tsc --version >/dev/null || { \
		echo "npm did not install what this machine needs: look at npm config list" >&2; exit 1; }
	@touch $@

##@ Try it

help: ## this list; make alone prints it, too
	@awk -f tools/list_commands.awk Makefile Makefile

setup: $(READY) ## install everything into .venv; each command does it when it is missing
	@echo "Ready. Next: make demo, or make up"

demo: $(READY) ## the whole loop without a person: two checkouts, a timeline, a verdict
	@$(RUN) local demo

## PORT=8080       port of the shop page
## ORIGIN=http://localhost:5173   let a page of yours use the stage, too
## OUTPUTS=file    where to write the stage's outputs
up: $(READY) ## deploy the local stage and serve the shop page until Ctrl-C
	@$(RUN) local up --port $(call quoted,PORT) --outputs $(call quoted,OUTPUTS) \
		$(call passed,--origin,ORIGIN)

##@ Look at a stage before it exists

## STAGE=dev       the stage: dev, staging, prod, local
## PROJECT=folder  another program
## RECORD=file     write what it registers
## AGAINST=file    say what changes since that record
preview: $(READY) ## what the program would create, and what AWS would refuse
	@$(RUN) local preview --stage $(call quoted,STAGE) $(call passed,--project,PROJECT) \
		$(call passed,--record,RECORD) $(call passed,--against,AGAINST)

## STAGE=prod      only this stage; all stages without it
## PROJECT=folder  another program
policy: $(READY) ## what the rules of the policies say of each stage
	@$(RUN) local policy $(if $(call on_command_line,STAGE),$(call passed,--stage,STAGE)) \
		$(call passed,--project,PROJECT)

## PEAK=1000000    connections at the peak
## ORDERS=number   a day; ten for each connection without it
## CONNECTS=number a second; a page stays for ten minutes without it
## STAGE=dev       whose settings are in force
## OUT=folder      where the picture goes; docs/planning without it
plan: $(READY) ## the quotas and the money that a load needs, beside other ways
	@$(if $(call given,PEAK),,$(error say for how many connections: make plan PEAK=1000000))$(RUN) planning \
		--peak $(call quoted,PEAK) --stage $(call quoted,STAGE) $(call passed,--orders,ORDERS) \
		$(call passed,--connects,CONNECTS) $(call passed,--out,OUT)

## BASE=main       the branch that the change goes into
## HEAD=commit     the commit with the change; this branch without it
## PROJECT=folder  a program of yours in a git repository of its own
## OUT=file        write it there, too
## FULL=1          cut nothing: a comment on GitHub has a limit
review: $(READY) ## what a change would create, replace, permit and cost, for a comment
	@$(if $(call given,BASE),,$(error say what to compare with: make review BASE=main))$(RUN) review \
		--base $(call quoted,BASE) $(call passed,--head,HEAD) $(call passed,--project,PROJECT) \
		$(call passed,--out,OUT) $(if $(call given,FULL),--full)

##@ Write a page for it

## BUYER=email     which one; the first when it is left out
## from another folder, without make's own lines: make -s -C folder token
token: $(READY) ## print an access token of a demo buyer of the running local stage
	@$(RUN) operations.print_token --outputs $(call quoted,OUTPUTS) $(call passed,--buyer,BUYER)

## BUYER=email     to whom; the first demo buyer when it is left out
## USER_ID=id      to whom on a stage on AWS: the sub of the user's tokens
## TYPE=hello.world              the event's type
## DATA='{"text":"hello"}'       its data, as JSON
push: $(READY) ## push one event to a buyer of a stage
	@$(RUN) operations.push_event --outputs $(call quoted,OUTPUTS) $(call passed,--buyer,BUYER) \
		$(call passed,--type,TYPE) $(call passed,--user-id,USER_ID) \
		$(call passed,--confirm,CONFIRM) $(call passed,--data,DATA)

##@ Operate a stage

## OUT=folder      where to
page: $(READY) ## write the shop page as a folder to host
	@$(if $(call given,OUT),,$(error say where to: make page OUT=folder))$(RUN) operations.write_page \
		--outputs $(call quoted,OUTPUTS) $(call quoted,OUT)

## TOKEN=file      a buyer's access token, for a stage with an own issuer
verify: $(READY) ## prove a deployed stage: two orders, their outcomes, a lost line
	@$(RUN) operations.verify --outputs $(call quoted,OUTPUTS) $(call passed,--confirm,CONFIRM) \
		$(call passed,--token,TOKEN)

## LIST=1          list them, change nothing
## ORDER=id        only this order
redrive: $(READY) ## redrive stuck orders
	@$(RUN) operations.redrive --outputs $(call quoted,OUTPUTS) $(if $(call given,LIST),--list) \
		$(call passed,--order,ORDER)

## ORDER=id        which one
show-order: $(READY) ## print an order as it is stored
	@$(if $(call given,ORDER),,$(error say which order: make show-order ORDER=id))$(RUN) \
		operations.show_order --outputs $(call quoted,OUTPUTS) $(call quoted,ORDER)

## USER_ID=id      the sub of the user's tokens
## LIST=1          list what is held, change nothing
forget-user: $(READY) ## erase what is held of one user
	@$(if $(call given,USER_ID),,$(error say whose: make forget-user USER_ID=id))$(RUN) operations.forget_user \
		--outputs $(call quoted,OUTPUTS) $(if $(call given,LIST),--list) \
		$(call passed,--confirm,CONFIRM) $(call quoted,USER_ID)

##@ Promote a stage on AWS

## STAGE=dev       which one; its stack must be there
## OUT=file        write the Markdown there, too
pulumi-preview: $(READY) ## what pulumi up would do to a stage, by the Pulumi CLI
	@$(RUN) tools.delivery.preview --stage $(call quoted,STAGE) $(call passed,--out,OUT)

## STAGE=dev       which one; it has to be named
## OUT=file        where its outputs go; .local/<stage>.json without it
## OLDER=1         from a commit older than the deployed one
pulumi-up: $(READY) ## deploy a stage without a question, and write its outputs
	@$(if $(call on_command_line,STAGE),,$(error say which stage: make pulumi-up STAGE=dev))$(RUN) \
		tools.delivery.up --stage $(call quoted,STAGE) $(call passed,--out,OUT) \
		$(call passed,--confirm,CONFIRM) $(if $(call given,OLDER),--older)

## STAGE=dev       which one; its stack must be there
## OUT=file        write the Markdown there, too
drift: $(READY) ## whether a stage on AWS is what its program says
	@$(RUN) tools.delivery.drift --stage $(call quoted,STAGE) $(call passed,--out,OUT)

## OUT=folder      where to; a new one
release: $(READY) ## write the files of the release that HEAD is tagged as
	@$(if $(call given,OUT),,$(error say where to: make release OUT=dist))$(RUN) tools.delivery.release \
		$(call quoted,OUT)

## FILE=file       the Markdown
## MARKER=name     the comment that it takes the place of
comment: ## post a file as the one comment of a pull request; a workflow's
	@$(if $(and $(call given,FILE),$(call given,MARKER)),,$(error say what and as which comment: make \
		comment FILE=review.md MARKER=realtime-review))$(PYTHON) -m tools.delivery.comment \
		$(call quoted,MARKER) $(call quoted,FILE)

##@ Check a change

check: $(READY) $(NODE_READY) ## lint, format, types, import directions
	@$(RUN) tools.check

## COVERAGE=1      measure branches; fail below the floor
test: $(READY) $(NODE_READY) ## all tests
	@$(BIN)/python -m pytest $(if $(call given,COVERAGE),--cov --cov-report=term:skip-covered --durations=15)

test-client: $(NODE_READY) ## the client's own tests, by the Node.js on the PATH
	@node --test tests/client/*.test.mjs

lint-workflows: ## actionlint on .github/workflows; needs Go, which builds it
	@command -v go >/dev/null || { echo "Go is not installed; it builds actionlint: https://go.dev/doc/install" >&2; exit 1; }
	@go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 -shellcheck= -pyflakes=

fault-injection: $(READY) ## the saga under every fault and every pair of faults
	@$(RUN) tests.saga

## SEED=1 CASES=2500   other inputs, and how many for each handler
## PART= ONLY= CASE=   one part, handler or input, as a failure names them
fuzz: $(READY) ## hostile inputs to every handler and to a local stage
	@$(RUN) tests.fuzz $(call passed,--seed,SEED) $(call passed,--cases,CASES) \
		$(call passed,--part,PART) $(call passed,--only,ONLY) $(call passed,--case,CASE)

flash-sale: $(READY) ## 500 checkouts for 50 units at once on a local stage
	@$(RUN) local flash-sale

soak: $(READY) ## 200 pages come and go amid 1,000 events; none may be lost or doubled
	@$(RUN) local soak

## ONLY=fan-out     one figure; the others keep what they had
bench: $(READY) ## measure what the design is worth, against what one would use instead
	@$(RUN) benchmarks $(call passed,--only,ONLY)

##@ Maintain

format: $(READY) ## format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(READY) ## lock the dependencies of the functions and of the policy pack
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate \
		--python-version 3.13 --python-platform aarch64-manylinux2014 \
		functions/requirements.in -o functions/requirements.txt
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate \
		--python-version 3.11 --universal policy/requirements.in -o policy/requirements.txt

settings: $(READY) ## write the Args' types, Pulumi.yaml's config and docs/settings.md
	@$(RUN) tools.write_settings

schema: $(READY) ## write components/schema.json: the package, for other languages
	@$(RUN) tools.write_schema

types: $(READY) $(NODE_READY) ## write client/types, what TypeScript knows of the client
	@$(RUN) tools.write_client_types

provider-rules: $(READY) ## write docs/provider-rules.md, the table of the AWS provider's own rules
	@$(RUN) tools.write_provider_rules

policies: $(READY) ## write docs/policies.md: our rules, and what became of others'
	@$(RUN) tools.write_policies

unit-counts: $(READY) ## count again what an order and a page take, for make plan and docs/costs.md
	@$(BIN)/python -m tests.costs --write
	@$(RUN) tools.write_costs

simulate: $(READY) $(NODE_READY) ## simulate reconnect storms again, for docs/reconnect-storms.md
	@$(RUN) planning.simulation

urns: $(READY) ## write tests/components/urns.txt again (after a rename with its alias)
	@$(RUN) tools.list_urns

upgrade-baseline: $(READY) ## record what the next version must not replace (at a release)
	@$(RUN) tools.upgrade_baseline

pictures: $(READY) ## draw the pictures in docs/images and the diagram in docs/saga.md
	@$(RUN) tools.draw_loop
	@$(RUN) tools.write_saga
	@$(RUN) tools.take_screenshots
	@$(RUN) tools.take_review_picture

clean: ## remove everything that these commands made
	@rm -rf $(VENV) node_modules .build .local .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
