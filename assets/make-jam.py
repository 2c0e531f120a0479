#!/usr/bin/env python3
"""Makes jam-guitar.flac: eight bars of guitar over A minor, F, C, G at 120 quarter notes a minute, exactly on the beat from its
first frame, with rests in which a band can answer. The strings and the amplifier are those of make-demo.py, without its noise.
Own work, MIT. Seeded, so a second run gives the same samples.
"""
import os
import runpy

import numpy as np

demo = runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), "make-demo.py"))
RATE, pluck = demo["RATE"], demo["pluck"]
BEAT, BAR, SECONDS = 0.5, 2.0, 18.0
AM, F, C, G = [45, 52, 57, 60, 64], [41, 48, 53, 57, 60, 65], [48, 52, 55, 60, 64], [43, 47, 50, 55, 59, 67]
random = np.random.default_rng(7)


def play(track, beat, note, beats, level):
    start = int((beat * BEAT + random.uniform(0, 0.004)) * RATE)
    sound = pluck(note, beats * BEAT, level)[:len(track) - start]
    track[start:start + len(sound)] += sound


def strum(track, beat, chord, beats, level=0.4):
    for i, note in enumerate(chord):
        play(track, beat + 0.02 * i, note, beats, level * random.uniform(0.9, 1.1))


def lick(track, beat, notes):
    for note, beats in notes:
        if note:
            play(track, beat, note, beats, 0.65)
        beat += beats


def jam():
    track = np.zeros(int(SECONDS * RATE))
    for beat in (0, 1.5, 2, 3):
        strum(track, beat, AM, 0.9)
    for i, note in enumerate([41, 53, 57, 60, 65, 60, 57, 53]):
        play(track, 4 + 0.5 * i, note, 1.5, 0.45)
    for beat in (8, 9.5, 10):
        strum(track, beat, C, 0.9)
    lick(track, 10.5, [(76, 0.5), (74, 0.5), (72, 0.5)])
    strum(track, 12, G, 1.4, 0.45)                       # then a rest of more than two beats: it is the band's turn
    lick(track, 16, [(69, 0.5), (72, 0.5), (76, 0.5), (74, 0.25), (72, 0.25), (69, 0.5), (67, 0.5), (69, 1)])
    strum(track, 20, F, 1.4, 0.45)                       # and again
    for i, note in enumerate([48, 55, 60, 64, 67, 64, 60, 55]):
        play(track, 24 + 0.5 * i, note, 1.5, 0.45)
    for beat in (28, 29, 29.5, 30.5, 31):
        strum(track, beat, G, 0.7, 0.45)
    strum(track, 32, AM, 4, 0.5)
    return track


def amplifier(track):
    track = np.tanh(1.2 * track / np.abs(track).max())
    speaker = np.sinc(2 * 5000 / RATE * np.arange(-32, 33)) * np.hamming(65)
    track = np.convolve(track, speaker / speaker.sum(), "same")
    track[-RATE // 4:] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, RATE // 4))
    return track * 10 ** (-9 / 20) / np.abs(track).max()


if __name__ == "__main__":
    demo["write_flac"](os.path.join(os.path.dirname(os.path.abspath(__file__)), "jam-guitar.flac"),
                       np.stack([amplifier(jam())] * 2, axis=1))     # two channels, so that the band has a stage
