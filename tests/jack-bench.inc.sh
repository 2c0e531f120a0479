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

# show LABEL FILE.json: what one of the two sides lost. Both count a block as late 1.8 periods after the one before, and then the
# periods in which none began; a native client and PortAudio know of device xruns in different ways, so these are not compared.
show() {
    local key line="  $(printf '%-14s' "$1")"
    for key in blocks lateBlocks missedPeriods; do
        line+="  $key $(grep -oE "\"$key\": *[0-9]+" "$2" | head -1 | grep -oE '[0-9]+$')"
    done
    echo "$line"
}

# beside LABEL HOST-COMMAND...: runs the host, and the native client for as long as the host's ports are there.
beside() {
    local label=$1
    shift
    "$@" >"$work/host.log" 2>&1 &
    local host=$!
    pids+=("$host")
    # Not by asking the server: a client that comes and goes costs the others periods.
    for _ in $(seq 100); do
        grep -q 'playing' "$work/host.log" && break
        sleep 0.1
    done
    "$work/passthrough" 100000 >"$work/native.json" &
    local native=$!
    pids+=("$native")
    wait "$host" || cat "$work/host.log"
    kill "$native" && wait "$native" || true
    echo "$label"
    show "native client" "$work/native.json"
    show pluginhost "$work/stats.json"
    echo "                  $(tr -d '\n' <"$work/stats.json" | grep -oE '"(slot|gc|scheduler|device|ring)": *[0-9]+' | tr -d '"\n' | sed 's/\([0-9]\)\([a-z]\)/\1, \2/g; s/^/xruns by cause: /'); allocated $(grep -oE '"allocatedBytesAudioThread": *[0-9]+' "$work/stats.json" | grep -oE '[0-9]+$') bytes on the audio thread; gap max $(grep -oE '"max": *[0-9.]+' "$work/stats.json" | head -1 | grep -oE '[0-9.]+$') us"
}
