# `make serve` and `make test` are all a newcomer needs: on a machine with python3 (3.11 or newer) they fetch the rest themselves.

# The system's own Python, where it is new enough: distributions build it optimised, version managers may not.
PYTHON ?= $(firstword $(shell for python in /usr/bin/python3 python3; do \
	$$python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python; done) python3)
HOST ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2

bin := .venv/bin
manage := $(bin)/python manage.py
apt := $(if $(filter 0,$(shell id -u)),,sudo -n) env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=120

# has: one of these programs is here.  install: Debian's package, where we may; else one line that names it.
has = for program in $(1); do command -v "$$program" && break; done | grep -q .
install = { echo "Installing $(1) ..." && mkdir -p var \
	&& { $(apt) update && $(apt) install --no-install-recommends $(1); } >var/install.log 2>&1 \
	|| { echo "Please install $(1) and try again (what went wrong: var/install.log)"; exit 1; }; }

# Trips run apart from the rest: Playwright's event loop stays in the process and would disturb the other tests.
# What does not touch the database's own ways (stemming, drawing ...) runs on SQLite only: time is for the rest.
define suite
$(1) $(bin)/pytest -n $(JOBS) -m "$(2)"
$(1) $(bin)/pytest -n $(JOBS) -m "$(3)"
endef

.SILENT:
.NOTPARALLEL:
.PHONY: help serve test test-sqlite test-postgres bench lint format messages environment clean chromium postgresql gettext
unexport VIRTUAL_ENV
# Everything here is development. Production brings its own settings: docs/deploy.md.
export DEBUG = 1

help:  ## this list
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

serve: .venv/.runtime  ## the portal with its founding archive at http://127.0.0.1:8000 (HOST=... PORT=... DEMO_PASSWORD=...)
	$(bin)/python -c 'import socket; socket.create_server(("$(HOST)", $(PORT)))' 2>/dev/null \
		|| { echo "Cannot listen on $(HOST):$(PORT). If something else does, choose another port: make serve PORT=8001"; exit 1; }
	echo "Preparing the database ..."
	$(manage) migrate --verbosity 0
	$(manage) createcachetable
	echo "Loading the founding archive ..."
	$(manage) load_archive
	$(manage) demo_staff
	$(manage) load_example
	echo "Starting the worker and the server at http://$(HOST):$(PORT) (Ctrl-C stops both) ..."
	trap 'kill $$worker $$server; wait; exit 0' INT TERM HUP; \
	$(manage) worker & worker=$$!; \
	$(manage) runserver $(HOST):$(PORT) & server=$$!; \
	wait $$server; status=$$?; kill $$worker; wait; exit $$status

test: gettext chromium postgresql lint test-sqlite test-postgres  ## everything: style, imports, both databases, trips in a browser

lint: .venv/.dev  ## style, import contracts, settings, migrations
	echo "Checking style ..."
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/djhtml --tabwidth 2 --check templates
	echo "Checking who imports whom ..."
	$(bin)/lint-imports --no-logo
	echo "Checking settings and migrations ..."
	$(manage) check
	DATABASE_URL=sqlite://:memory: $(manage) makemigrations --check --dry-run

test-sqlite: chromium  ## tests and trips on SQLite
	echo "Testing on SQLite ..."
	$(call suite,env -u DATABASE_URL,not browser,browser)

test-postgres: chromium postgresql  ## tests and trips on a PostgreSQL of their own
	echo "Testing on PostgreSQL ..."
	$(call suite,$(bin)/python tests/postgres.py,not browser and not once,browser and not once)

bench: chromium postgresql  ## what pages cost, next to an empty view (bench/README.md; BENCH="--sizes 2000 --databases sqlite")
	$(bin)/python -m bench.bench $(BENCH)

format: .venv/.dev  ## mend the style
	$(bin)/ruff check --fix-only
	$(bin)/ruff format
	$(bin)/djhtml --tabwidth 2 templates

messages: .venv/.dev gettext  ## collect and compile the interface texts in Kazakh and Russian
	$(manage) makemessages --locale kk --locale ru --ignore var --ignore tests --no-obsolete --no-wrap --add-location file
	$(manage) compilemessages --ignore .venv

environment: .venv/.runtime  ## only the environment in .venv, as production needs it

clean:  ## forget the environment and caches; var/ with its data stays
	rm -rf .venv .tools .pytest_cache .ruff_cache .import_linter_cache

# The environment comes from uv.lock alone; the stamps let a second run start at once.
.venv/.runtime .venv/.dev: uv.lock | .tools/bin/uv
	echo "Creating the environment (about half a minute) ..."
	UV_PYTHON_DOWNLOADS=never .tools/bin/uv sync --quiet --frozen --inexact $(if $(filter %.runtime,$@),--no-dev) \
		--python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	touch .venv/.runtime $@

.tools/bin/uv:
	$(PYTHON) -m pip --version >/dev/null 2>&1 || $(call install,python3-pip)
	echo "Fetching uv, which creates the environment ..."
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --target .tools 'uv>=0.9,<1'

# What tests and translators need from Debian.
chromium: .venv/.dev
	$(call has,$$CHROMIUM chromium chromium-browser google-chrome) || $(call install,chromium)
	$(bin)/playwright --version >/dev/null 2>&1 || $(call install,libatomic1)
postgresql:
	$(call has,initdb /usr/lib/postgresql/*/bin/initdb) || $(call install,postgresql)
gettext:
	$(call has,msgfmt) || $(call install,gettext)
