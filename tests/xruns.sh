#!/usr/bin/env bash
# Late and missed blocks of 'pluginhost live --mode direct' with a five-effect chain, beside a native pass-through client on the same
# server at the same time. Then the same with a thread that allocates hard, in shielded and direct mode.
# Usage: tests/xruns.sh [SECONDS]   (default: 60)
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/jack-bench.inc.sh"
seconds=${1:-60}
need
build_native
start_jack

run() {
    local label=$1
    shift
    beside "$label, ${seconds} s" ./pluginhost live --effect gain --effect parametric-eq --effect delay --effect parametric-eq \
        --effect gain --seconds "$seconds" --no-panel --stats "$work/stats.json" "$@"
}

run "direct, 64 frames, 5 effects" --mode direct
run "shielded 20 ms, 5 effects, under allocation stress" --mode shielded --shield-ms 20 --gc-stress
run "direct, 5 effects, under allocation stress" --mode direct --gc-stress
