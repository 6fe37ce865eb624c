"""Configs that were found to work, by name.

What it is: starting points that the dialog offers, README names and the benchmarks use.
What it is not: defaults (each field has its own), or a promise for other clips.
"""

from __future__ import annotations

from emo7_core.config.train import TrainConfig

# Found on the drawn affect (tests/benchmarks/demo_affect.py). Half the usual rows and narrow, few
# blocks make an epoch cheap, small batches make many steps of it, and the falling rate ends the
# jumps between epochs.
STGCN_ON_A_CPU = TrainConfig(
    model_type="stgcn",
    rate=6.25,
    window_seconds=3.6,
    hidden_size=32,
    num_layers=1,
    dropout=0.0,
    point_pooling="learned",
    batch_size=16,
    learning_rate=4e-3,
    rate_over_time="cosine",
    num_epochs=9,
    weight_decay=0.02,
)
