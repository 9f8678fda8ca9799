# make demo    our library, a real IED server, the C examples: connect, tree, read, write, wrong references
# make test    every test, after installing what they need below target/
# make bench   figures beside the genuine library and a bare socket
# make install PREFIX=/usr/local

CARGO ?= cargo
PYTHON ?= python3
TARGET := $(or $(CARGO_TARGET_DIR),target)
LIB := $(TARGET)/release/libiec61850.so
PEERS := $(TARGET)/peers
PYTEST := $(PEERS)/pytest/bin/python -m pytest -q -p no:cacheprovider
CMAKE = $(shell command -v cmake || echo $(abspath $(PEERS))/cmake/bin/cmake)
CTEST = $(shell command -v ctest || echo $(abspath $(PEERS))/cmake/bin/ctest)

export IEC61850_LIB := $(abspath $(LIB))

.PHONY: all lib demo test lint unit behaviour ctypes c bench peers
all: lib

lib:
	$(CARGO) build --release

peers:
	sh ctests/peers/install.sh all

demo: lib
	sh ctests/peers/install.sh genuine
	$(PYTHON) ctests/demo.py

test: lint unit lib peers behaviour ctypes c

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings

unit:
	$(CARGO) test

behaviour:
	$(PYTHON) ctests/behaviour/run.py

ctypes:
	$(PYTEST) ctests

c:
	$(CMAKE) -S ctests/c -B $(TARGET)/ctests-c -DCMAKE_BUILD_TYPE=Debug
	$(CMAKE) --build $(TARGET)/ctests-c
	$(CTEST) --test-dir $(TARGET)/ctests-c --output-on-failure

bench: lib
	sh ctests/peers/install.sh genuine
	$(PYTHON) benches/run.py

include Makefile.install
