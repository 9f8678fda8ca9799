#!/bin/sh
# Installs the peer programs below target/peers. Idempotent; says only what failed.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
peers=${IEC61850_PEERS:-${CARGO_TARGET_DIR:-$root/target}/peers}
python=${PYTHON:-python3}
log=$peers/install.log
failed=0
mkdir -p "$peers"
: >"$log"

venv() { # directory, packages: a virtual environment that holds them
    dir=$peers/$1
    shift
    stamp=$dir/.installed
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$*" ] && return 0
    echo "installing $* ..."
    { "$python" -m venv "$dir" && "$dir/bin/pip" install -q --disable-pip-version-check "$@" && echo "$*" >"$stamp"; } >>"$log" 2>&1 && return 0
    echo "FAILED: $* (see $log)"
    tail -n 3 "$log"
    failed=1
}

ied() { # the iec61850-rs command line tool with its server simulator
    [ -x "$peers/ied/bin/ied" ] && return 0
    command -v cargo >/dev/null || { echo "FAILED: cargo is missing, no 'ied sim' peer"; failed=1; return 0; }
    echo "installing iec61850-rs (ied sim) ..."
    CARGO_TARGET_DIR=$peers/ied-build cargo install -q --root "$peers/ied" iec61850-rs --features cli >>"$log" 2>&1 && rm -rf "$peers/ied-build" && return 0
    echo "FAILED: iec61850-rs (see $log)"
    tail -n 3 "$log"
    failed=1
}

decoder() { # Wireshark's, which captures are checked with
    command -v tshark >/dev/null && return 0
    echo "installing tshark ..."
    { DEBIAN_FRONTEND=noninteractive apt-get install -qy tshark || { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy tshark; }; } >>"$log" 2>&1 && return 0
    echo "FAILED: tshark; install it as root: apt-get install tshark (see $log)"
    tail -n 3 "$log"
    failed=1
}

venv genuine pyiec61850-ng==1.6.1.10
case ${1:-all} in
    genuine) ;;
    all)
        venv pypi iec61850==0.14.0
        venv pytest pytest==8.4.2
        command -v cmake >/dev/null || venv cmake cmake==3.31.6
        ied
        decoder
        ;;
    *) echo "usage: $0 [genuine|all]"; exit 2 ;;
esac
exit $failed
