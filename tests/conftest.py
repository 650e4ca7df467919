"""Fixtures that every part's tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.models.embed import load_embedder
from index.models.embedder import Embedder, HashingEmbedder
from index.settings import ModelSettings


@pytest.fixture(scope="session")
def model_settings() -> ModelSettings:
    """The default model, its export in the user's own cache so that one serves many runs."""
    cache = os.environ.get("ONRECORD_CACHE")
    return ModelSettings(cache=Path(cache)) if cache else ModelSettings()


@pytest.fixture(scope="session")
def embedder(model_settings: ModelSettings) -> Embedder:
    """The real default model, loaded once."""
    return load_embedder(model_settings)


@pytest.fixture
def fake_embedder() -> HashingEmbedder:
    """An embedder that needs no model: texts that share words are close."""
    return HashingEmbedder()
