"""
Makes exp-e1.json: what scipy gives for the exponential integral. Run in this folder; the result is committed.
"""
import json

import numpy as np
from scipy import special

RNG = np.random.default_rng(4)


def numbers(values, digits=12):
    return [float(f"{float(x):.{digits}g}") for x in values]


def exp_e1():
    """exp(E1(v)) over all that float can tell from 1, on a grid and at random; points that float holds."""
    v = np.concatenate([np.logspace(-6, np.log10(60), 60), 10 ** RNG.uniform(-6, 1.7, 60)]).astype(np.float32)
    v = np.maximum(v, np.float32(1e-6)).astype(float)
    return {"v": numbers(v, 17), "value": numbers(np.exp(special.exp1(v)), 15)}


with open("exp-e1.json", "w", encoding="utf-8") as file:
    file.write(json.dumps(exp_e1(), separators=(",", ":")) + "\n")
