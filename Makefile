# Lianji 联机: open firmware for payment terminals.
#
#   make bench       the virtual counter: a terminal to try in a browser, http://127.0.0.1:8583/
#   make test        builds everything and runs every test, scenarios and browser included
#   make demo        a whole day without a browser: steps here, slips and ledgers in out/demo
#   make storm       every device's storm with STORM=10000 events from SEED=1: an hour or two
#   make scenarios   every scenario by itself, with its evidence in out/scenarios
#                    (bench and scenarios with PCSC=1: a real pcscd beneath the card driver)
#   make build       builds everything but the tests
#   make fuzz        gives the kernel what no card would say, each target for some seconds
#   make size        posd as it is flashed: bytes, libraries, resident memory
#   make benchmark   times what has a budget (docs/architecture.md) and prints it beside that
#   make format      lays the source out (swift format)
#   make lint        complains where it is not laid out so
#   make setup       checks the Swift toolchain, installs missing system packages
#   make clean       removes what was built and what runs left behind (not var/, the bench's books)
#
# Every rule sets the machine up first: that takes no time when all is there.

.DEFAULT_GOAL := help
.PHONY: help setup setup-test build tests bench demo test storm scenarios format lint fuzz size benchmark clean

# One set of options for every debug build: another set would build everything again. A debug
# build is there in half the time of a release build, and a counter with one terminal is as quick
# with it; what `make size` measures is what is flashed.
SWIFT_BUILD := swift build --explicit-target-dependency-import-check error
DEBUG := .build/debug
SOURCES := Sources hal Tests Package.swift

help:
	@sed -n 's/^#   make/make/p' $(firstword $(MAKEFILE_LIST))

setup:
	@.ci/setup

setup-test:
	@.ci/setup test

build: setup
	$(SWIFT_BUILD)

tests: setup-test
	$(SWIFT_BUILD) --build-tests

bench: setup
	$(SWIFT_BUILD) --product posd
	$(SWIFT_BUILD) --product posbench
	$(SWIFT_BUILD) --product EmulatedReader
	$(DEBUG)/posbench serve $(if $(PCSC),--pcsc)

demo: setup
	$(SWIFT_BUILD) --product posd
	$(SWIFT_BUILD) --product posbench
	rm -rf out/demo
	$(DEBUG)/posbench run Tests/Scenarios/whole-day.yaml --out out/demo
	@echo 'Slips, screens, trace and both ledgers: out/demo/whole-day'

# The screenshots that the browser tests take are kept, to be looked at.
test: tests
	LIANJI_SCREENSHOTS=$(CURDIR)/out/screenshots swift test --skip-build

# One after the other: what a process holds can't be counted while others need the machine.
storm: tests
	LIANJI_STORM=$(or $(STORM),10000) LIANJI_SEED=$(or $(SEED),1) \
	  swift test --skip-build --no-parallel --filter '[Ss]torm'

scenarios: setup
	$(SWIFT_BUILD) --product posd
	$(SWIFT_BUILD) --product posbench
	$(SWIFT_BUILD) --product EmulatedReader
	rm -rf out/scenarios
	$(DEBUG)/posbench run Tests/Scenarios/*.yaml --quiet --out out/scenarios $(if $(PCSC),--pcsc)

format: setup
	swift format -i -r $(SOURCES)

lint: setup
	swift format lint --strict -r $(SOURCES)

fuzz: setup
	@.ci/fuzz 3

size: setup
	@.ci/size

benchmark: setup
	@.ci/benchmark

clean:
	rm -rf .build .build-fuzz out
