#!/usr/bin/env bash
# Lost and late blocks of 'pluginhost live --mode direct' with a five-effect chain, beside a native pass-through client on the same
# server at the same time. Then the same with a thread that allocates hard, in shielded and direct mode.
# Usage: tests/xruns.sh [SECONDS]   (default: 60)
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/jack-bench.inc.sh"
seconds=${1:-60}
need
build_native
start_jack
chain=(--effect gain --effect parametric-eq --effect delay --effect parametric-eq --effect gain)

# run LABEL ARGS...: pluginhost and the native client side by side for $seconds
run() {
    local label=$1
    shift
    ./pluginhost live "${chain[@]}" --seconds $((seconds + 3)) --no-panel --stats "$work/stats.json" "$@" >"$work/host.log" 2>&1 </dev/null &
    local host=$!
    pids+=("$host")
    wait_port pluginhost:in_0 || cat "$work/host.log"
    "$work/passthrough" "$seconds" >"$work/native.json"
    wait "$host" || cat "$work/host.log"
    echo "$label"
    echo "  native client: $(cat "$work/native.json")"
    echo "  pluginhost:    $(tr -d '\n' <"$work/stats.json" | tr -s ' ')"
}

run "direct, 64 frames, 5 effects, ${seconds} s" --mode direct
run "shielded 20 ms, 5 effects, under allocation stress, ${seconds} s" --mode shielded --shield-ms 20 --gc-stress
run "direct, 5 effects, under allocation stress, ${seconds} s" --mode direct --gc-stress
