"""Training on small clips with a planted signal."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import lightning.pytorch as pl
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event
from emo7_core.models.card import read_card
from emo7_core.models.checkpoint import load_model
from emo7_core.scale import CLASSES
from emo7_core.training import train as training
from emo7_core.training.keeper import Keeper
from emo7_core.training.module import AffectModule, score_clips
from emo7_core.training.sample import Example
from emo7_core.training.train import TrainResult, train
from tests.planted import empty_track, examples

SMALL = TrainConfig(
    hidden_size=8, num_layers=1, num_epochs=3, batch_size=16, learning_rate=5e-3, device="cpu"
)


def run(
    folder: Path, should_stop: Callable[[], bool] = lambda: False, **changes: object
) -> tuple[TrainResult, list[Event]]:
    events: list[Event] = []
    config = SMALL.model_copy(update=changes)
    result = train(examples(5), config, folder, events.append, should_stop, "hash")
    return result, events


def test_it_learns_the_signal_on_new_signers(tmp_path: Path) -> None:
    """A planted signal is found on signers that were not trained on."""
    config = SMALL.model_copy(update={"num_epochs": 20, "hidden_size": 32})
    result = train(examples(10), config, tmp_path)
    assert result.best > 0.5
    card = read_card(result.model_folder)
    assert card.scores["val_kappa"] is not None
    assert card.scores["val_kappa"] > 0.8
    assert not set(card.training.signers) & set(card.validation.signers)


def test_the_best_epoch_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept epoch is that with the highest score, not the first and not the last."""
    scores, events = (0.1, 0.5, 0.4, 0.2), list[Event]()
    monkeypatch.setattr(
        "emo7_core.statistics.metrics.macro_f1",
        lambda matrix: scores[sum(event["event"] == "epoch" for event in events)],
    )
    config = SMALL.model_copy(update={"num_epochs": 4})
    result = train(examples(2), config, tmp_path, events.append)
    assert (result.best_epoch, result.best) == (2, pytest.approx(0.5))
    card = read_card(result.model_folder)
    assert (card.epoch, card.scores["val_macro_f1"]) == (2, 0.5)


def test_the_kept_weights_are_those_of_the_best_epoch(tmp_path: Path) -> None:
    """Run only up to the best epoch, a training leaves the same weights."""
    result, _ = run(tmp_path / "long", num_epochs=6)
    shorter, _ = run(tmp_path / "short", num_epochs=result.best_epoch)
    weights = [load_model(r.model_folder).network.state_dict() for r in (result, shorter)]
    for name, value in weights[0].items():
        torch.testing.assert_close(value, weights[1][name], atol=0, rtol=0)


def test_a_score_that_is_not_computed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A monitored score that nobody logs ends the training; it is not "always the best"."""
    monkeypatch.setattr(AffectModule, "log_dict", lambda *args, **more: None)
    with pytest.raises((JobError, RuntimeError), match="val_macro_f1"):
        run(tmp_path)
    assert not (tmp_path / "model").exists()


def test_a_score_that_is_not_a_number_is_never_best(tmp_path: Path) -> None:
    """One validation clip of one class has no kappa: nothing is kept, and it is said."""
    few = examples(5, range(3, 4))
    config = SMALL.model_copy(update={"monitor": "val_kappa"})
    with pytest.raises(JobError, match="val_kappa"):
        train(few, config, tmp_path)


def test_every_class_has_its_scores(tmp_path: Path) -> None:
    """Scores by class have seven values, and the confusion is 7 x 7."""
    _, events = run(tmp_path, num_epochs=1)
    epoch = next(event for event in events if event["event"] == "epoch")
    assert {len(values) for values in epoch["per_class"].values()} == {len(CLASSES)}
    assert [len(row) for row in epoch["confusion"]] == [7] * 7
    assert sum(map(sum, epoch["confusion"])) == 7


def test_the_classes_are_the_scale_in_its_order(tmp_path: Path) -> None:
    """The order of the outputs does not depend on which labels come first."""
    config = SMALL.model_copy(update={"num_epochs": 1})
    orders = []
    for number, clips in enumerate((examples(2), examples(2)[::-1])):
        events: list[Event] = []
        result = train(clips, config, tmp_path / str(number), events.append)
        orders.append((read_card(result.model_folder).vocabulary, events[0]["training_counts"]))
    assert orders[0] == orders[1]
    assert orders[0][0] == CLASSES


def test_bad_clips_are_listed_before_the_first_epoch(tmp_path: Path) -> None:
    """The first event says what is skipped and why; nothing stands in for it."""
    events: list[Event] = []
    bad = [Example("gone.mp4", None, 3), Example("dark.mp4", empty_track(), 2)]
    config = SMALL.model_copy(update={"num_epochs": 1})
    good = examples(2)
    result = train([*good[:3], *bad, *good[3:]], config, tmp_path, events.append)
    assert [one["name"] for one in events[0]["skipped"]] == ["gone.mp4", "dark.mp4"]
    assert [one.name for one in result.skipped] == ["gone.mp4", "dark.mp4"]
    assert events[0]["event"] == "data"
    assert events[0]["training"] + events[0]["validation"] == len(good)


def test_nothing_to_train_on_is_told(tmp_path: Path) -> None:
    """Without usable clips there is no training and no model."""
    with pytest.raises(JobError, match="cannot be split"):
        train([Example("gone.mp4", None, 3)], SMALL, tmp_path)


def test_stopping_early_keeps_the_best(tmp_path: Path) -> None:
    """A stop in the middle of the first epoch still leaves a model."""
    result, events = run(tmp_path, should_stop=lambda: True, num_epochs=50)
    assert result.was_stopped
    assert result.epochs == 1
    assert load_model(result.model_folder).card.epoch == 1
    assert [event["event"] for event in events] == ["data", "epoch"]


def test_patience_ends_it(tmp_path: Path) -> None:
    """Without a better score for so many epochs it ends by itself."""
    result, _ = run(tmp_path, num_epochs=50, patience=2, learning_rate=1e-9)
    assert result.epochs <= result.best_epoch + 2 < 50
    assert not result.was_stopped


def test_a_lower_loss_is_better(tmp_path: Path) -> None:
    """With the loss as score, the lowest is kept."""
    result, events = run(tmp_path, num_epochs=5, monitor="val_loss")
    losses = [event["val_loss"] for event in events if event["event"] == "epoch"]
    assert result.best == pytest.approx(min(losses))


def test_a_diverged_training_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss that is not a number ends the training with a remedy."""
    monkeypatch.setattr(AffectModule, "train_loss", property(lambda self: math.nan))
    with pytest.raises(JobError, match="smaller learning rate"):
        run(tmp_path)


@pytest.mark.parametrize("changes", [{"loss": "focal"}, {"pooling": "last"}, {"num_classes": 3}])
def test_the_options_train(tmp_path: Path, changes: dict[str, object]) -> None:
    """Each option gives a model that loads with that option."""
    result, _ = run(tmp_path, num_epochs=1, **changes)
    card = load_model(result.model_folder).card
    assert {name: getattr(card.config, name) for name in changes} == changes


@pytest.mark.parametrize("kind", ["minmax", "standard"])
def test_normalization_is_stored_with_the_model(tmp_path: Path, kind: str) -> None:
    """What scaled the training clips is in the checkpoint."""
    result, _ = run(tmp_path, num_epochs=1, normalize_data=True, normalization_type=kind)
    assert read_card(result.model_folder).scaling.kind == kind


def test_scores_are_per_clip() -> None:
    """A clip counts once, however many windows it has: their mean decides."""
    probabilities = torch.tensor([[0.6, 0.4], [0.6, 0.4], [0.0, 1.0], [0.9, 0.1]])
    clips, targets = torch.tensor([4, 4, 4, 9]), torch.tensor([1, 1, 1, 0])
    scores = score_clips(clips, targets, probabilities, torch.tensor([1.0, 1.0, 1.0, 4.0]))
    assert scores.confusion.tolist() == [[1, 0], [0, 1]]
    assert scores.loss == pytest.approx(2.5)


def test_the_trainer_has_the_keeper() -> None:
    """The keeper is Lightning's own kind of callback, so it is called at all."""
    assert issubclass(Keeper, pl.Callback)
    assert training.Keeper is Keeper
