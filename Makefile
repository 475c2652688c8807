# Everything runs in .venv, made from pinned versions (constraints.txt); a second run finds it made.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt

.PHONY: help demo test test-browser docs docs-catalogue editors man transcripts check format lint types walls rules wheel fuzz conform bench bench-rules bench-start bench-guide bench-refdata clean

help:
	@echo "make demo    set up and lint the samples"
	@echo "make test    set up and run the tests"
	@echo "make test-browser  the HTML report in headless Chromium"
	@echo "make man     write the manual page anew, after a change to commands or options"
	@echo "make docs    build the documentation into build/site; a broken link fails it"
	@echo "make transcripts  write what the tool prints now into README.md and docs"
	@echo "make check   everything that a change must pass"
	@echo "make fuzz    run the property tests with new random examples, and rules with changed tokens"
	@echo "make conform compare structure checking with pyx12, over 22,000 damaged files"
	@echo "make bench   measure (never a test)"
	@echo "make bench-start  measure how long the command line takes to begin"
	@echo "make bench-guide  measure structure checking alone, beside pyx12"
	@echo "make bench-refdata  measure the reference store: importing, looking up, linting"

.venv/made: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cleanclaim needs Python 3.11 or later")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

demo: .venv/made
	@$(BIN)/cleanclaim lint --output full --fail-on never samples

# On every core; worksteal keeps the tests of a file together, which share what is dear to make.
test: .venv/made
	$(BIN)/pytest --numprocesses auto --dist worksteal

# Needs Chromium; a test that lacks it is skipped with its reason.
test-browser: .venv/made
	$(BIN)/pip install --quiet --editable '.[browser]'
	$(BIN)/pytest tests/browser -rs

# The manual page, from the commands; a test holds it current.
man: .venv/made
	$(BIN)/python -m cleanclaim.cli.man > docs/man/cleanclaim.1

# Needs zensical, which says what is wrong with a link.
docs: .venv/made
	$(BIN)/pip install --quiet --editable '.[docs]'
	$(BIN)/python -m tests.site

# What the tool prints now, into the pages and README.md, and as the picture of a terminal; read the diff.
transcripts: .venv/made
	CLEANCLAIM_REFDATA=none.sqlite $(BIN)/python -m tests.test_readme
	-$(BIN)/pytest --force-regen tests/test_docs_pages.py tests/test_docs_rule_language.py tests/test_hooks.py
	$(BIN)/python -m tests.site.picture

check: format lint types walls docs test rules wheel

format: .venv/made
	$(BIN)/ruff format --check

lint: .venv/made
	$(BIN)/ruff check

types: .venv/made
	$(BIN)/mypy

walls: .venv/made
	$(BIN)/lint-imports

rules: .venv/made
	$(BIN)/cleanclaim rules format --check rules
	$(BIN)/cleanclaim rules check --proof
	$(BIN)/cleanclaim rules test

wheel: .venv/made
	sh tests/wheel.sh

fuzz: .venv/made
	$(BIN)/pytest --hypothesis-profile hunt -m hypothesis
	$(BIN)/python -m tests.fuzz_rules --count 100000 --seed 1

# The same in short is in `make test`; MUTANTS and SEED choose others.
conform: .venv/made
	$(BIN)/python -m tests.conform $(MUTANTS) $(SEED)

bench: .venv/made
	$(BIN)/python tests/bench.py

bench-rules: .venv/made
	$(BIN)/python tests/bench_rules.py

bench-start: .venv/made
	$(BIN)/python tests/bench_start.py

bench-guide: .venv/made
	$(BIN)/python -m tests.bench_guide

bench-refdata: .venv/made
	$(BIN)/python -m tests.bench_refdata

# Colours of editors, from the words of the rule language.
editors: .venv/made
	$(BIN)/python -m tests.editor_grammars

# What is checked and what is not, from docs/catalogue.csv.
docs-catalogue: .venv/made
	$(BIN)/python -m tests.catalogue_page

clean:
	rm -rf .venv dist build
