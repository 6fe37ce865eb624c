"""A training that is interrupted and resumed ends as the one that never was, bit for bit."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event
from emo7_core.models.card import CARD, WEIGHTS, read_card
from emo7_core.training.resume import STATE, SafeCheckpoint, read_point
from emo7_core.training.train import train
from tests.planted import examples

EPOCHS = 6
CLIPS = examples(3)
SMALL = TrainConfig(
    hidden_size=8, num_layers=2, dropout=0.3, num_epochs=EPOCHS, batch_size=8,
    learning_rate=5e-3, weight_decay=1e-3, device="cpu",
)  # fmt: skip
VARIANTS = {
    "weights": SMALL,
    "sampler": SMALL.model_copy(update={"balance": "sampler", "monitor": "val_loss"}),
    "augmented": SMALL.model_copy(update={"augment": True, "augment_rare": True}),
    "falling": SMALL.model_copy(update={"rate_over_time": "cosine"}),
    "early": SMALL.model_copy(update={"num_epochs": 50, "patience": 2, "learning_rate": 1e-9}),
}


class Killed(Exception):
    """Stands for the end of the process: nothing after it is done."""


def run(folder: Path, config: TrainConfig, on_event: Callable[[Event], None]) -> list[Event]:
    events: list[Event] = []

    def hear(event: Event) -> None:
        events.append(event)
        on_event(event)

    train(CLIPS, config, folder, hear)
    return events


def kill_in(epoch: int) -> Callable[[Event], None]:
    """Return a listener that ends the training when an epoch is told, before it is stored."""

    def hear(event: Event) -> None:
        if event.get("epoch") == epoch and event["event"] == "epoch":
            raise Killed

    return hear


def told(events: list[Event]) -> list[Event]:
    """Return the epochs that count, without the time they took."""
    found: dict[int, Event] = {}
    for event in events:
        if event["event"] == "epoch":
            found[event["epoch"]] = {k: v for k, v in event.items() if k != "seconds"}
    return [found[number] for number in sorted(found)]


@pytest.fixture(scope="module", params=sorted(VARIANTS))
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Return folders and events of the same training, once whole, once killed in epoch 3."""
    config = VARIANTS[request.param]
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    whole, cut = (tmp_path_factory.mktemp(name) for name in ("whole", "cut"))
    once = run(whole, config, lambda event: None)
    with pytest.raises(Killed):
        run(cut, config, kill_in(3))
    torch.rand(7)  # Whatever happened to the random numbers meanwhile must not matter.
    twice = run(cut, config, lambda event: None)
    torch.set_num_threads(before)
    return whole, cut, once, twice


def test_the_best_model_is_the_same(both) -> None:
    """The weights that were kept are equal bit for bit, and so is all said of them."""
    whole, cut, _, _ = both
    assert (whole / "model" / WEIGHTS).read_bytes() == (cut / "model" / WEIGHTS).read_bytes()
    cards = [read_card(folder / "model").model_dump(exclude={"created"}) for folder in (whole, cut)]
    assert cards[0] == cards[1]


def test_the_last_state_is_the_same(both) -> None:
    """Weights, optimizer, epochs, best score and patience of the last epoch are equal."""
    whole, cut, _, _ = both
    states = [SafeCheckpoint().load_checkpoint(folder / STATE) for folder in (whole, cut)]
    assert_same(states[0], states[1])


def assert_same(one: object, other: object, where: str = "") -> None:
    if isinstance(one, torch.Tensor):
        assert isinstance(other, torch.Tensor)
        assert torch.equal(torch.nan_to_num(one), torch.nan_to_num(other)), where
    elif isinstance(one, dict):
        assert isinstance(other, dict)
        assert one.keys() == other.keys(), where
        for key, value in one.items():
            assert_same(value, other[key], f"{where}/{key}")
    elif isinstance(one, list | tuple):
        assert isinstance(other, list | tuple)
        assert len(one) == len(other), where
        for number, value in enumerate(one):
            assert_same(value, other[number], f"{where}/{number}")
    else:
        assert one == other, where


def test_the_scores_of_every_later_epoch_are_the_same(both) -> None:
    """What is told after the interruption is what would have been told."""
    _, _, once, twice = both
    later = [event for event in told(once) if event["epoch"] >= 3]
    # As text: a score that is not defined is not equal to itself.
    assert repr(told(twice)) == repr(later)


def test_it_says_where_it_goes_on(both) -> None:
    """The first event names the last whole epoch: what was told after it is void."""
    _, _, _, twice = both
    assert twice[0] == {"event": "resumed", "epoch": 2}


def test_an_epoch_cut_by_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    """Stopped in the middle of epoch 3 and resumed: the end is that of the whole training."""
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    train(CLIPS, SMALL, whole)
    steps = iter(range(10_000))
    per_epoch = -(-len(read_card(whole / "model").training.clips) // SMALL.batch_size)
    result = train(
        CLIPS, SMALL, cut, should_stop=lambda: next(steps) >= 2 * per_epoch + per_epoch // 2
    )
    assert (result.was_stopped, result.epochs) == (True, 3)
    point = read_point(cut / STATE)
    assert point is not None
    assert (point.epoch, point.is_finished) == (2, False)
    train(CLIPS, SMALL, cut)
    assert (whole / "model" / WEIGHTS).read_bytes() == (cut / "model" / WEIGHTS).read_bytes()


def test_what_a_cut_epoch_kept_is_taken_back(tmp_path: Path) -> None:
    """A best model that only the cut epoch had gives way to the one before it."""
    train(CLIPS, SMALL.model_copy(update={"num_epochs": 2}), tmp_path)
    best = (tmp_path / "model" / CARD).read_bytes()
    from emo7_core.models.checkpoint import load_model
    from emo7_core.training.kept_model import keep_model, settle

    kept = load_model(tmp_path / "model")
    keep_model(kept.network, kept.card.model_copy(update={"epoch": 3}), tmp_path / "model")
    assert read_card(tmp_path / "model").epoch == 3
    settle(tmp_path / "model", last_epoch=2)
    assert (tmp_path / "model" / CARD).read_bytes() == best


def test_a_training_that_had_finished_only_says_so(tmp_path: Path) -> None:
    """Killed after the last epoch was stored: resuming runs nothing and knows the best."""
    once = train(CLIPS, SMALL, tmp_path)
    events: list[Event] = []
    twice = train(CLIPS, SMALL, tmp_path, events.append)
    assert (twice.best, twice.best_epoch, twice.epochs) == (once.best, once.best_epoch, once.epochs)
    assert [event["event"] for event in events] == ["resumed"]


def test_other_labels_are_not_resumed(tmp_path: Path) -> None:
    """Clips that changed since then are told, not mixed in."""
    train(CLIPS, SMALL.model_copy(update={"num_epochs": 1}), tmp_path)
    with pytest.raises(JobError, match="has changed since"):
        train(CLIPS[1:], SMALL.model_copy(update={"num_epochs": 1}), tmp_path)


class Hostile:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        return os.mkdir, (os.environ["EMO7_TEST_TRAP"],)


def test_a_pickle_in_its_place_does_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state file that is a pickle, also torch's own, is refused unread."""
    trap = tmp_path / "ran"
    monkeypatch.setenv("EMO7_TEST_TRAP", str(trap))
    for write in (
        lambda path: path.write_bytes(pickle.dumps(Hostile())),
        lambda path: torch.save(Hostile(), path),
    ):
        write(tmp_path / STATE)
        with pytest.raises(JobError, match="damaged"):
            train(CLIPS, SMALL, tmp_path)
    assert not trap.exists()


def test_the_state_holds_every_kind_of_value(tmp_path: Path) -> None:
    """Numbers as keys, tuples, nothing and tensors that share memory come back as they were."""
    shared = torch.arange(6.0)
    state = {1: (1, 2.5, None, True), "a": [shared, shared[:2], {"x": float("inf")}], "e": {}}
    SafeCheckpoint().save_checkpoint(state, tmp_path / STATE)
    assert_same(state, SafeCheckpoint().load_checkpoint(tmp_path / STATE))
