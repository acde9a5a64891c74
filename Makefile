# Octavo. The targets set up what is missing and call octavo; they compute nothing themselves.
#
#   make publish   the whole publication, into build/site/
#   make test      the tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OCTAVO := $(BIN)/octavo
LANGUAGES := $(shell sh .ci/languages.sh)

# What a publication needs from Debian, and what only its validation needs.
BUILD_PACKAGES := python3-venv texlive-xetex texlive-latex-extra texlive-fonts-recommended texlive-lang-chinese \
  texlive-lang-french fonts-noto-core fonts-noto-cjk fonts-dejavu-core librsvg2-bin \
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 git
# Only where a language is written from right to left: bidi for TeX.
ifneq ($(shell sh .ci/languages.sh -r),)
BUILD_PACKAGES += texlive-lang-arabic
endif
TEST_PACKAGES := latexmk texlive-lang-arabic default-jre-headless poppler-utils qpdf gettext procps hunspell hunspell-fr mandoc zim-tools
VALIDATE_PACKAGES := $(TEST_PACKAGES) chromium

# The quick tests write thousands of small files: in memory, where there is a file system in memory with 300 MB left.
IN_MEMORY = $(shell df -m /dev/shm 2>/dev/null | awk 'NR > 1 && $$4 > 300 { print "TMPDIR=/dev/shm" }')

.DEFAULT_GOAL := help
.PHONY: help preview publish test quick oldest matrix bench validate html epub pdf update check status reference handbook clean system-packages validate-packages node-or-not $(LANGUAGES) clients

help:  ## show this
	@grep -E '^[a-zA-Z_ -]+:.*?## ' $(MAKEFILE_LIST) | awk -F':.*?## ' '{printf "  make %-16s %s\n", $$1, $$2}'
	@echo "  make $(LANGUAGES)       one language, all formats"

publish: system-packages $(OCTAVO)  ## make the whole publication, into build/site/
	@$(OCTAVO) publish

test: validate-packages $(VENV)/test node-or-not  ## run all tests
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/pytest -n 2 --dist loadfile

validate: validate-packages $(VENV)/test $(VENV)/node  ## run every checker on the editions
	@$(OCTAVO) publish && $(OCTAVO) validate

quick: $(VENV)/test  ## run the tests that take no time, in under 20 seconds
	@$(IN_MEMORY) HYPOTHESIS_PROFILE=quick PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -m "not slow" -n 2 -p no:logging -p no:unraisableexception -p no:threadexception -o tmp_path_retention_count=1

oldest: $(VENV)/test  ## run the quick tests and build small projects with the oldest Sphinx
	@$(BIN)/nox -s "tests(8.2)"

matrix: $(VENV)/test  ## the same with every supported Sphinx whose Python is installed
	@$(BIN)/nox

html epub pdf: system-packages $(OCTAVO)  ## one format, all languages
	@$(OCTAVO) build -f $@

$(LANGUAGES): system-packages $(OCTAVO)
	@$(OCTAVO) build $@

# Not a part of the tests: they install large programs. WEBLATE is the Python of an environment with weblate[postgres].
clients: $(VENV)/test  ## try Poedit, OmegaT and Weblate on the small project
	@sh .ci/packages.sh poedit omegat xvfb xdotool postgresql redis-server git
	@xvfb-run -a $(BIN)/python -m tests.clients.poedit && $(BIN)/python -m tests.clients.omegat
	@if [ -n "$(WEBLATE)" ]; then $(BIN)/python -m tests.clients.weblate $(WEBLATE); else echo "WEBLATE is not set: Weblate was not tried."; fi

bench: system-packages $(VENV)/test  ## measure Octavo beside plain Sphinx, into docs/explanation/performance.md
	@$(BIN)/python bench/speed.py --write docs/explanation/performance.md

update: $(OCTAVO)  ## bring the catalogs up to date with the master
	@$(OCTAVO) update

preview: $(OCTAVO)  ## translate in the pages, in the browser
	@$(OCTAVO) preview $(wordlist 2,99,$(LANGUAGES))

check: $(OCTAVO)  ## look for mistakes in the catalogs
	@$(OCTAVO) check

status: $(OCTAVO)  ## show how far each translation is
	@$(OCTAVO) status

reference: $(OCTAVO)  ## write the man page and the references of commands and checks
	@$(BIN)/python -m docs.generate.commands && $(BIN)/python -m docs.generate.checks

handbook: $(VENV)/test  ## make the handbook, into docs/build/editions/en/
	@cd docs && ../$(OCTAVO) build

clean:  ## remove what was made, but not the publication
	@if [ -x $(OCTAVO) ]; then $(OCTAVO) clean; else rm -rf build; fi

system-packages:
	@sh .ci/packages.sh $(BUILD_PACKAGES)

# Without npm's registry the tests run all the same; those of Ace, axe, Nu, OPDS and prose are skipped then.
node-or-not: $(VENV)/test
	@$(MAKE) --no-print-directory $(VENV)/node || echo "npm packages are missing: Ace, axe, Nu, OPDS and the prose check are not run." >&2

validate-packages:
	@sh .ci/packages.sh $(BUILD_PACKAGES) $(VALIDATE_PACKAGES)

$(OCTAVO): pyproject.toml requirements.txt
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing. Run: apt-get install python3-venv" >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test: $(OCTAVO) requirements-test.txt requirements-cluster.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

$(VENV)/node: $(VENV)/test package.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --ignore-scripts --no-audit --no-fund --no-package-lock
	@touch $@
