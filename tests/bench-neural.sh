#!/usr/bin/env bash
# Training speed beside PyTorch (python3-torch), in turns, by processor time of one thread: best and median frames per second.
# PyTorch is only as fast as its BLAS: install libopenblas0-pthread for a fair comparison; the script says which one it finds.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
rounds=${1:-3}
python=/usr/bin/python3
"$python" -c 'import torch' 2>/dev/null || { echo "python3-torch is not installed: only our side is measured"; python=; }
dotnet build tests/PluginHost.Benchmarks -c Release -nologo -v quiet
for ((round = 1; round <= rounds; round++)); do
    echo "round $round, load $(cut -d' ' -f1-3 /proc/loadavg)"
    [[ -z $python ]] || { echo "PyTorch"; OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$python" tests/bench-neural.py; }
    dotnet artifacts/bin/PluginHost.Benchmarks/release/PluginHost.Benchmarks.dll neural
done
