#!/usr/bin/env python3
"""Writes the reference vectors beside this file with PyTorch (made with 1.13.1): inputs, weights, results and gradients of
loss = sum(result * direction). Run it again only to add a case."""
import json, os, struct
import torch

torch.manual_seed(11)
HERE = os.path.dirname(os.path.abspath(__file__))


def save(name, tensors):
    header, data = {}, b""
    for key in sorted(tensors):
        values = tensors[key].detach().contiguous().float()
        raw = struct.pack("<%df" % values.numel(), *values.flatten().tolist())
        header[key] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, name + ".safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def case(name, module, x, run, **extra):
    x.requires_grad_(True)
    y = run(x)
    direction = torch.randn_like(y)
    (y * direction).sum().backward()
    tensors = {"x": x, "y": y, "direction": direction, "x.grad": x.grad, **extra}
    for key, value in module.named_parameters():
        tensors[key], tensors[key + ".grad"] = value, value.grad
    save(name, tensors)


steps, batch, inputs, hidden = 12, 3, 10, 16
for kind in (torch.nn.GRU, torch.nn.LSTM):
    net = kind(inputs, hidden)
    start = torch.randn(1, batch, hidden)
    state = start if kind is torch.nn.GRU else (start, torch.randn(1, batch, hidden))
    extra = {"h0": start} if kind is torch.nn.GRU else {"h0": state[0], "c0": state[1]}
    case(kind.__name__.lower(), net, torch.randn(steps, batch, inputs), lambda x: net(x, state)[0], **extra)

norm = torch.nn.LayerNorm(24)
torch.nn.init.normal_(norm.weight)
torch.nn.init.normal_(norm.bias)
case("layernorm", norm, torch.randn(7, 24), norm)

conv = torch.nn.Conv1d(5, 6, 3, dilation=4)


def causal(x):  # steps x batch x inputs, as the product lays it out
    padded = torch.nn.functional.pad(x.permute(1, 2, 0), (8, 0))
    return conv(padded).permute(2, 0, 1)


case("conv1d", conv, torch.randn(20, 2, 5), causal)

weight, bias = torch.nn.Parameter(torch.randn(5, 7)), torch.nn.Parameter(torch.randn(5))
optimiser = torch.optim.AdamW([{"params": [weight], "weight_decay": 0.1}, {"params": [bias], "weight_decay": 0.0}], lr=0.03)
tensors = {"weight.before": weight.detach().clone(), "bias.before": bias.detach().clone()}
for step in range(3):
    weight.grad, bias.grad = torch.randn(5, 7), torch.randn(5)
    tensors["weight.grad%d" % step], tensors["bias.grad%d" % step] = weight.grad.clone(), bias.grad.clone()
    optimiser.step()
tensors["weight.after"], tensors["bias.after"] = weight, bias
save("adamw", tensors)
