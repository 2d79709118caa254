# Every target works on a fresh machine that has Python 3.11 or newer and, for the tests, Node.
# `make PYTHON=python3.13 VENV=.venv-3.13 test` picks the interpreter, in an environment of its own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Further options of pip for the environment, `--no-compile` where it is not kept.
PIPFLAGS :=

# The order of tests is that of tests/conftest.py: what takes long begins first.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder
RUFF := $(BIN)/ruff

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SANITIZE := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer

.PHONY: help env native native-sanitized native-fuzz generate check docs test nightly selfcheck update bench bench-growth bench-wire fuzz pin spec-history site lint format typecheck wheel clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

native: $(READY) ## build the native core and install it into .venv, where there is a compiler
	@if command -v "$${CC:-cc}" >/dev/null; then $(BIN)/python -m pip install --quiet ./native; \
		else echo "make: no C compiler (CC, or cc): packages do without the native core" >&2; fi

native-sanitized: $(READY) ## hold the core to Python under AddressSanitizer; ARGS='--count 20000'
	mkdir -p build/sanitized
	cp -r native/realtime_codegen_native build/sanitized
	$${CC:-cc} $(SANITIZE) -std=c11 -Wall -Wextra -shared -fPIC \
		-I"$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')" \
		native/src/*.c -o build/sanitized/realtime_codegen_native/_core.so
	PYTHONPATH=build/sanitized PYTHONMALLOC=malloc ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 \
		LD_PRELOAD="$$($${CC:-cc} -print-file-name=libasan.so) $$($${CC:-cc} -print-file-name=libubsan.so)" \
		$(BIN)/python -m tests.tools.native $(ARGS)

native-fuzz: $(READY) ## have libFuzzer (clang) try the core for an hour, and keep what is of use; SECONDS=60
	$(BIN)/python -m tests.tools.native_fuzz fuzz --seconds $(or $(SECONDS),3600)

generate: $(READY) ## write generated/ from the pinned spec, as realtime-codegen.toml says
	$(BIN)/realtime-codegen

check: $(READY) ## fail with a diff if generated/ is not what the spec gives
	$(BIN)/realtime-codegen --check

docs: generate ## the same as generate, which writes the documentation too

test: $(READY) ## run the tests; ARGS='-k union' narrows them
	$(PYTEST) $(ARGS)

selfcheck: ## try generated/ with PYTHON alone, which needs no environment (PYTHON=python3.14t)
	$(PYTHON) -X dev -W error tests/tools/selfcheck.py

nightly: $(VENV)/.site ## run all tests, those that take minutes too
	$(PYTEST) --slow --nightly $(ARGS)

update: $(READY) ## run the tests and rewrite the expected files; read the diff afterwards
	$(PYTEST) --update $(ARGS)

bench: $(READY) ## measure the tool against its peers; ARGS='--no-peer' leaves them out
	$(BIN)/python benchmarks/generate.py $(ARGS)

bench-growth: $(READY) ## measure how the time for a message grows; ARGS='--write' updates docs/growth.md
	$(BIN)/python -m benchmarks.growth $(ARGS)

bench-wire: $(READY) ## measure the generated package against its peers; ARGS='--write' updates docs/performance.*
	$(BIN)/python -m benchmarks.wire $(ARGS)

fuzz: $(READY) ## hold the GA package against json on messages that went wrong; ARGS='--count 1000'
	$(BIN)/python -m tests.tools.fuzzing $(ARGS)

pin: $(READY) ## write the pinned GA declarations from the package that ORIGIN.toml names; comments stay
	$(BIN)/python -m tests.tools.pin_spec

spec-history: $(READY) ## write docs/spec-history.md from every published version
	$(BIN)/python -m tests.tools.spec_history

# The theme tells of its end, which is not ours to mend in each run.
site: $(VENV)/.site ## make the site in build/site/html from docs/ and the generated reference
	$(BIN)/python -m tests.tools.site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --config-file website/mkdocs.yml

$(VENV)/.site: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[site]'
	@touch $@

lint: $(READY) ## check style and format
	$(RUFF) check
	$(RUFF) format --check

format: $(READY) ## mend style and format
	$(RUFF) check --fix
	$(RUFF) format

typecheck: $(READY) ## mypy --strict on the tool, its tests and its benchmarks
	$(BIN)/mypy

wheel: $(READY) ## build the source distribution and the wheel in dist/
	$(BIN)/python -m build --outdir dist

clean: ## remove everything that was built, the environment included
	rm -rf $(VENV) build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

env: $(READY) ## make the environment in .venv (the other targets do it by themselves)

# The link gives the folder codegen/ its import name where type checkers look (mypy_path).
$(READY): pyproject.toml setup.py constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: $(PYTHON) is not Python 3.11 or newer; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet $(PIPFLAGS) --constraint constraints.txt --editable '.[dev]'
	mkdir -p $(VENV)/src && ln -sfn ../../codegen $(VENV)/src/realtime_codegen
	@touch $@
