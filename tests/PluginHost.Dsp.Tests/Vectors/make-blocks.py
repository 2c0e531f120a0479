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


# The analogue filters of BS.1770, as B. De Man found them ("Evaluation of implementations of the EBU R128 loudness
# measurement", AES 145, 2018) and libebur128 has them.
SHELF_HZ, SHELF_DB, SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
HIGH_HZ, HIGH_Q = 38.13547087602444, 0.5003270373238773


def k_weighting(rate):
    def digital(b, a, hertz):
        return signal.bilinear(b, a, fs=1 / (2 * math.tan(math.pi * hertz / rate)))
    high = 10 ** (SHELF_DB / 20)
    shelf = digital([high, high ** 0.4996667741545416 / SHELF_Q, 1], [1, 1 / SHELF_Q, 1], SHELF_HZ)
    k = math.tan(math.pi * HIGH_HZ / 48000)
    # At 48 kHz the numerator is 1, -2, 1.
    return shelf, digital([1 + k / HIGH_Q + k * k, 0, 0], [1, 1 / HIGH_Q, 1], HIGH_HZ)


def loudness():
    """Responses, and a straight gating over all windows of a stereo noise in steps of level, below both gates too."""
    responses = []
    for rate in (8000, 44100, 48000, 96000, 192000):
        hertz = [h for h in (20, 38, 100, 500, 1000, 1682, 3000, 10000, 20000) if h < 0.45 * rate]
        gains = [np.abs(signal.freqz(*f, worN=hertz, fs=rate)[1]) for f in k_weighting(rate)]
        responses.append({"rate": rate, "hertz": hertz, "db": numbers(20 * np.log10(gains[0] * gains[1]))})
    rate, steps = 44100, [[4, -15], [2, -80], [2.05, -33], [3, -20]]
    state, noise = 1, []
    for seconds, db in steps:
        for _ in range(2 * round(seconds * rate)):
            state = (state * 1664525 + 1013904223) % 2 ** 32
            noise.append(np.float32((state / 2 ** 31 - 1) * 10 ** (db / 20)))
    channels = np.array(noise, np.float64).reshape(-1, 2).T
    for b, a in k_weighting(rate):
        channels = signal.lfilter(b, a, channels)
    hop = rate // 10
    powers = [(channels[:, n:n + 4 * hop] ** 2).mean(axis=1).sum()
              for n in range(0, channels.shape[1] - 4 * hop + 1, hop)]
    lkfs = -0.691 + 10 * np.log10(powers)
    loud = np.array(powers)[lkfs > -70]
    gate = -0.691 + 10 * math.log10(loud.mean()) - 10
    integrated = -0.691 + 10 * math.log10(np.array(powers)[(lkfs > -70) & (lkfs > gate)].mean())
    return {"responses": responses, "rate": rate, "steps": steps, "integrated": integrated,
            "momentary": numbers(lkfs, 9)}


with open("blocks.json", "w", encoding="utf-8") as file:
    parts = {"svf": svf(), "cascades": cascades(), "firs": firs(), "halfBand": half_band(), "loudness": loudness()}
    file.write("{\n" + ",\n".join(
        f'"{name}":{json.dumps(part, separators=(",", ":"))}' for name, part in parts.items()) + "\n}\n")
