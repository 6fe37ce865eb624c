"""A convolution along time that multiplies less.

    x (T, M, C) --A--> (R, M, C) --one matrix product for each r--> (R, M, C') --B--> (T', M, C')

What it is: the usual convolution along the first axis, padded by zeros to keep its length.
What it is not: an approximation; the two ways differ by rounding alone.
Convention: time is the first axis, channels the last, so that each step is one large matrix
product over memory as it lies. Kernels are (taps, C, C').

The short way: a circular convolution of length L = T + taps // 2 is a product of spectra, and
zeros fill what wraps around. A real spectrum is L // 2 complex numbers besides the mean, and a
complex product is three real ones, so R is about 1.5 L products instead of taps x T'. Its
transforms A (time), G (kernel) and B (back) are constant matrices.
Source: Gauss' three products and the cyclic convolution theorem, as in Winograd 1980,
"Arithmetic Complexity of Computations", chapter 5.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d

# Beyond this many frames the transforms cost more than they save.
LONGEST = 96


class Transforms(NamedTuple):
    """The matrices of the short way.

    Attributes:
        values: A, (R, T).
        kernel: G, (R, taps).
        back: B, (T', R).
    """

    values: Tensor
    kernel: Tensor
    back: Tensor


@lru_cache(maxsize=256)
def transforms(rows: int, taps: int, stride: int) -> Transforms:
    """Return the matrices for T = rows frames; float32."""
    half = taps // 2
    length = rows + half
    angle = 2 * math.pi / length
    time, tap = np.arange(rows), np.arange(taps) - half
    out = np.arange(0, rows, stride)
    values, kernel, back = [np.ones(rows)], [np.ones(taps)], [np.ones(len(out)) / length]
    for k in range(1, (length - 1) // 2 + 1):
        # Spectra are u - iv; the product of a - ib (values) and c - id (kernel, which looks
        # ahead: its phase is turned round) comes from three real ones.
        a, b = np.cos(angle * k * time), np.sin(angle * k * time)
        c, d = np.cos(angle * k * tap), -np.sin(angle * k * tap)
        cosine, sine = (f(angle * k * out) * 2 / length for f in (np.cos, np.sin))
        # (a - ib)(c - id): real = ac - bd, imaginary = -(ad + bc)
        # c (a + b) - b (c + d) = ac - bd;  c (a + b) + a (d - c) = ad + bc
        values += [a + b, b, a]
        kernel += [c, c + d, d - c]
        back += [cosine + sine, -cosine, sine]
    if length % 2 == 0:
        values.append(np.cos(np.pi * time))
        kernel.append(np.cos(np.pi * tap))
        back.append(np.cos(np.pi * out) / length)
    stacked = np.stack(values), np.stack(kernel), np.stack(back, axis=1)
    return Transforms(*(torch.from_numpy(m.astype(np.float32)) for m in stacked))


class TimeConv(nn.Module):
    """The layer.

    Args:
        width_in: C.
        width_out: C'.
        taps: Length of the kernel, odd.
        stride: Frames from one output to the next; the first output is about the first frame.
    """

    def __init__(self, width_in: int, width_out: int, taps: int = 9, stride: int = 1) -> None:
        super().__init__()
        self.stride = stride
        self.weight = nn.Parameter(torch.empty(taps, width_in, width_out))
        self.bias = nn.Parameter(torch.zeros(width_out))
        bound = math.sqrt(1 / (taps * width_in))
        nn.init.uniform_(self.weight, -bound, bound)

    def forward(self, frames: Tensor) -> Tensor:
        """Return (T', V, N, C') for frames (T, V, N, C); T' = T / stride, rounded up."""
        # The short way costs precision in 16 bits, and a GPU has its own short ways.
        is_plain = frames.is_cuda or torch.is_autocast_enabled(frames.device.type)
        if is_plain or len(frames) > LONGEST:
            return plain_conv(frames, self.weight, self.stride) + self.bias
        return short_conv(frames, self.weight, self.stride) + self.bias


def plain_conv(frames: Tensor, kernel: Tensor, stride: int) -> Tensor:
    """Return the convolution by torch's own, (T', V, N, C') for frames (T, V, N, C)."""
    # Read as one picture of height T and width V*N, whose channels lie last in memory.
    picture = frames.flatten(1, 2)[None].permute(0, 3, 1, 2)
    result = conv2d(
        picture,
        kernel.permute(2, 1, 0)[..., None],
        stride=(stride, 1),
        padding=(len(kernel) // 2, 0),
    )
    return result.permute(0, 2, 3, 1).reshape(-1, *frames.shape[1:3], kernel.shape[2])


def short_conv(frames: Tensor, kernel: Tensor, stride: int) -> Tensor:
    """Return the same by fewer products."""
    taps, width_in, width_out = kernel.shape
    way = transforms(len(frames), taps, stride)
    spectra = (way.values @ frames.flatten(1)).view(len(way.values), -1, width_in)
    kernels = (way.kernel @ kernel.flatten(1)).view(-1, width_in, width_out)
    products = torch.bmm(spectra, kernels).flatten(1)
    return (way.back @ products).view(-1, *frames.shape[1:3], width_out)
