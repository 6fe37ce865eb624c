"""The convolution along time that multiplies less."""

from __future__ import annotations

import pytest
import torch

from emo7_core.models.time_conv import LONGEST, TimeConv, plain_conv, short_conv, transforms


@pytest.mark.parametrize("rows", [1, 2, 3, 8, 13, 25, 26, LONGEST])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("taps", [1, 3, 9])
def test_it_is_the_usual_convolution(rows: int, stride: int, taps: int) -> None:
    """The short way gives what torch's own convolution gives, for any length."""
    torch.manual_seed(rows)
    frames, kernel = torch.randn(rows, 3, 2, 4), torch.randn(taps, 4, 5)
    usual = plain_conv(frames, kernel, stride)
    assert usual.shape == (-(-rows // stride), 3, 2, 5)
    torch.testing.assert_close(short_conv(frames, kernel, stride), usual, rtol=1e-5, atol=2e-5)


def test_its_gradients_are_the_usual_ones() -> None:
    """Values and kernel learn the same either way."""
    torch.manual_seed(0)
    frames = torch.randn(13, 3, 2, 4, requires_grad=True)
    kernel = torch.randn(9, 4, 5, requires_grad=True)
    weight = torch.randn(7, 3, 2, 5)
    grads = [
        torch.autograd.grad((way(frames, kernel, 2) * weight).sum(), (frames, kernel))
        for way in (plain_conv, short_conv)
    ]
    for usual, short in zip(*grads, strict=True):
        torch.testing.assert_close(short, usual, rtol=1e-4, atol=1e-4)


def test_it_takes_fewer_products() -> None:
    """For 25 frames and 9 taps: 43 products instead of 225."""
    assert len(transforms(25, 9, 1).values) == 43


def test_a_long_clip_goes_the_usual_way() -> None:
    """Beyond the length where transforms pay off the layer still answers, and the same."""
    layer = TimeConv(2, 3)
    frames = torch.randn(LONGEST + 1, 2, 1, 2)
    usual = plain_conv(frames, layer.weight, 1) + layer.bias
    torch.testing.assert_close(layer(frames), usual)


def test_time_is_the_first_axis() -> None:
    """What happens in one clip and at one point never reaches another."""
    layer = TimeConv(2, 2)
    frames = torch.zeros(9, 3, 4, 2)
    frames[:, 1, 2] = torch.randn(9, 2)
    moved = (layer(frames) - layer(torch.zeros_like(frames))).detach().abs().sum((0, 3)) > 1e-4
    assert moved.nonzero().tolist() == [[1, 2]]
