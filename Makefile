# make demo: our own IED, the C examples compiled against include/: the model as a tree, and every service.
# make test: every test. make bench: figures beside the genuine client and a bare socket. make scale: 1 to 10 000 connections.
# make bench-counts: instructions, allocations and system calls beside those that benches/counts.json keeps.
# make server-matrix: requests and client services on our server and the genuine one, answers compared.
# make matrix: each client service on four servers, our outcome beside the genuine client's.
# make hostile, fuzz, torture, soak: peers that attack, octets of all kinds, a system that fails, and time. make models, model-mutants, tsan: threads. make deny, sbom: dependencies.

CARGO  ?= cargo
PYTHON ?= python3
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
PEERS  := $(TARGET)/peers
LIB    := $(TARGET)/release/libiec61850.so
CMAKE  := $(shell command -v cmake || echo $(PEERS)/cmake/bin/cmake)
CTEST  := $(shell command -v ctest || echo $(PEERS)/cmake/bin/ctest)

# the scheduler of the models is to be fast
SHUTTLE := $(foreach crate,shuttle shuttle-engine shuttle-std shuttle-schedulers,--config profile.test.package.$(crate).opt-level=3)

.PHONY: all lib demo test lint test-rust test-ctypes test-behaviour test-c test-asan test-server test-bench test-fuzz test-torture matrix server-matrix bench scale bench-counts models model-mutants tsan hostile fuzz torture soak deny sbom peers peers-genuine clean

all: lib

lib:
	$(CARGO) build --release

peers:
	@ctests/peers/install.sh

peers-genuine:
	@ctests/peers/install.sh genuine

demo: lib
	@$(PYTHON) ctests/demo.py

test: lint lib peers test-rust models tsan test-c test-asan test-torture hostile soak test-behaviour test-server test-ctypes test-bench test-fuzz
	@echo "make test: all passed"

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings

test-rust:
	$(CARGO) test

# how threads hand over to each other, in many orders of events; MODEL_TURNS=100000 for more of them
models:
	RUSTFLAGS="--cfg shuttle" CARGO_TARGET_DIR=$(TARGET)/models $(CARGO) test $(SHUTTLE) --lib $(MODEL_ARGS) ::models

# whether the models find faults that are put in on purpose; MODEL_MUTANTS="pool waiter" for some of them
model-mutants:
	@$(PYTHON) ctests/model_mutants.py $(MODEL_MUTANTS)

# TSAN="--seconds 600", "--scenes b", a FILTER for unit tests
tsan:
	@$(PYTHON) ctests/tsan/run.py $(TSAN)

# the C programs, against a server that lives as long as the run
test-c: lib peers
	@$(PYTHON) ctests/c/run.py "$(CMAKE)" "$(CTEST)"

# the same with AddressSanitizer and LeakSanitizer in the library and in the programs
test-asan: peers
	@$(PYTHON) ctests/c/run.py "$(CMAKE)" "$(CTEST)" --asan

test-behaviour: lib peers
	@$(PYTHON) ctests/behaviour/run.py

test-ctypes: lib peers
	@$(PEERS)/pytest/bin/python -m pytest -q -rA --no-header ctests/ctypes 2>&1 | $(PYTHON) ctests/ctypes/brief.py

# our server beside the genuine one; then mutated requests and files for twenty seconds
test-server: server-matrix
	FUZZ_SECONDS=10 $(CARGO) test --lib server::fuzz

# SERVER_MATRIX="--show reads" for a section and the answers that differ
server-matrix: lib peers
	@$(PYTHON) ctests/server_matrix.py $(SERVER_MATRIX)

# MATRIX=--markdown for a table to paste, MATRIX=--show for the answers that differ
matrix: lib peers
	@$(PYTHON) ctests/matrix.py $(MATRIX)

# BENCH="--markdown FILE --svg FILE", "--only KEY", "--rounds N"
bench: lib peers-genuine
	@$(PYTHON) benches/run.py $(BENCH)
	@$(PYTHON) benches/run.py updates

scale: lib peers-genuine
	@$(PYTHON) benches/run.py scale $(BENCH)

bench-counts: lib peers-genuine
	@$(PYTHON) benches/run.py counts $(BENCH)

# that every benchmark runs; what it says of the time means nothing here
test-bench: lib peers-genuine
	@$(PYTHON) benches/run.py --quick

# HOSTILE="--genuine" for the genuine library beside ours, "--only TEXT", "--show"
hostile: lib peers-genuine
	@$(PYTHON) ctests/hostile/run.py $(HOSTILE)

# FUZZ="--seconds 3600 TARGET…"
fuzz:
	@$(PYTHON) fuzz/run.py --seconds 60 $(FUZZ)

test-fuzz:
	@$(PYTHON) fuzz/run.py --seconds 3

# TORTURE="--every 3"; the server has many points: these take ten minutes
torture: lib
	@$(PYTHON) ctests/torture/run.py $(TORTURE)
	@$(PYTHON) ctests/torture/run.py --asan $(TORTURE)
	@$(PYTHON) ctests/torture/run.py --server threads $(TORTURE)
	@$(PYTHON) ctests/torture/run.py --server ticks --every 3 $(TORTURE)
	@$(PYTHON) ctests/torture/urgent.py

test-torture: lib
	@$(PYTHON) ctests/torture/run.py
	@$(PYTHON) ctests/torture/run.py --asan --every 8
	@$(PYTHON) ctests/torture/run.py --server threads --every 10
	@$(PYTHON) ctests/torture/run.py --server ticks --every 25
	@$(PYTHON) ctests/torture/urgent.py

# SOAK="--seconds 600 --connections 40"
soak: lib peers-genuine
	@$(PYTHON) ctests/soak/soak.py $(SOAK)

# ADVISORIES=1 fetches the RustSec database and looks there as well
deny:
	@command -v cargo-deny >/dev/null || [ -x $(TARGET)/tools/bin/cargo-deny ] || $(CARGO) install -q --root $(TARGET)/tools --locked cargo-deny@0.20.2
	@PATH="$$PATH:$(TARGET)/tools/bin" $(CARGO) deny check $(if $(ADVISORIES),advisories) licenses bans sources

# target/iec61850-capi.cdx.json: what the library is built of, in CycloneDX
sbom:
	@command -v cargo-cyclonedx >/dev/null || [ -x $(TARGET)/tools/bin/cargo-cyclonedx ] || $(CARGO) install -q --root $(TARGET)/tools --locked cargo-cyclonedx@0.5.9
	@PATH="$$PATH:$(TARGET)/tools/bin" $(CARGO) cyclonedx -q --format json --override-filename iec61850-capi.cdx
	@mv iec61850-capi.cdx.json $(TARGET)/

clean:
	$(CARGO) clean
	rm -rf examples-c/build ctests/build

include Makefile.install
