#!/usr/bin/env python3
"""Writes biquads.json: second-order filters made and run by scipy, independently of our formulas.

Each filter is an analogue prototype of the Audio EQ Cookbook (s = 1 at the corner), brought to discrete time by
scipy.signal.bilinear with the corner prewarped; its response comes from freqz, its output from sosfilt.
Needs numpy and scipy. Run in this folder; the result is committed.
"""
import json
import math

import numpy as np
from scipy import signal

RATE = 48000
FREQUENCIES = [20, 100, 500, 1000, 3000, 8000, 15000, 23000]
INPUT = np.random.default_rng(1).uniform(-1, 1, 96).astype(np.float32)


def prototype(kind, q, gain_db):
    a = 10 ** (gain_db / 40)
    r = math.sqrt(a)
    return {
        "LowPass": ([1], [1, 1 / q, 1]),
        "HighPass": ([1, 0, 0], [1, 1 / q, 1]),
        "BandPass": ([1 / q, 0], [1, 1 / q, 1]),
        "Notch": ([1, 0, 1], [1, 1 / q, 1]),
        "Peaking": ([1, a / q, 1], [1, 1 / (a * q), 1]),
        "LowShelf": ([a, a * r / q, a * a], [a, r / q, 1]),
        "HighShelf": ([a * a, a * r / q, a], [1, r / q, a]),
    }[kind]


def vector(kind, hertz, q, gain_db):
    b, a = prototype(kind, q, gain_db)
    # bilinear maps s = 2 fs (z-1)/(z+1); this fs puts s = j exactly at the wanted frequency.
    b, a = signal.bilinear(b, a, fs=1 / (2 * math.tan(math.pi * hertz / RATE)))
    sos = np.concatenate([b, a]).reshape(1, 6)
    _, response = signal.freqz(b, a, worN=np.array(FREQUENCIES), fs=RATE)
    return {
        "kind": kind, "hertz": hertz, "q": q, "gainDb": gain_db,
        "coefficients": [float(x) for x in (*b, a[1], a[2])],
        "magnitudeDb": [round(float(20 * np.log10(max(abs(x), 1e-15))), 9) for x in response],
        "output": [round(float(x), 9) for x in signal.sosfilt(sos, INPUT.astype(np.float64))],
    }


SETTINGS = [
    ("LowPass", 1000, 0.7071067811865475, 0), ("LowPass", 12000, 4, 0),
    ("HighPass", 80, 0.7071067811865475, 0), ("HighPass", 3000, 2, 0),
    ("BandPass", 2000, 3, 0), ("Notch", 50, 10, 0), ("Notch", 6000, 1, 0),
    ("Peaking", 250, 1, 12), ("Peaking", 4000, 5, -18), ("Peaking", 20, 0.3, 24),
    ("LowShelf", 200, 0.7071067811865475, 9), ("LowShelf", 1500, 1.2, -24),
    ("HighShelf", 6000, 0.7071067811865475, -9), ("HighShelf", 3000, 0.4, 15),
]

with open("biquads.json", "w", encoding="utf-8") as file:
    vectors = [vector(*s) for s in SETTINGS]
    lines = ",\n".join(json.dumps(v, separators=(",", ":")) for v in vectors)
    inputs = json.dumps([float(x) for x in INPUT], separators=(",", ":"))
    file.write('{"rate":%d,"frequencies":%s,\n"input":%s,\n"filters":[\n%s]}\n' % (RATE, FREQUENCIES, inputs, lines))
