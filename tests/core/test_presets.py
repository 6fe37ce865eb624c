"""One recipe, wherever it stands: preset, README and benchmark."""

from __future__ import annotations

import re
from pathlib import Path

from emo7_core.config.presets import STGCN_ON_A_CPU
from emo7_core.knobs import config_from_flags
from emo7_gui.desks.previews import PRESETS
from tests.benchmarks.demo_affect import RECIPES

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_readme_gives_the_flags_of_the_preset() -> None:
    """Copied to a command line, it trains what the dialog's preset trains."""
    command = re.search(r"`emo7 train --project study (--model-type stgcn --rate [^`]+)`", README)
    assert command is not None
    assert config_from_flags(command[1].split()) == STGCN_ON_A_CPU


def test_the_benchmark_trains_the_preset() -> None:
    """What was found there is what the preset says; loss, judge and variation are extra."""
    recipe = RECIPES["stgcn"]
    extra = {name for name in recipe if name.startswith("augment")}
    extra |= {"loss", "monitor", "patience", "device"}
    shared = {name: value for name, value in recipe.items() if name not in extra}
    assert shared == STGCN_ON_A_CPU.changed()


def test_the_dialog_offers_the_preset_by_the_name_in_the_readme() -> None:
    """The name that people read is the one that they find."""
    (preset,) = (one for one in PRESETS if one.config == STGCN_ON_A_CPU)
    assert f'the preset "{preset.name}"' in README
