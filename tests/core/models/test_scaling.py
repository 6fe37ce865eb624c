"""Scaling of features."""

from __future__ import annotations

import json

import numpy as np
import pytest

from emo7_core.errors import ModelError
from emo7_core.models.scaling import Kind, Scaling, fit_scaling


def clips() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    made = [rng.normal(3, 5, (t, 2, 3)).astype(np.float32) for t in (4, 7)]
    for clip in made:
        clip[..., -1] = 1.0
        clip[0, 0, :2] = np.nan
    made[1][0, 0, -1] = 0.0
    return made


def test_minmax_gives_zero_to_one() -> None:
    """The training clips span 0..1 in each feature."""
    data = clips()
    scaled = np.concatenate([fit_scaling("minmax", data).apply(clip) for clip in data])[..., :2]
    assert np.nanmin(scaled, axis=0) == pytest.approx(np.zeros((2, 2)), abs=1e-6)
    assert np.nanmax(scaled, axis=0) == pytest.approx(np.ones((2, 2)), abs=1e-6)


def test_standard_gives_mean_0_and_deviation_1() -> None:
    """Over all known values, missing ones left out."""
    data = clips()
    scaled = np.concatenate([fit_scaling("standard", data).apply(clip) for clip in data])[..., :2]
    assert np.nanmean(scaled, axis=0) == pytest.approx(np.zeros((2, 2)), abs=1e-5)
    assert np.nanstd(scaled, axis=0) == pytest.approx(np.ones((2, 2)), abs=1e-5)


@pytest.mark.parametrize("kind", ["none", "minmax", "standard"])
def test_missing_stays_missing_and_presence_stays(kind: Kind) -> None:
    """NaN is never filled here, and the presence channel is not scaled."""
    data = clips()
    scaled = fit_scaling(kind, data).apply(data[1])
    assert (np.isnan(scaled) == np.isnan(data[1])).all()
    assert (scaled[..., -1] == data[1][..., -1]).all()


def test_what_does_not_vary_is_left() -> None:
    """A feature that never changes or is never seen gives no division by zero."""
    data = [np.full((3, 2, 3), 2.0, np.float32)]
    data[0][:, 1, 0] = np.nan
    scaling = fit_scaling("standard", data)
    assert (scaling.apply(data[0])[:, 0] == 2.0).all()
    assert np.isfinite(scaling.offset).all()


@pytest.mark.parametrize("kind", ["none", "minmax", "standard"])
def test_it_survives_json(kind: Kind) -> None:
    """Stored and read back it does the same."""
    data = clips()
    fitted = fit_scaling(kind, data)
    read = Scaling.from_dict(json.loads(json.dumps(fitted.to_dict())), 2, 3)
    np.testing.assert_allclose(read.apply(data[0]), fitted.apply(data[0]))


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"kind": "odd", "offset": [[0, 0, 0]] * 2, "scale": [[1, 1, 1]] * 2},
        {"kind": "minmax", "offset": [[0, 0]], "scale": [[1, 1]]},
        {"kind": "minmax", "offset": [[0, 0, 0]] * 2, "scale": [[0, 1, 1]] * 2},
    ],
)
def test_what_does_not_fit_is_refused(stored: dict[str, object]) -> None:
    """A damaged scaling is an error, not a division by zero later."""
    with pytest.raises(ModelError):
        Scaling.from_dict(stored, 2, 3)
