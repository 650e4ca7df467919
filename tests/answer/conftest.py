"""Engines over real collections, built once with the real embedding model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engine import Engine
from index import sample
from index.build import ingest
from index.collection import Collection
from index.models.embedder import Embedder
from index.settings import Settings

ARTICLES = Path(__file__).parents[2].parent / "shared" / "articles"


def _engine(source: Path, folder: Path, embedder: Embedder) -> Iterator[Engine]:
    report = ingest([str(source)], Settings(collection=folder), embedder)
    assert not report.skipped
    with Engine(Collection.open(folder, embedder_digest=embedder.digest), embedder) as engine:
        yield engine


@pytest.fixture(scope="session")
def sample_engine(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Engine]:
    """Over the sample articles."""
    yield from _engine(sample.folder(), tmp_path_factory.mktemp("sample") / "collection", embedder)


@pytest.fixture(scope="session")
def seeds_engine(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Engine]:
    """Over the five real articles that lie beside a developer's checkout."""
    if not ARTICLES.is_dir():
        pytest.skip("the third-party articles are not beside this checkout")
    yield from _engine(ARTICLES, tmp_path_factory.mktemp("seeds") / "collection", embedder)
