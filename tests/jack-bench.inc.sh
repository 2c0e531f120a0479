# Shared by the scripts that measure against a JACK server of their own: a dummy device that clocks 64-frame periods at 48 kHz.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

need() {
    local missing=()
    command -v jackd >/dev/null || missing+=(jackd2)
    command -v jack_iodelay >/dev/null || missing+=(jackd2)
    command -v gcc >/dev/null || missing+=(gcc)
    [[ -e /usr/include/jack/jack.h ]] || missing+=(libjack-jackd2-dev)
    [[ ${#missing[@]} -gt 0 ]] || return 0
    echo "installing ${missing[*]} ..." >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y "${missing[@]}" >/dev/null 2>&1 ||
        { echo "please run:  apt-get install -y ${missing[*]}" >&2; exit 2; }
}

pids=()
work=$(mktemp -d)
cleanup() {
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

start_jack() {
    export JACK_DEFAULT_SERVER=phbench$$
    jackd -n "$JACK_DEFAULT_SERVER" -R -P 70 -d dummy -r 48000 -p 64 >"$work/jackd.log" 2>&1 &
    pids+=($!)
    jack_wait -w -t 10 >/dev/null
}

build_native() { gcc -O2 -o "$work/passthrough" tests/native/passthrough.c -ljack; }

# Waits until a port is there: wait_port NAME
wait_port() {
    for _ in $(seq 200); do
        jack_lsp 2>/dev/null | grep -qx "$1" && return 0
        sleep 0.05
    done
    echo "port $1 did not appear" >&2
    return 1
}
