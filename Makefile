# Short names for the common commands. What they do stands in CMakePresets.json, tools/ and tests/run.
BUILD_TESTS ?= off
SOURCES = $$(git ls-files '*.h' '*.cc')
.NOTPARALLEL:
.PHONY: help build build-debug build-fuzz demo test test-all fuzz bench format lint lint-fast clean setup-build setup-test

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

build: setup-build ## build the program: build/release/assay (BUILD_TESTS=on: with the unit tests)
	cmake --preset release -D ASSAY_TESTS=$(BUILD_TESTS)
	cmake --build build/release

demo: build ## install what is missing, build, make the demo shop in build/demo and run it
	build/release/assay demo --into build/demo

build-debug: setup-build
	cmake --preset debug
	cmake --build build/debug

test: setup-test lint-fast build build-debug ## unit tests (address and undefined-behaviour sanitizers), then the fast command-line tests
	tests/run --unit build/debug fast

# FAST_DONE=1: `make test` has just run; only the rest is run, and counted on top.
ifndef FAST_DONE
test-all: test
endif
test-all: setup-test build-fuzz ## make test, then the slower suites: every other folder of tests/
	tests/run --continue slow

build-fuzz:
	@tools/setup build fuzz
	cmake --preset fuzz
	cmake --build build/fuzz --target fuzzers

fuzz: build build-fuzz ## feed the parsers of outside bytes with inputs gone wrong (FUZZ_SECONDS=20 each, FUZZ_RUNS=20000)
	tests/run fuzz

bench: build ## run the benchmarks: every executable bench/*.sh and bench/*.py
	@tools/setup bench
	@set -e; for file in bench/*.sh bench/*.py; do if [ -x "$$file" ]; then echo "== $$file"; "$$file"; fi; done

format: ## lay out the C++ files as .clang-format says
	@tools/setup lint
	clang-format-19 -i $(SOURCES)

# A compile command a file, which the other presets do not have; nothing is built for it.
lint: lint-fast ## check layers, tree, layout and, with clang-tidy, the code (most of an hour on two cores)
	@tools/setup lint
	clang-format-19 --dry-run -Werror $(SOURCES)
	cmake --preset lint
	run-clang-tidy-19 -quiet -p build/lint $(TIDY_OPTIONS) "$(CURDIR)/(src|demo)/.*\.cc"

lint-fast: setup-test ## the checks that need seconds: include ranks, tree hygiene
	tools/check_layers
	tools/check_tree

clean: ## remove build/; what tools/setup installed stays
	rm -rf build

setup-build:
	@tools/setup build

setup-test:
	@tools/setup build test
