#!/usr/bin/env bash
# How fast files are rendered, beside sox and ecasound in the same run. Every figure is the median of ROUNDS runs that take turns; ratios
# are taken within a round. Work on one core is measured by the processor time it takes, start of the program included, because the time of
# the clock says more about what else a machine is doing; where jobs run side by side the clock counts.
#   tests/bench-render.sh [ROUNDS=3] [chain copy flac jobs start memory]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
rounds=${1:-3}
shift || true
parts=${*:-chain copy flac jobs start memory}

missing=()
for tool in sox:sox ecasound:ecasound flac:flac taskset:util-linux; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
if [[ ${#missing[@]} -gt 0 ]]; then
    echo "missing: ${missing[*]}; please run:  sudo apt-get install -y ${missing[*]}" >&2
    exit 2
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/bench-render.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$root/pluginhost" presets >/dev/null

median() { sort -g | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'; }
calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }
# Seconds that a command takes, by the clock into NAME.t, of processors into NAME.c.
clock() {
    local name=$1 TIMEFORMAT='%R %U %S'
    shift
    { time "$@" >/dev/null 2>>errors.log; } 2>took
    awk '{ print $1 }' took >>"$name.t"
    awk '{ print $2 + $3 }' took >>"$name.c"
}
middle() { median <"$1"; }
# Median of the ratios of two files of figures, round by round.
ratio() { paste "$1" "$2" | awk '{ print $1 / $2 }' | median; }
times() { calc "$1 / $(middle "$2.c")" 0; }
want() { [[ " $parts " == *" $1 "* ]]; }

seconds=300
sox -R -n -r 48000 -c 2 -e floating-point -b 32 a.wav synth $seconds pinknoise synth $seconds sine mix 220-880 gain -9
echo '{ "version": 1, "name": "Copy", "chain": [] }' >copy.json
cat >chain.json <<'JSON'
{ "version": 1, "name": "Chain", "chain": [
  { "effect": "parametric-eq", "parameters": { "low-cut": "on", "low-cut-frequency": 100, "band1-frequency": 280, "band1-gain": -3,
    "band3-frequency": 3400, "band3-gain": 2.5, "high-shelf-gain": 2 } },
  { "effect": "gain", "parameters": { "gain": -3 } },
  { "effect": "delay", "parameters": { "time": 280, "feedback": 30, "mix": 14 } },
  { "effect": "spectral-gate", "parameters": { "mode": "quality" } },
  { "effect": "gain", "parameters": { "gain": 1 } } ] }
JSON

# ecasound has nothing spectral: it is compared without the gate.
grep -v spectral-gate chain.json >plain.json
render() { taskset -c 0 "$root/pluginhost" render a.wav --out out.wav --overwrite --preset "$1"; }

if want chain; then
    sox a.wav -n trim 0 1 noiseprof noise.prof
    equalizers=(highpass 100 equalizer 280 1q -3 equalizer 3400 1q 2.5 treble 2 8000 gain -3 echo 1 0.9 280 0.3)
    chain_sox() { taskset -c 0 sox --single-threaded a.wav -e floating-point -b 32 sox.wav "$@" gain 1; }
    for ((i = 0; i < rounds; i++)); do
        clock chain render chain.json
        clock chain-sox chain_sox "${equalizers[@]}" noisered noise.prof 0.2
        clock plain render plain.json
        clock plain-sox chain_sox "${equalizers[@]}"
        clock plain-eca taskset -c 0 ecasound -q -f:f32_le,2,48000 -i:a.wav -o:eca.wav -b:1024 -efh:100 -efr:280,280 -efb:3400,3400 -ef1:8000,4000 \
            -ea:70 -etd:280,0,1,14,30 -ea:112
    done
    echo "chain of 5 effects, $seconds s stereo 48 kHz float, one core: $(times $seconds chain) x real time; sox with noisered $(times $seconds chain-sox)," \
        "ahead of it $(calc "$(ratio chain-sox.c chain.c)") times"
    echo "the 4 without the spectral gate: $(times $seconds plain) x real time; sox $(times $seconds plain-sox), ecasound $(times $seconds plain-eca);" \
        "ahead of them $(calc "$(ratio plain-sox.c plain.c)") and $(calc "$(ratio plain-eca.c plain.c)") times"
fi

if want copy; then
    mkdir -p copies soxcopies
    for n in 1 2 3 4 5 6 7 8; do ln -f a.wav "copies/$n.wav"; done
    copy_sox() { for n in 1 2 3 4 5 6 7 8; do sox "copies/$n.wav" -e floating-point -b 32 "soxcopies/$n.wav"; done; }
    for ((i = 0; i < rounds; i++)); do
        clock copy "$root/pluginhost" render copies/ --preset copy.json --jobs 1 --out copied/ --overwrite
        clock copy-sox copy_sox
    done
    echo "copy of eight such files: $(times "8 * $seconds" copy) x real time, $(calc "$(ratio copy-sox.c copy.c)") of sox's speed"
    rm -rf copies copied soxcopies
fi

if want flac; then
    sox a.wav -b 24 a.flac
    codec() { flac -s -d -f -o flac.wav a.flac && flac -s -5 -f -o flac.flac flac.wav; }
    for ((i = 0; i < rounds; i++)); do
        clock flac "$root/pluginhost" render a.flac --preset copy.json --out out.flac --overwrite
        clock flac-codec codec
    done
    echo "FLAC to FLAC: $(times $seconds flac) x real time, $(calc "$(ratio flac-codec.c flac.c)") of the speed of flac -d and flac -5 in turn"
fi

if want jobs; then
    mkdir -p many
    for n in {1..32}; do sox a.wav "many/$n.wav" trim $((n * 5)) 120; done
    for ((i = 0; i < rounds; i++)); do
        clock jobs1 "$root/pluginhost" render many/ --preset chain.json --jobs 1 --out one/ --overwrite
        clock jobs2 "$root/pluginhost" render many/ --preset chain.json --jobs 2 --out two/ --overwrite
    done
    for n in {1..32}; do cmp "one/$n.wav" "two/$n.wav"; done
    echo "32 files of 120 s through that chain: two jobs render $(calc "$(ratio jobs1.t jobs2.t)") times the files of one; the bytes are the same"
    rm -rf many one two
fi

if want start; then
    mkdir -p short tiny one
    sox a.wav piece.wav trim 0 5
    # A hundredth of a second costs next to nothing but what every file costs.
    sox a.wav blip.wav trim 0 0.01
    for ((n = 0; n < 1000; n++)); do
        ln piece.wav "short/$n.wav"
        ln blip.wav "tiny/$n.wav"
    done
    ln blip.wav one/0.wav
    many() { "$root/pluginhost" render "$1/" --preset chain.json --no-tail --jobs 1 --out "$1-out/" --overwrite; }
    for ((i = 0; i < rounds; i++)); do
        clock short many short
        clock tiny many tiny
        clock one many one
    done
    paste tiny.c one.c | awk '{ print ($1 - $2) / 999 * 1000 }' >start
    echo "1,000 files of 5 s: $(calc "1000 / $(middle short.c)" 0) files a second on one core; start-up $(middle start) ms for each"
    rm -rf short tiny one ./*-out
fi

if want memory; then
    mkdir -p tiny
    sox a.wav blip.wav trim 0 0.1
    for ((n = 0; n < 10000; n++)); do ln blip.wav "tiny/$n.wav"; done
    peak() { /usr/bin/time -f %M -o peak "$@" 2>>errors.log; calc "$(tail -1 peak) / 1024" 0; }
    echo "memory of 10,000 files: $(peak "$root/pluginhost" render tiny/ --preset chain.json --no-tail --out tinies/ --overwrite) MB"
    rm -rf tiny tinies
    sox -R -n -r 48000 -c 2 -b 16 hours.wav synth 10800 pinknoise
    echo "memory of one file of 3 hours: $(peak "$root/pluginhost" render hours.wav --preset chain.json --format wav16 --out hours-out.wav --overwrite) MB"
fi
