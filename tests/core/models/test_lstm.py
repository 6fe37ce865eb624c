"""The LSTM: padding, missing points and order never leak into the answer."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from emo7_core.models.lstm import FrameNorm, LstmClassifier

V, C, K = 6, 5, 7
POOLINGS = ("last", "mean_max", "attention")


def network(pooling: str = "mean_max") -> LstmClassifier:
    torch.manual_seed(0)
    made = LstmClassifier(V, C, K, hidden_size=8, num_layers=2, dropout=0.3, pooling=pooling)  # type: ignore[arg-type]
    made.norm.running_mean.uniform_(-1, 1)
    return made.eval()


def clip(frames: int, seed: int = 0) -> Tensor:
    values = torch.randn(frames, V, C, generator=torch.Generator().manual_seed(seed))
    values[..., -1] = 1.0
    return values


def batch(clips: list[Tensor], padding: float) -> tuple[Tensor, Tensor]:
    lengths = torch.tensor([len(one) for one in clips])
    values = torch.full((len(clips), int(lengths.max()) + 3, V, C), padding)
    for row, one in zip(values, clips, strict=True):
        row[: len(one)] = one
    return values, lengths


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("padding", [0.0, 1e6, float("nan")])
def test_padding_changes_nothing(pooling: str, padding: float) -> None:
    """A clip in a padded batch gets the same answer as alone, whatever the padding holds."""
    made = network(pooling)
    clips = [clip(9, 1), clip(4, 2), clip(1, 3)]
    together = made(*batch(clips, padding))
    for row, one in zip(together, clips, strict=True):
        alone = made(one[None], torch.tensor([len(one)]))[0]
        torch.testing.assert_close(row, alone, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_padding_changes_no_gradient(pooling: str) -> None:
    """Training, too, is blind to what the padding holds."""
    gradients = []
    for padding in (0.0, 1e6):
        made = network(pooling).train()
        made.answer[0].p = 0.0
        made.lstm.dropout = 0.0
        made(*batch([clip(9, 1), clip(4, 2)], padding)).sum().backward()
        gradients.append(made.embed.weight.grad)
    torch.testing.assert_close(*gradients)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_missing_points_give_finite_answers(pooling: str) -> None:
    """NaN is missing: it never reaches the logits."""
    values = clip(6)
    values[2:4, 1] = torch.nan
    values[:, 3, :4] = torch.nan
    assert network(pooling)(values[None], torch.tensor([6])).isfinite().all()


def test_a_frame_that_was_not_seen_takes_its_time() -> None:
    """A frame without a signer is kept: leaving it out gives another answer."""
    made = network("last")
    values = clip(6)
    values[2:4, :, :4] = torch.nan
    values[2:4, :, 4] = 0.0
    whole = made(values[None], torch.tensor([6]))
    shorter = made(values[[0, 1, 4, 5]][None], torch.tensor([4]))
    assert not torch.allclose(whole, shorter)


def test_time_has_an_order() -> None:
    """A clip played backwards is another clip."""
    values = clip(6)
    forth, back = (network()(v[None], torch.tensor([6])) for v in (values, values.flip(0)))
    assert not torch.allclose(forth, back)


def test_a_missing_value_stands_at_the_mean() -> None:
    """What is not known comes out of the normalisation as 0, which says nothing."""
    norm = FrameNorm(3).eval()
    norm.running_mean.fill_(5.0)
    frames = torch.tensor([[[5.0, torch.nan, 7.0]]])
    assert norm(frames, torch.tensor([[True]]))[0, 0, 1] == 0.0


def test_statistics_come_from_real_frames_only() -> None:
    """Padding does not move the running mean."""
    norm = FrameNorm(1, momentum=1.0)
    frames = torch.tensor([[[1.0], [3.0], [1e6]]])
    norm(frames, torch.tensor([[True, True, False]]))
    assert norm.running_mean.item() == pytest.approx(2.0)


def test_one_frame_can_be_trained_on() -> None:
    """A batch of a single frame does not break the normalisation."""
    assert network().train()(clip(1)[None], torch.tensor([1])).isfinite().all()


def test_attention_can_single_out_a_frame() -> None:
    """Where one frame's score towers over the others, the pool is that frame's state."""
    made = network("attention")
    values, lengths = clip(6)[None], torch.tensor([6])
    states, _ = made.lstm(
        torch.relu(made.embed(made.norm(values.flatten(2), torch.ones(1, 6, dtype=torch.bool))))
    )
    assert made.score is not None
    made.score.weight.data.mul_(1e4)
    chosen = int(made.score(states)[0].argmax())
    torch.testing.assert_close(made(values, lengths), made.answer(states[:, chosen]))


def test_attention_costs_the_other_poolings_nothing() -> None:
    """Models that were trained without it have the weights that they had."""
    assert not [name for name in network("mean_max").state_dict() if "score" in name]
