# Every target is one call of scripts/run.py, which says each step and its time.
# Variables: PORT= HOST= VAR= RESET=1 ONLY= SIZE= PYTHON=

PYTHON ?= python3
RUN = @exec "$(PYTHON)" scripts/run.py

.DEFAULT_GOAL := help
.PHONY: help demo test dev check bench data screenshots format

help:
	@echo "make demo               the demo company at http://localhost:8000 (PORT=, HOST=, VAR=, RESET=1)"
	@echo "make test               checks and all tests (ONLY=tests/path: these tests alone)"
	@echo "make dev                a server that reloads"
	@echo "make check              format, lint, types, migrations, templates, translations"
	@echo "make bench              figures against goals (ONLY=name, SIZE=team|company|group)"
	@echo "make data               a data set (SIZE=team|company|group)"
	@echo "make screenshots        every page, both themes, three widths"

demo test dev check bench data screenshots:
	$(RUN) $@

# Written for the machine: needs one "make check" before.
format:
	@.venv/bin/python -m ruff check --fix-only -q . ; .venv/bin/python -m ruff format -q .
