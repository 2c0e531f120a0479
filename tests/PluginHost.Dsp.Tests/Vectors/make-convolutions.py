"""
Makes convolutions.json: what scipy gives for filters of least phase and for long convolutions. Run in this folder; the
result is committed.
"""
import json

import numpy as np
from scipy import signal


def numbers(values, digits=12):
    return [float(f"{float(x):.{digits}g}") for x in values]


def minimum_phases():
    """scipy takes the root of the magnitude: for whole magnitudes it is given the filter convolved with itself."""
    result = []
    for taps, cut, beta, kind in ((41, 0.1, 5.0, True), (40, 0.31, 8.6, True), (63, 0.2, 3.4, False)):
        linear = signal.firwin(taps, 2 * cut, window=("kaiser", beta), pass_zero=kind, scale=False)
        result.append({"linear": numbers(linear, 17),
                       "minimum": numbers(signal.minimum_phase(np.convolve(linear, linear), n_fft=2 ** 20))})
    return result


def lcg(count, seed):
    """Noise that the tests make too, by integers and exact steps."""
    values = np.empty(count, np.float32)
    for i in range(count):
        seed = (seed * 1664525 + 1013904223) % 2 ** 32
        values[i] = np.float32(seed / 2 ** 31 - 1)
    return values


def convolutions():
    """Long responses that die away in steps; of what comes out, by np.convolve in double, every 97th sample."""
    result = []
    for taps, frames in ((1, 300), (64, 300), (65, 400), (700, 3000), (5000, 12000), (40000, 90000)):
        response = lcg(taps, 1) * (np.float32(0.5) ** (np.arange(taps) * 6 // taps)).astype(np.float32)
        output = np.convolve(lcg(frames, 2).astype(float), response.astype(float))[:frames]
        result.append({"taps": taps, "frames": frames, "power": float(np.mean(output ** 2)),
                       "output": numbers(output[::97], 9)})
    return result


with open("convolutions.json", "w", encoding="utf-8") as file:
    parts = {"minimumPhases": minimum_phases(), "convolutions": convolutions()}
    file.write("{\n" + ",\n".join(
        f'"{name}":{json.dumps(part, separators=(",", ":"))}' for name, part in parts.items()) + "\n}\n")
