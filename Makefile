# Barid. `make` shows what there is; CI and pre-commit run the same targets.
.DEFAULT_GOAL := help
.PHONY: help run test unit check fmt docs bench fuzz clean
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Installed again when the dependencies change, and only then.
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(RUN_READY) ## Broker, Redis, worker and the sample stream on this machine; shows its alerts
	$(BIN)/barid up --once

test: $(DEV_READY) ## All tests, with a real Kafka and a real Redis
	$(BIN)/pytest -q

unit: $(DEV_READY) ## The tests that need no service; seconds
	$(BIN)/pytest -q -m "not kafka and not redis and not slow"

check: $(DEV_READY) ## Format, lint, types, lexicons
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/barid check

fmt: $(DEV_READY) ## Format, and mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DEV_READY) ## Write the generated files: schemas, docs/{settings,topics,metrics}.md
	$(BIN)/python -m schemas.jsonschema
	$(BIN)/python -m streams rules schema > schemas/json/rules.v1.json
	$(BIN)/python -c "from streams import asyncapi; print(asyncapi.text(), end='')" > schemas/asyncapi.yaml
	$(BIN)/python -c "from streams import settings; print(settings.markdown(), end='')" > docs/settings.md
	$(BIN)/python -c "from streams import topics; print(topics.markdown(), end='')" > docs/topics.md
	$(BIN)/python -c "from streams import metrics; print(metrics.markdown(), end='')" > docs/metrics.md

bench: $(DEV_READY) ## CPU per article of each stage and of the stream; prints figures
	$(BIN)/python -m tests.bench

fuzz: $(DEV_READY) ## 100,000 mutated pages through every stage; ten minutes
	$(BIN)/python -m tests.fuzz --pages 100000

clean: ## Remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info build

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[embedded]'
	@touch $@

$(DEV_READY): pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(RUN_READY)
