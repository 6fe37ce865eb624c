"""The graph network: what padding, missing values and the layout do to its answer."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from emo7_core.config import TrainConfig
from emo7_core.landmarks.layout import COMMON, Layout
from emo7_core.models import MODELS
from emo7_core.models.channel_norm import ChannelNorm
from emo7_core.models.frame_norm import FrameNorm
from emo7_core.models.stgcn import Preset, StGcn, Streams
from tests.benchmarks.networks import Usual
from tests.layouts import made_layout

LINE = made_layout(5, edges=((0, 1), (1, 2), (2, 3), (3, 4)), parts=2)
STREAMS: tuple[Streams, ...] = ("joint", "joint_bone", "joint_bone_motion")
PRESETS: tuple[Preset, ...] = ("partitions", "plain")


def network(
    layout: Layout = LINE,
    streams: Streams = "joint",
    preset: Preset = "partitions",
    num_layers: int = 1,
) -> StGcn:
    """Return a small network whose normalisations are not the identity."""
    torch.manual_seed(0)
    made = StGcn(
        layout, 5, 7, 32, num_layers=num_layers, dropout=0.0, streams=streams, preset=preset
    )
    for module in made.modules():
        if isinstance(module, ChannelNorm | FrameNorm):
            module.running_mean.normal_(0, 0.5)
            module.running_var.uniform_(0.5, 2.0)
            torch.nn.init.normal_(module.bias)
    return made.eval()


def clip(rows: int, layout: Layout = LINE, seed: int = 1) -> Tensor:
    """Return a clip (T, V, C)."""
    torch.manual_seed(seed)
    return torch.randn(rows, len(layout), 5)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("streams", STREAMS)
@pytest.mark.parametrize("filler", [0.0, 1e6, torch.nan])
def test_padding_changes_nothing(preset: Preset, streams: Streams, filler: float) -> None:
    """A clip alone and among longer ones has the same answer, whatever stands after its end."""
    made = network(streams=streams, preset=preset)
    values = clip(11)
    batch = torch.full((3, 30, len(LINE), 5), filler)
    batch[0, :11], batch[1], batch[2, :5] = values, clip(30), clip(5)
    alone = made(values[None], torch.tensor([11]))[0]
    torch.testing.assert_close(made(batch, torch.tensor([11, 30, 5]))[0], alone, atol=1e-5, rtol=0)


@pytest.mark.parametrize("preset", PRESETS)
def test_padding_changes_nothing_while_training(preset: Preset) -> None:
    """Statistics come from real frames only: outputs and running means do not see padding."""
    batch = torch.zeros(2, 12, len(LINE), 5)
    batch[0, :5], batch[1] = clip(5), clip(12)
    longer = torch.full((2, 40, len(LINE), 5), 1e6)
    longer[:, :12] = batch
    made = [network(preset=preset).train() for _ in range(2)]
    lengths = torch.tensor([5, 12])
    torch.testing.assert_close(made[0](batch, lengths), made[1](longer, lengths), atol=2e-5, rtol=0)
    first, second = (one.state_dict() for one in made)
    for name, value in first.items():
        torch.testing.assert_close(second[name], value, atol=1e-5, rtol=1e-5)


def test_both_ways_of_normalising_agree() -> None:
    """A batch with padding is normalised by the rule that torch has for one without."""
    frames = torch.randn(4, 3, 2, 6)
    plain, masked = ChannelNorm(6), ChannelNorm(6)
    usual = plain(frames, None)
    torch.testing.assert_close(masked(frames, torch.ones(4, 1, 2, 1, dtype=torch.bool)), usual)
    torch.testing.assert_close(masked.running_var, plain.running_var)
    torch.testing.assert_close(masked.running_mean, plain.running_mean)


def test_the_normalisation_is_over_the_right_axes() -> None:
    """Each channel of each point has its own mean: the earlier scripts had scrambled them."""
    made = network().train()
    means = torch.arange(25.0).view(5, 5) * 10
    values = means + torch.randn(8, 6, 5, 5)
    made.norm.momentum = 1.0
    made(values, torch.full((8,), 6))
    torch.testing.assert_close(made.norm.running_mean.view(5, 5), means, atol=0.6, rtol=0)


def test_inner_normalisation_is_per_channel() -> None:
    """Inside, too, a channel's mean is a channel's: not a point's, a clip's or a frame's."""
    norm = ChannelNorm(6).train()
    frames = torch.randn(4, 3, 2, 6) + torch.arange(6.0) * 100
    assert norm(frames, None).mean((0, 1, 2)).abs().max() < 1e-3
    torch.testing.assert_close(norm.running_mean, frames.mean((0, 1, 2)) * 0.1)


@pytest.mark.parametrize("streams", STREAMS)
def test_a_missing_value_says_nothing(streams: Streams) -> None:
    """With presence held, a missing coordinate is answered as one at the mean."""
    made = network(streams=streams)
    made.norm.running_mean.zero_()
    made.norm.bias.data.zero_()
    values = clip(6)
    values[:, 2, :4] = torch.nan
    answer = made(values[None], torch.tensor([6]))
    assert answer.isfinite().all()
    if streams == "joint":
        values[:, 2, :4] = 0.0
        torch.testing.assert_close(made(values[None], torch.tensor([6])), answer)


def test_nothing_at_all_has_an_answer_and_gradients() -> None:
    """A clip without a single point breaks neither the answer nor the training."""
    made = network(streams="joint_bone_motion").train()
    made(torch.full((2, 4, 5, 5), torch.nan), torch.tensor([4, 2])).sum().backward()
    assert all(p.grad is None or p.grad.isfinite().all() for p in made.parameters())


def test_the_points_of_a_part_may_count_differently() -> None:
    """Learned shares, all equal, are the mean; a point without a share says nothing."""
    mean = StGcn(LINE, 5, 7, 32, num_layers=1, dropout=0.0).eval()
    learned = StGcn(LINE, 5, 7, 32, num_layers=1, dropout=0.0, pooling="learned").eval()
    learned.load_state_dict(mean.state_dict(), strict=False)
    frames = torch.rand(3, len(LINE), 2, 32)
    assert learned.shares is not None
    for part in LINE.parts.values():
        learned.shares.data[part.start : part.stop] = 1 / len(part)
    torch.testing.assert_close(learned._pooled(frames, None), mean._pooled(frames, None))
    learned.shares.data[1] = 0.0
    other = frames.clone()
    other[:, 1] += 1.0
    torch.testing.assert_close(learned._pooled(other, None), learned._pooled(frames, None))
    assert not torch.allclose(mean._pooled(other, None), mean._pooled(frames, None))


def test_the_shares_are_learned() -> None:
    """Each share has a gradient, and no two channels begin alike."""
    made = StGcn(LINE, 5, 7, 32, num_layers=1, pooling="learned")
    made(clip(9)[None], torch.tensor([9])).square().sum().backward()
    assert made.shares is not None
    assert made.shares.grad is not None
    assert (made.shares.grad != 0).any(dim=1).all()
    assert len(made.shares[0].unique()) == 32


@pytest.mark.parametrize("rows", [1, 2, 25])
def test_any_length_has_an_answer(rows: int) -> None:
    """One frame is enough."""
    assert network(num_layers=2)(clip(rows)[None], torch.tensor([rows])).shape == (1, 7)


def test_time_has_an_order() -> None:
    """A clip played backwards is another clip."""
    values = clip(8)
    forth, back = (network()(v[None], torch.tensor([8])) for v in (values, values.flip(0)))
    assert not torch.allclose(forth, back)


@pytest.mark.parametrize("layout", [COMMON, made_layout(100), made_layout(1)], ids=len)
def test_any_layout_will_do(layout: Layout) -> None:
    """121 points of a signer, 100 without an edge, or a single one."""
    made = network(layout, streams="joint_bone_motion")
    values = clip(7, layout)
    assert made(values[None], torch.tensor([7])).isfinite().all()


def test_the_graph_matters() -> None:
    """The same weights over other edges give another answer."""
    other = made_layout(5, edges=((0, 4), (4, 2), (2, 3), (3, 1)), parts=2)
    values, lengths = clip(6)[None], torch.tensor([6])
    one, two = network(), network(other)
    two.load_state_dict(one.state_dict())
    assert not torch.allclose(one(values, lengths), two(values, lengths))


def test_only_edges_have_an_importance() -> None:
    """One learned factor for each edge of each partition, 1 at first; none in the plain one."""
    graph = network().blocks[0].graph
    assert graph.importance is not None
    assert graph.importance.tolist() == [1.0] * int((graph.adjacency > 0).sum())
    assert (graph.weighed() == graph.adjacency).all()
    assert network(preset="plain").blocks[0].graph.importance is None


@pytest.mark.parametrize(
    ("preset", "layers", "widths", "strides"),
    [
        ("partitions", 1, [64, 128, 256], [1, 2, 2]),
        ("partitions", 2, [64, 64, 128, 128, 256, 256], [1, 1, 2, 1, 2, 1]),
        ("plain", 2, [64, 128, 256], [1, 1, 1]),
    ],
)
def test_the_earlier_widths(
    preset: Preset, layers: int, widths: list[int], strides: list[int]
) -> None:
    """Hidden size 256 gives 64, 128, 256 with a kernel of 9, as users know it."""
    made = StGcn(LINE, 5, 7, 256, num_layers=layers, preset=preset)
    assert [block.graph.weight.shape[2] for block in made.blocks] == widths
    assert [block.stride for block in made.blocks] == strides
    assert {block.time.weight.shape[0] for block in made.blocks} == {9}
    assert {len(block.graph.adjacency) for block in made.blocks} == {1 if preset == "plain" else 3}


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("streams", STREAMS)
def test_it_is_the_usual_network(preset: Preset, streams: Streams) -> None:
    """Convolutions and an einsum with the same weights give the same, gradients too."""
    made = network(COMMON, streams, preset, num_layers=2).train()
    values, lengths = torch.randn(2, 25, len(COMMON), 5), torch.full((2,), 25)
    values[:, 3:5, 40:] = torch.nan
    answers, grads = [], []
    state = {name: value.clone() for name, value in made.state_dict().items()}
    for one in (made, Usual(made)):
        made.load_state_dict(state)
        answers.append(one(values, lengths))
        loss = answers[-1].square().mean()
        grads.append(torch.autograd.grad(loss, list(made.parameters()), allow_unused=True))
    torch.testing.assert_close(answers[0], answers[1], atol=1e-5, rtol=1e-5)
    for ours, usual in zip(*grads, strict=True):
        if ours is not None:
            torch.testing.assert_close(ours, usual, atol=1e-4, rtol=1e-3)


def test_the_config_decides_its_shape() -> None:
    """Every knob of the graph network reaches it."""
    config = TrainConfig(
        model_type="stgcn", hidden_size=16, num_layers=3, streams="joint_bone", num_classes=3
    )
    made = MODELS["stgcn"](config, COMMON, 5)
    assert isinstance(made, StGcn)
    assert (made.streams, len(made.blocks)) == ("joint_bone", 9)
    assert made.answer[1].out_features == 3
    plain = MODELS["stgcn"](config.model_copy(update={"stgcn_preset": "plain"}), COMMON, 5)
    assert len(plain.blocks) == 3
