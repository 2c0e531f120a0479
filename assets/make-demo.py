#!/usr/bin/env python3
"""Makes demo-guitar.flac: a plucked guitar phrase with the hiss and hum of an amplifier. Own work, MIT.

Strings are extended Karplus-Strong (Jaffe and Smith, "Extensions of the Karplus-Strong plucked-string algorithm",
Computer Music Journal 7(2), 1983): a delay line of one period, a damping filter and a fractional delay in its loop,
and a comb for the place of the pick. Seeded, so a second run gives the same samples.
Needs numpy and libsndfile (Debian: python3-numpy libsndfile1).
"""
import ctypes
import os

import numpy as np

RATE = 48000
EIGHTH = 0.25          # seconds at 120 quarter notes a minute
LEAD_IN = 0.4          # seconds of amplifier noise alone
SECONDS = 7.8
HISS_DB, HUM_DB, PEAK_DB = -52, -54, -3
random = np.random.default_rng(20)

# Per chord: bass to treble, picked one after the other; and the melody above: (eighth, note, eighths it rings).
CHORDS = [
    ([45, 52, 57, 60, 64, 60], [(0, 76, 2), (2, 74, 1), (3, 72, 3)]),   # A minor
    ([41, 48, 57, 60, 64, 60], [(0, 69, 2), (2, 72, 2), (4, 76, 2)]),   # F major 7
    ([48, 55, 60, 64, 67, 64], [(0, 79, 3), (3, 76, 1), (4, 74, 2)]),   # C major
    ([43, 50, 59, 62, 67, 62], [(0, 74, 2), (2, 71, 2), (4, 67, 2)]),   # G major
]
LAST = [45, 52, 57, 60, 64, 69]


def pluck(note, seconds, level):
    """One string: a noise burst through the loop y[n] = x[n] + sum h[k] y[n - delay - k]."""
    period = RATE / (440 * 2 ** ((note - 69) / 12))
    delay = int(period) - 2
    d = period - delay - 1                       # 1 to 2: fractional delay by cubic Lagrange interpolation
    lagrange = [np.prod([(d - m) / (k - m) for m in range(4) if m != k]) for k in range(4)]
    damping = 0.06 + 0.0022 * max(0, note - 45)
    decay = 10 ** (-3 * period / RATE / (5.5 - 0.04 * (note - 40)))   # -60 dB after that many seconds
    loop = decay * np.convolve(lagrange, [damping / 2, 1 - damping, damping / 2])

    burst = random.uniform(-1, 1, int(period))
    softness = np.hanning(9 + int(period / 40))
    burst = np.convolve(burst - burst.mean(), softness / softness.sum(), "same")
    pick = max(1, int(0.14 * period))            # a string cannot sound the overtones that rest where it is picked
    burst = np.concatenate([burst, np.zeros(pick)]) - np.concatenate([np.zeros(pick), burst])
    burst *= level / np.abs(burst).max()

    frames = int(seconds * RATE)
    past = delay + len(loop)
    y = np.zeros(past + frames)
    x = np.zeros(frames)
    x[:min(frames, len(burst))] = burst[:frames]
    for start in range(0, frames, delay):        # nothing within one delay depends on itself
        n = np.arange(start, min(frames, start + delay))
        y[past + n] = x[n] + sum(h * y[past + n - delay - k] for k, h in enumerate(loop))
    y = y[past:]
    y[-480:] *= np.linspace(1, 0, 480)           # a finger ends the note
    return y


def add(track, seconds, sound):
    start = int((LEAD_IN + seconds) * RATE)
    sound = sound[:len(track) - start]
    track[start:start + len(sound)] += sound


def phrase():
    track = np.zeros(int(SECONDS * RATE))
    for bar, (arpeggio, melody) in enumerate(CHORDS):
        begin = 6 * bar * EIGHTH
        for i, note in enumerate(arpeggio):
            late = random.uniform(0, 0.008)
            add(track, begin + i * EIGHTH + late, pluck(note, (6 - i) * EIGHTH, random.uniform(0.32, 0.42)))
        for i, note, length in melody:
            late = random.uniform(0, 0.006)
            add(track, begin + i * EIGHTH + late, pluck(note, length * EIGHTH, random.uniform(0.6, 0.7)))
    for i, note in enumerate(LAST):
        add(track, 24 * EIGHTH + 0.022 * i, pluck(note, 1.3, 0.42))
    return track


def amplifier(track):
    """A little warmth, a loudspeaker that ends near 5 kHz, then hiss and hum at their levels."""
    track = np.tanh(1.2 * track / np.abs(track).max())
    speaker = np.sinc(2 * 5000 / RATE * np.arange(-32, 33)) * np.hamming(65)
    track = np.convolve(track, speaker / speaker.sum(), "same")
    fade = int(0.3 * RATE)
    track[-fade:] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade))
    track *= 10 ** (PEAK_DB / 20) / np.abs(track).max()
    t = np.arange(len(track)) / RATE
    hiss = np.convolve(random.standard_normal(len(track)), [0.25, 0.5, 0.25], "same")
    hum = sum(a * np.sin(2 * np.pi * 50 * k * t + k) for k, a in [(1, 1), (2, 0.6), (3, 0.4), (5, 0.15)])
    for noise, db in [(hiss, HISS_DB), (hum, HUM_DB)]:
        track = track + noise * 10 ** (db / 20) / np.sqrt(np.mean(noise ** 2))
    return track * 10 ** (PEAK_DB / 20) / np.abs(track).max()


class SfInfo(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64), ("samplerate", ctypes.c_int), ("channels", ctypes.c_int),
                ("format", ctypes.c_int), ("sections", ctypes.c_int), ("seekable", ctypes.c_int)]


def write_flac(path, track):
    sndfile = ctypes.CDLL("libsndfile.so.1")
    sndfile.sf_open.restype = ctypes.c_void_p
    sndfile.sf_writef_short.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    sndfile.sf_close.argtypes = [ctypes.c_void_p]
    info = SfInfo(samplerate=RATE, channels=1 if track.ndim == 1 else track.shape[1], format=0x170000 | 0x0002)   # FLAC, 16 bit
    handle = sndfile.sf_open(path.encode(), 0x20, ctypes.byref(info))
    assert handle, f"cannot write {path}"
    samples = np.round(track * 32767).astype(np.int16)
    assert sndfile.sf_writef_short(handle, samples.ctypes.data, len(samples)) == len(samples)
    sndfile.sf_close(handle)


if __name__ == "__main__":
    write_flac(os.path.join(os.path.dirname(os.path.abspath(__file__)), "demo-guitar.flac"), amplifier(phrase()))
