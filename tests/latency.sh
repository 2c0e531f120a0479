#!/usr/bin/env bash
# Round trip through 'pluginhost live', measured from outside by jack_iodelay, beside a native JACK client on the same server.
# Usage: tests/latency.sh [MODE ...]   (default: direct ring shielded)
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/jack-bench.inc.sh"
need
build_native
start_jack

# measure LABEL CLIENT: wires jack_iodelay through CLIENT:in_0 and CLIENT:out_0, prints the median of its readings.
measure() {
    local label=$1 client=$2 log=$work/iodelay.log
    wait_port "$client:in_0"
    wait_port "$client:out_0"
    # -oL: jack_iodelay writes its readings through a buffer
    stdbuf -oL jack_iodelay >"$log" 2>&1 &
    local pid=$!
    pids+=("$pid")
    wait_port jack_delay:out
    jack_connect jack_delay:out "$client:in_0"
    jack_connect "$client:out_0" jack_delay:in
    sleep 5
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    local frames
    frames=$(grep -oE '[0-9.]+ frames +[0-9.]+ ms total roundtrip' "$log" | awk '{print $1}' | tail -n +3 | sort -n | awk '{v[NR]=$1} END {if (NR) print v[int((NR + 1) / 2)]}')
    printf '%-22s %8s frames  %7s ms\n' "$label" "${frames:-none}" "$(awk -v f="${frames:-0}" 'BEGIN {printf "%.3f", f / 48}')"
}

"$work/passthrough" 60 1 >"$work/native.json" &
native=$!
pids+=("$native")
measure "native JACK client" native
kill "$native"
wait "$native" 2>/dev/null || true

for mode in "${@:-direct ring shielded}"; do
    for one in $mode; do
        ./pluginhost live --mode "$one" --block 64 --effect gain --effect parametric-eq --seconds 30 --no-panel \
            --stats "$work/$one.json" >"$work/$one.log" 2>&1 </dev/null &
        host=$!
        pids+=("$host")
        measure "pluginhost $one" pluginhost || cat "$work/$one.log"
        kill -INT "$host" 2>/dev/null || true
        wait "$host" 2>/dev/null || true
    done
done
