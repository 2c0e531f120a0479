#!/usr/bin/env bash
# Installs what the tests need, builds everything, runs every test project, ends with the counts.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DEBIAN_FRONTEND=noninteractive

install() {
    local missing=()
    for pair in jackd:jackd2 sox:sox ffmpeg:ffmpeg; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    # All of it first: grep would leave at its match, and the pipe would count as failed.
    local libraries
    libraries=$({ ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null)
    for pair in libportaudio.so.2:libportaudio2 libsndfile.so.1:libsndfile1 libsoxr.so.0:libsoxr0 libebur128.so.1:libebur128-1; do
        [[ $libraries == *"${pair%%:*} "* ]] || missing+=("${pair##*:}")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    command -v apt-get >/dev/null || { echo "missing: ${missing[*]}; the tests that need them are skipped"; return 0; }
    local as=()
    [[ $(id -u) == 0 ]] || as=(sudo -n env DEBIAN_FRONTEND=noninteractive)
    echo "installing ${missing[*]} ..."
    "${as[@]}" apt-get install -y "${missing[@]}" >/dev/null 2>&1 ||
        { "${as[@]}" apt-get update >/dev/null && "${as[@]}" apt-get install -y "${missing[@]}" >/dev/null; } ||
        echo "could not install ${missing[*]}; the tests that need them are skipped"
}

# A broker for the tests, which start one of their own: the package's service is not to be started by its installation.
install_broker() {
    [[ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] && command -v apt-get >/dev/null || return 0
    local as=() policy=/usr/sbin/policy-rc.d ours=
    [[ $(id -u) == 0 ]] || as=(sudo -n env DEBIAN_FRONTEND=noninteractive)
    echo "installing rabbitmq-server ..."
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' | "${as[@]}" tee "$policy" >/dev/null && "${as[@]}" chmod +x "$policy" && ours=yes
        # Whatever happens: with it, no package could start its service any more.
        trap '"${as[@]}" rm -f "$policy"' EXIT
    fi
    "${as[@]}" apt-get install -y --no-install-recommends rabbitmq-server >/dev/null 2>&1 ||
        { "${as[@]}" apt-get update >/dev/null && "${as[@]}" apt-get install -y --no-install-recommends rabbitmq-server >/dev/null; } ||
        echo "could not install rabbitmq-server; the tests that need it are skipped"
    [[ -z $ours ]] || { "${as[@]}" rm -f "$policy"; trap - EXIT; }
}

install
install_broker
dotnet build PluginHost.sln -c Release -nologo -v minimal || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

passed=0 failed=0 skipped=0
for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    [[ -z ${1:-} || $name == *"$1"* ]] || continue
    echo "== $name"
    log=$(mktemp)
    dotnet "artifacts/bin/$name/release/$name.dll" -noLogo -noColor 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
    # "Total: 12, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.4s"
    counts=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -1)
    rm -f "$log"
    if [[ $counts =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
        bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
        [[ $code -eq 0 || $bad -gt 0 ]] || bad=1
        failed=$((failed + bad)) skipped=$((skipped + BASH_REMATCH[4]))
        passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
    else
        echo "$name ended without a summary (exit $code)"
        failed=$((failed + 1))
    fi
done
echo
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 && $passed -gt 0 ]]
