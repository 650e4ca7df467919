"""Models other than the default one, made here with random weights: what exports, how, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.models import sources
from index.models.embed import load_embedder
from index.models.exported import MANIFEST, Numerics
from index.settings import ModelSettings

torch = pytest.importorskip("torch")
TEXTS = ["Who called for a ceasefire?", "", "Rates were held. " * 90, "停火", "Rovers won 3-1."]


def save_model(folder: Path, *, pooling: str = "mean", dense: bool = False, activation: str = "gelu") -> None:
    """A small BERT of random weights with the default model's tokenizer."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
        hidden_act=activation,
    )
    bert = folder / "bert"
    BertModel(config).save_pretrained(bert)
    AutoTokenizer.from_pretrained(sources.packaged_folder()).save_pretrained(bert)
    transformer = modules.Transformer(str(bert), max_seq_length=64)
    parts = [transformer, modules.Pooling(64, pooling_mode=pooling)]
    if dense:
        parts.append(modules.Dense(64, 32))
    SentenceTransformer(modules=parts, device="cpu").save(str(folder / "saved"))


@pytest.mark.parametrize(
    ("made", "dimension"),
    [
        ({}, 64),
        ({"pooling": "cls"}, 64),
        ({"dense": True}, 32),
        ({"activation": "relu"}, 64),
        ({"pooling": "max"}, 64),
    ],
)
def test_another_model_gives_its_own_vectors(tmp_path: Path, made: dict[str, object], dimension: int) -> None:
    from sentence_transformers import SentenceTransformer

    save_model(tmp_path, **made)  # type: ignore[arg-type]
    embedder = load_embedder(ModelSettings(name=str(tmp_path / "saved"), cache=tmp_path / "cache"))
    theirs = SentenceTransformer(str(tmp_path / "saved"), device="cpu").encode(TEXTS, normalize_embeddings=True)
    assert embedder.dimension == dimension
    assert embedder.window == 62
    assert np.sum(embedder.encode(TEXTS) * theirs, axis=1).min() >= 0.99
    assert len(list((tmp_path / "cache").rglob(MANIFEST))) == 1


def test_where_8_bits_disagree_32_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sentence_transformers import SentenceTransformer

    from index.models import export

    save_model(tmp_path)
    monkeypatch.setattr(export, "_traced", lambda _: pytest.fail("BERT needs no tracing"))
    monkeypatch.setitem(export.NEEDED, Numerics.INT8, 1.1)
    embedder = load_embedder(ModelSettings(name=str(tmp_path / "saved"), cache=tmp_path / "cache"))
    theirs = SentenceTransformer(str(tmp_path / "saved"), device="cpu").encode(TEXTS, normalize_embeddings=True)
    assert np.sum(embedder.encode(TEXTS) * theirs, axis=1).min() >= 0.9999
    (manifest,) = (tmp_path / "cache").rglob(MANIFEST)
    assert json.loads(manifest.read_text())["manifest"]["numerics"] == Numerics.FLOAT32


def test_another_model_has_another_digest(tmp_path: Path) -> None:
    save_model(tmp_path)
    named = ModelSettings(name=str(tmp_path / "saved"), cache=tmp_path / "cache")
    before = load_embedder(named).digest
    pooling = next((tmp_path / "saved").rglob("1_Pooling/config.json"))
    config = json.loads(pooling.read_text())
    pooling.write_text(json.dumps(config | {"pooling_mode": "cls"}))
    assert load_embedder(named).digest != before


def test_a_model_that_does_not_export_runs_on_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.models import export

    save_model(tmp_path)
    monkeypatch.setattr(export, "NEEDED", dict.fromkeys(export.NEEDED, 1.1))
    settings = ModelSettings(name=str(tmp_path / "saved"), cache=tmp_path / "cache")
    first, again = load_embedder(settings), load_embedder(settings)
    assert type(again).__name__ == "TorchEmbedder"
    assert first.digest == again.digest
    assert np.allclose(np.linalg.norm(again.encode(TEXTS), axis=1), 1, atol=1e-2)
    assert again.encode([]).shape == (0, 64)
    assert again.count_tokens(["ceasefire now!", ""]) == [3, 0]
    assert again.window == 62
