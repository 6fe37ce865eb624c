"""What the model picker shows, made from the list of models and the slots.

What it is: pure translation; one row for one set of weights, wherever it was found.
What it is not: the listing (emo7_core/models/choices.py).
Convention: a job is called by its kind and its number among the project's jobs, as in Train.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from emo7_core.models.choice import ModelChoice
from emo7_core.models.titles import TITLES
from emo7_core.scale import K
from emo7_gui.desks.live_models import LiveModels, ModelState
from emo7_gui.review.picker_view import PickedModel, PickerRow

SCORES = {"val_macro_f1": "val macro-F1", "val_kappa": "val kappa"}
TARGETS = {
    "human": "human labels",
    "caption": "caption labels",
    "adjudicated": "adjudicated labels",
}
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model and every place where it was found.

    Attributes:
        choice: As it was found first.
        name: What people call it.
        places: Where it was found, in words.
    """

    choice: ModelChoice
    name: str
    places: tuple[str, ...]

    @property
    def refused(self) -> str:
        """Why it cannot predict live, "" where it can."""
        count = self.choice.num_classes
        if self.choice.refused or not count or count == K:
            return self.choice.refused
        return f"it knows {count} classes, live predictions need seven"


def listed(choices: Iterable[ModelChoice], runs: Path) -> tuple[ListedModel, ...]:
    """Return the models, those with the same weights as one; the usable ones first."""
    numbers = {path.parent.name: n for n, path in enumerate(_jobs(runs), start=1)}
    groups: dict[str, list[ModelChoice]] = {}
    for one in choices:
        # A folder stands for itself: a copy may be damaged where the original is not.
        is_known = bool(one.weights_hash) and one.place != "folder"
        groups.setdefault(one.weights_hash if is_known else one.uri, []).append(one)
    found = [_listed(group, numbers) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: bool(one.refused)))


def picker_rows(models: Sequence[ListedModel], live: LiveModels) -> tuple[PickerRow, ...]:
    """Return the rows of the list."""
    return tuple(_row(one, live) for one in models)


def picked_models(live: LiveModels, waiting: Mapping[str, str]) -> tuple[PickedModel, ...]:
    """Return what the slots hold.

    Args:
        live: What is loaded or loading.
        waiting: Names of models that are still being fetched, by letter.
    """
    return tuple(_picked(letter, live, waiting) for letter in "AB")


def _picked(letter: str, live: LiveModels, waiting: Mapping[str, str]) -> PickedModel:
    if letter in waiting:
        return PickedModel(letter, waiting[letter], "fetching the model")
    model = live.get("A" if letter == "A" else "B")
    if model is None:
        return PickedModel(letter)
    words = f"{model.words()}. {model.note}" if model.note else model.words()
    return PickedModel(letter, model.name, words, model.state is ModelState.FAILED)


def _jobs(runs: Path) -> list[Path]:
    return sorted(runs.glob("*/job.json"))


def _listed(group: Sequence[ModelChoice], numbers: Mapping[str, int]) -> ListedModel:
    first = next((one for one in group if one.folder and not one.refused), group[0])
    own = next((one for one in group if one.place == "project run"), None)
    registered = [one.title for one in group if one.place == "registry"]
    name = first.title
    if own is not None and own.uri in numbers:
        kind = TITLES.get(first.model_type, first.model_type or "Model")
        name = f"{kind} #{numbers[own.uri]}"
    places = [one.place for one in group if one.place != "registry"]
    words = (*dict.fromkeys(places), *(f"registry {title}" for title in registered))
    if name in registered:
        words = tuple(dict.fromkeys((*places, "registry")))
    return ListedModel(first, name, words)


def _row(model: ListedModel, live: LiveModels) -> PickerRow:
    choice = model.choice
    held = [one for one in live if choice.folder and one.folder == Path(choice.folder)]
    broken = next((one.words() for one in held if one.state is ModelState.FAILED), "")
    kind = TITLES.get(choice.model_type, choice.model_type)
    target = TARGETS.get(choice.target, choice.target)
    kind = "" if kind in model.name else kind
    parts = (kind, target, _day(choice.created), *model.places)
    return PickerRow(
        uri=choice.uri,
        title=model.name,
        detail=" · ".join(part for part in parts if part),
        scores=tuple(
            f"{words} {_number(value)}"
            for key, words in SCORES.items()
            if (value := choice.scores.get(key)) is not None
        ),
        letters="".join(one.slot for one in held),
        refused=model.refused,
        warning=broken or choice.leak,
    )


def _number(value: float) -> str:
    text = f"{abs(value):.2f}".removeprefix("0")
    return f"{_MINUS}{text}" if value < 0 else text


def _day(created: str) -> str:
    try:
        when = datetime.fromisoformat(created).astimezone()
    except ValueError:
        return ""
    return f"{when.day} {when:%b %Y}"
