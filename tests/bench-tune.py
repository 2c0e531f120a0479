#!/usr/bin/env python3
"""One gradient of 16 parameters (five peaking EQs and a gain) on 2 s at 48 kHz: ours and PyTorch's, in turns, by CPU time.

PyTorch has no quick recursive filter, so its chain is sampled in frequency, as in dasp-pytorch: one transform of the whole
signal, a response per band, and back. Needs python3-torch and a built tests/PluginHost.Benchmarks (Release).
"""
import math
import os
import re
import subprocess
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("PyTorch is not there (Debian: python3-torch)")

RATE, FRAMES, POINTS, BANDS, ROUNDS = 48_000, 96_000, 131_072, 5, 3
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
torch.set_num_threads(1)
torch.manual_seed(1)
DRY = torch.rand(FRAMES) - 0.5
Z1 = torch.exp(-2j * math.pi * torch.arange(POINTS // 2 + 1) / POINTS)
Z2 = Z1 * Z1
WINDOWS = {size: torch.hann_window(size) for size in (4096, 2048, 1024)}


def render(travels):
    response = 10 ** ((travels[15] * 84 - 60) / 20)
    for band in range(BANDS):
        hertz, gain, q = travels[3 * band:3 * band + 3]
        w0 = 2 * math.pi * 20 * 1000 ** hertz / RATE
        a, alpha, cos = 10 ** ((gain * 48 - 24) / 40), torch.sin(w0) / (0.2 * 100 ** q), torch.cos(w0)
        response = response * ((1 + alpha * a) - 2 * cos * Z1 + (1 - alpha * a) * Z2) \
            / ((1 + alpha / a) - 2 * cos * Z1 + (1 - alpha / a) * Z2)
    return torch.fft.irfft(torch.fft.rfft(DRY, POINTS) * response, POINTS)[:FRAMES]


def magnitudes(sound):
    for size, window in WINDOWS.items():
        spectrum = torch.view_as_real(torch.stft(sound, size, size // 4, window=window, center=False, return_complex=True))
        yield torch.sqrt((spectrum * spectrum).sum(-1) + 1e-8)


def loss(sound, target):
    parts = [torch.linalg.norm(got - wanted) / torch.linalg.norm(wanted) + (got.log() - wanted.log()).abs().mean()
             for got, wanted in zip(magnitudes(sound), target)]
    return sum(parts) / len(parts)


def theirs():
    travels = (0.2 + 0.6 * torch.rand(16)).requires_grad_()
    with torch.no_grad():
        target = list(magnitudes(render(1 - travels)))
    times = []
    for _ in range(10):
        begin = time.process_time()
        loss(render(travels), target).backward()
        times.append(1000 * (time.process_time() - begin))
    return sorted(times)[len(times) // 2]


def ours():
    program = os.path.join(ROOT, "artifacts", "bin", "PluginHost.Benchmarks", "release", "PluginHost.Benchmarks.dll")
    run = subprocess.run(["dotnet", program, "tune-gradient"], capture_output=True, text=True, check=True,
                         env={**os.environ, "DOTNET_TieredCompilation": "0"})
    return float(re.search(r"one gradient, 16 parameters\s+median\s+([\d.]+)", run.stdout).group(1))


for turn in range(ROUNDS):
    mine, torchs = ours(), theirs()
    print(f"round {turn + 1}: ours {mine:.1f} ms, PyTorch {torch.__version__} {torchs:.1f} ms, ratio {torchs / mine:.2f}", flush=True)
