#!/usr/bin/env bash
# Loads, warms up and swaps in another preset every two seconds while 'pluginhost live --mode direct' plays at 64 frames; a native
# pass-through client runs beside it. The same without swaps before and after, because the machine is never the same twice.
# Usage: tests/swap.sh [SECONDS]   (default: 30)
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/jack-bench.inc.sh"
seconds=${1:-30}
need
build_native
start_jack

nothing() { sleep "$seconds"; }
swaps() {
    for ((i = 0; i < seconds / 2; i++)); do
        sleep 1.9
        echo "preset $([[ $((i % 2)) == 0 ]] && echo vocal-echo || echo guitar-clean)"
    done
}
live() { "$1" | ./pluginhost live --mode direct --preset guitar-clean --seconds "$seconds" --no-panel --stats "$work/stats.json"; }

beside "no swaps, ${seconds} s" live nothing
beside "a swap every 1.9 s, ${seconds} s" live swaps
beside "no swaps, ${seconds} s" live nothing
