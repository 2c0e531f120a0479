#!/usr/bin/env python3
"""Forward and backward of one recurrent layer in PyTorch on one thread, as the neural benchmark runs it: frames per second of processor time.
Says which BLAS it uses, since that decides most of it."""
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
for line in open("/proc/self/maps"):
    if "openblas" in line or "libblas" in line or "mkl" in line:
        print("BLAS: " + line.split()[-1].rsplit("/", 1)[-1])
        break
for cell, hidden, batch in (("GRU", 200, 8), ("GRU", 256, 16), ("LSTM", 256, 16)):
    net, out = getattr(torch.nn, cell)(88, hidden), torch.nn.Linear(hidden, 88)
    x, y = (torch.rand(100, batch, 88) < 0.045).float(), (torch.rand(100, batch, 88) < 0.045).float()
    times = []
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 10):
        net.zero_grad()
        out.zero_grad()
        start = time.thread_time()
        h, _ = net(x)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(out(h), y, reduction="sum") / (100 * batch)
        loss.backward()
        times.append(time.thread_time() - start)
    times = sorted(times[2:])
    print("  %s 1x%d B=%d: %9.0f %9.0f" % (cell, hidden, batch, 100 * batch / times[0], 100 * batch / times[len(times) // 2]))
