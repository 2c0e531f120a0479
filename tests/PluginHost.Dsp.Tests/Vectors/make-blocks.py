"""
Makes blocks.json: what numpy and scipy give for the building blocks beside the biquads, each by another way than ours.
Run in this folder; the result is committed.
"""
import json
import math

import numpy as np
from scipy import signal

RNG = np.random.default_rng(2)


def numbers(values, digits=12):
    return [float(f"{float(x):.{digits}g}") for x in values]


def svf():
    """Trapezoidal rule for the analogue state x' = w (A x + B u), solved as a linear system at every frame."""
    frames, q = 200, 3.0
    inputs = RNG.uniform(-1, 1, frames).astype(np.float32)
    frequencies = (0.02 + 0.4 * RNG.uniform(0, 1, frames)).astype(np.float32)
    a, b = np.array([[-1 / q, -1], [1, 0]]), np.array([1, 0])
    currents = np.zeros(2)
    outputs = {"lowPass": [], "bandPass": [], "highPass": []}
    for u, f in zip(inputs.astype(float), frequencies.astype(float)):
        g = math.tan(math.pi * f)
        # x = currents + g x', currents' = x + g x': half a step of either slope
        x = np.linalg.solve(np.eye(2) - g * a, currents + g * b * u)
        slope = a @ x + b * u
        currents = x + g * slope
        outputs["bandPass"].append(x[0] / q)
        outputs["lowPass"].append(x[1])
        outputs["highPass"].append(slope[0])
    return {"q": q, "input": numbers(inputs), "frequencies": numbers(frequencies),
            **{name: numbers(values) for name, values in outputs.items()}}


def cascades():
    """Filters of many sections, run by sosfilt in double."""
    inputs = RNG.uniform(-1, 1, 160).astype(np.float32)
    result = []
    for sos in (signal.butter(4, 0.1, output="sos"), signal.ellip(9, 1, 80, 0.3, output="sos"),
                signal.cheby1(14, 0.5, 0.4, "highpass", output="sos")):
        result.append({"sections": [numbers((*s[:3], *s[4:]), 17) for s in sos],
                       "output": numbers(signal.sosfilt(sos, inputs.astype(float)))})
    return {"input": numbers(inputs), "filters": result}


def firs():
    """firwin: windowed sinc; kaiserord: its length and beta for a wanted attenuation."""
    windows = []
    for kind, taps, beta, cut in (("LowPass", 41, 5.0, [0.1]), ("LowPass", 40, 8.6, [0.31]),
                                  ("HighPass", 63, 3.4, [0.2]), ("BandPass", 81, 6.5, [0.1, 0.15])):
        mode = {"LowPass": True, "HighPass": False, "BandPass": False}[kind]
        # cycles per sample to scipy's fraction of the Nyquist frequency
        taps = signal.firwin(taps, [2 * c for c in cut], window=("kaiser", beta), pass_zero=mode, scale=False)
        windows.append({"kind": kind, "beta": beta, "cut": cut, "taps": numbers(taps)})
    orders = []
    for attenuation, width in ((30, 0.05), (60, 0.02), (100, 0.01)):
        taps, beta = signal.kaiserord(attenuation, 2 * width)
        orders.append({"attenuationDb": attenuation, "transition": width, "taps": int(taps), "beta": float(beta)})
    return {"windows": windows, "orders": orders}


def half_band():
    """upfirdn with the whole filter, zeros and all."""
    taps, attenuation, pass_edge = 79, 100, 20 / 48
    # kaiser_beta is a fit, so aim higher in steps of a quarter dB until the stop band holds.
    for aim in np.arange(attenuation, attenuation + 5, 0.25):
        h = signal.firwin(taps, 0.5, window=("kaiser", signal.kaiser_beta(aim)), scale=False)
        h[0::2] *= 0.5 / h[0::2].sum()
        _, response = signal.freqz(h, worN=np.linspace(1 - pass_edge, 1, 2000) * np.pi)
        if abs(response).max() <= 10 ** (-attenuation / 20):
            break
    inputs = RNG.uniform(-1, 1, 300).astype(np.float32)
    return {"taps": taps, "attenuationDb": attenuation, "passEdge": pass_edge, "input": numbers(inputs),
            "up": numbers(signal.upfirdn(2 * h, inputs.astype(float), up=2)[:600], 9),
            "down": numbers(signal.upfirdn(h, inputs.astype(float), down=2)[:150], 9)}


with open("blocks.json", "w", encoding="utf-8") as file:
    parts = {"svf": svf(), "cascades": cascades(), "firs": firs(), "halfBand": half_band()}
    file.write("{\n" + ",\n".join(
        f'"{name}":{json.dumps(part, separators=(",", ":"))}' for name, part in parts.items()) + "\n}\n")
