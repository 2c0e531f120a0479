#!/usr/bin/env bash
# What many machines cost where there is only one: two workers, each with one job at a time, against a local run with two. The runs take
# turns; the ratio is taken within a round, and the median of the ratios counts. The files must be the same.
#   tests/bench-queue.sh [ROUNDS=5] [FILES=8] [SECONDS=120]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
rounds=${1:-5} files=${2:-8} seconds=${3:-120}
server=/usr/lib/rabbitmq/bin/rabbitmq-server
for tool in sox epmd "$server"; do
    command -v "$tool" >/dev/null || { echo "missing: $tool; please run:  sudo apt-get install -y sox rabbitmq-server" >&2; exit 2; }
done
folder=$(mktemp -d "${TMPDIR:-/tmp}/bench-queue.XXXXXX")
pids=()
finish() {
    [[ ${#pids[@]} -eq 0 ]] || kill "${pids[@]}" 2>/dev/null || true
    wait || true
    rm -rf "$folder"
}
trap finish EXIT
cd "$folder"
"$root/pluginhost" presets >/dev/null

# A broker of our own, on the loopback and on free ports.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port)
broker() {
    export HOME=$folder/broker ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_NODENAME=bench$port@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
    export RABBITMQ_NODE_PORT=$port RABBITMQ_DIST_PORT RABBITMQ_MNESIA_BASE=$HOME/data RABBITMQ_LOG_BASE=$HOME/log RABBITMQ_CONF_ENV_FILE=$HOME/none
    export RABBITMQ_ENABLED_PLUGINS_FILE=$HOME/plugins RABBITMQ_CONFIG_FILE=$HOME/none RUNNING_UNDER_SYSTEMD=true
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
    exec "$@" </dev/null >>"$HOME/said.log" 2>&1
}
mkdir broker
echo '[].' >broker/plugins
ERL_EPMD_PORT=$(free_port) RABBITMQ_DIST_PORT=$(free_port)
(broker epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1) & pids+=($!)
(broker "$server") & pids+=($!)
until grep -q 'completed with' broker/said.log 2>/dev/null; do
    kill -0 "${pids[1]}" || { cat broker/said.log >&2; exit 1; }
    sleep 0.2
done
export PLUGINHOST_QUEUE=amqp://127.0.0.1:$port

sox -R -n -r 48000 -c 2 -e floating-point -b 32 a.wav synth $((seconds + files)) pinknoise synth $((seconds + files)) sine mix 220-880 gain -9
mkdir in
for ((n = 0; n < files; n++)); do sox a.wav "in/$n.wav" trim "$n" "$seconds"; done
chain=(--effect parametric-eq --set parametric-eq.low-cut=on --effect gain --effect delay --effect spectral-gate --effect gain)
for n in 1 2; do
    dotnet "$root/artifacts/app/pluginhost.dll" worker --root . --jobs 1 --queue 2>worker$n.log & pids+=($!)
done
until grep -q 'working for' worker1.log && grep -q 'working for' worker2.log; do sleep 0.1; done

clock() {
    local name=$1 TIMEFORMAT=%R
    shift
    { time "$root/pluginhost" render in/ "${chain[@]}" --overwrite "$@" 2>>errors.log; } 2>>"$name.t"
}
median() { sort -g | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'; }
# Workers run for days: what they compile for the first file is no part of the comparison, nor is what the disk reads first.
clock warm --out local/ --jobs 2
clock warm --out shared/ --queue
for ((i = 0; i < rounds; i++)); do
    clock local --out local/ --jobs 2
    clock shared --out shared/ --queue
done
for file in in/*; do cmp "local/${file#in/}" "shared/${file#in/}"; done
echo "$files files of $seconds s through 5 effects: --jobs 2 takes $(median <local.t) s, two workers and a broker $(median <shared.t) s," \
    "$(paste shared.t local.t | awk '{ print $1 / $2 }' | median) times as long; the bytes are the same; load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
