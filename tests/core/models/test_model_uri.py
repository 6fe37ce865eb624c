"""Addresses of models: what is understood and what is refused."""

from __future__ import annotations

import pytest

from emo7_core.errors import UsageError
from emo7_core.models.model_uri import LoggedId, RegisteredVersion, RunPath, parse_model_uri


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("models:/m-0a1b", LoggedId("m-0a1b")),
        ("models:/emo7-lstm-7/3", RegisteredVersion("emo7-lstm-7", "3", "")),
        ("models:/emo7-lstm-7/latest", RegisteredVersion("emo7-lstm-7", "latest", "")),
        ("models:/my model@champion", RegisteredVersion("my model", "", "champion")),
        ("runs:/0a1b/model", RunPath("0a1b", "model")),
        ("runs:/0a1b/deep/model/", RunPath("0a1b", "deep/model")),
    ],
)
def test_addresses_of_mlflow(text: str, found: object) -> None:
    """Every form of MLflow is taken apart."""
    assert parse_model_uri(text) == found


@pytest.mark.parametrize(
    "text", ["mlartifacts/1/models/m-1/artifacts", "C:\\models\\x", "20261122-x", "/a/b", "~/x"]
)
def test_places_and_names_have_no_scheme(text: str) -> None:
    """A path or a job's id is left to others."""
    assert parse_model_uri(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "runs:/0a1b/../../etc",
        "runs:/../x/model",
        "runs:/0a1b/a\\..\\b",
        "runs:/0a1b/%2e%2e/x",
        "runs:/0a1b",
        "models:/m-1/../x",
        "models:/../1",
        "models:/name/Production",
        "models:/",
        "models:/@champion",
        "s3://bucket/model",
        "http://host/model",
        "mlflow-artifacts:/1/models",
    ],
)
def test_what_leads_elsewhere_is_refused(text: str) -> None:
    """An address that climbs out, or has another scheme, is refused before anybody is asked."""
    with pytest.raises(UsageError):
        parse_model_uri(text)
