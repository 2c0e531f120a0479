#!/usr/bin/env bash
# Loads, warms up and swaps in another preset every two seconds while 'pluginhost live --mode direct' plays at 64 frames; a native
# pass-through client runs beside it, and the same time without swaps is reported first.
# Usage: tests/swap.sh [SECONDS]   (default: 30)
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/jack-bench.inc.sh"
seconds=${1:-30}
need
build_native
start_jack

swaps() {
    sleep 2
    for ((i = 0; i < seconds / 2; i++)); do
        echo "preset $([[ $((i % 2)) == 0 ]] && echo vocal-echo || echo guitar-clean)"
        sleep 2
    done
}

run() {
    echo "$1"
    "$work/passthrough" "$seconds" >"$work/native.json" &
    local native=$!
    pids+=("$native")
    "$2" | ./pluginhost live --mode direct --preset guitar-clean --seconds "$seconds" --stats "$work/stats.json" >"$work/host.log" 2>&1 || cat "$work/host.log"
    wait "$native" || true
    echo "  native client: $(cat "$work/native.json")"
    echo "  pluginhost:    $(tr -d '\n' <"$work/stats.json" | grep -oE '"blocks".*"callbackGapUs"[^}]*}' | tr -s ' ')"
}

nothing() { sleep "$seconds"; }

run "no swaps, ${seconds} s" nothing
run "a swap every 2 s, ${seconds} s" swaps
