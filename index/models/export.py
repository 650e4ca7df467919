"""A sentence-transformers model to ONNX, once; only ever imported when no valid export is there."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from index.errors import ModelError
from index.models.embedder import Vectors
from index.models.exported import Export, write_export
from index.models.sources import Source

OPSET = 18
#: texts on which an export must agree with sentence-transformers before it is used
TRIED = (
    "",
    " ",
    "Who called for a ceasefire?",
    "ceasefire",
    "Mayor of London Sadiq Khan has also broken senior party ranks to back a ceasefire.",
    "“It’s time,” she said — £1.2bn, 3.5% & 12/10/2023…",
    "🕊️ 停火 وقف إطلاق النار шлях",
    "Interest rates were held at 5.25 per cent by the Bank of England. " * 12,
    "word " * 700,
)


class _Stack(nn.Module):
    """The modules of a sentence-transformers model, from token ids to vectors."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.stack = nn.ModuleList(model.children())

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor | None = None
    ) -> Tensor:
        features: Any = {"input_ids": input_ids, "attention_mask": attention_mask}
        if token_type_ids is not None:
            features["token_type_ids"] = token_type_ids
        for module in self.stack:
            features = module(features)
        vectors: Tensor = features["sentence_embedding"]
        return vectors


def open_model(source: Source, *, device: str = "cpu") -> SentenceTransformer:
    """The model in sentence-transformers, from its folder alone.

    Raises:
        ModelError: it does not load.
    """
    try:
        return SentenceTransformer(
            str(source.folder),
            device=device,
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "attn_implementation": "eager"},
        ).eval()
    except Exception as error:  # noqa: BLE001  # whatever a model's own code raises
        raise ModelError(f"{source.folder} does not load in sentence-transformers: {error}") from error


def export(source: Source, folder: Path, *, numerics: str) -> Export | None:
    """Export a model into the cache's ``folder``; None where it does not export or its vectors disagree.

    Raises:
        ModelError: it does not load, or the cache cannot be written to.
    """
    model = open_model(source)
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    window = model.max_seq_length
    if tokenizer is None or not window:
        return None
    graph = _graph(model)
    if graph is None:
        return None
    return write_export(
        folder,
        graph=graph,
        tokenizer=tokenizer.to_str().encode(),
        model=source.name,
        source=source.sha256,
        numerics=numerics,
        dimension=int(model.get_embedding_dimension() or 0),
        window=int(window) - int(tokenizer.num_special_tokens_to_add(False)),
        agreement=1.0,
        versions={name: version(name) for name in ("torch", "onnx", "onnxruntime", "sentence-transformers")},
    )


def _graph(model: SentenceTransformer) -> bytes | None:
    """The model as an ONNX graph with any number of texts of any length, or None if torch cannot trace it."""
    names = [
        name
        for name in ("input_ids", "attention_mask", "token_type_ids")
        if name in model.tokenizer.model_input_names
    ]
    ids = torch.randint(10, 100, (2, 16))
    sizes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("length", max=model.max_seq_length)}
    given = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "token_type_ids": torch.zeros_like(ids),
    }
    target = io.BytesIO()
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _Stack(model),
                tuple(given[name] for name in names),
                target,
                input_names=names,
                output_names=["vectors"],
                dynamic_shapes=(sizes,) * len(names),
                opset_version=OPSET,
                external_data=False,
                verbose=False,
            )
    except Exception:  # noqa: BLE001  # torch raises errors of many kinds for what it cannot trace
        return None
    return target.getvalue()


def agreement(ours: Vectors, theirs: Sequence[Any]) -> float:
    """The lowest cosine between rows of unit vectors."""
    return float(np.min(np.sum(ours * np.asarray(theirs), axis=1)))
