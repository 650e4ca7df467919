"""A sentence-transformers model to ONNX, once; only ever imported when no valid export is there.

Of the ways to compute it the fastest comes first, and the first whose vectors agree with
sentence-transformers' own on this very machine is kept: BERT in 8 bits, BERT in 32 bits, whatever else
torch.onnx.export can trace.
"""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnx import ModelProto
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from index.models.bert import OPSET, Shape, Weights, build, exact
from index.models.calibration import calibration_texts
from index.models.embedder import Vectors
from index.models.exported import Export, Manifest, Numerics, write_export
from index.models.onnx import OnnxEmbedder, padded, runtime_session
from index.models.quantise import Quantised, Range
from index.models.sources import Source

#: the lowest cosine to sentence-transformers' own vectors with which a way of computing them is accepted
NEEDED = {Numerics.INT8: 0.99, Numerics.FLOAT32: 0.9999}
_MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])


def export(source: Source, model: SentenceTransformer, folder: Path) -> Export | None:
    """Export a model into the cache's ``folder``; None where no way of it gives the model's own vectors.

    Raises:
        ModelError: the cache cannot be written to.
    """
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None or not model.max_seq_length:
        return None
    about = Manifest(
        model=source.name,
        source=source.sha256,
        numerics=Numerics.FLOAT32,
        dimension=int(model.get_embedding_dimension() or 0),
        window=int(model.max_seq_length) - int(tokenizer.num_special_tokens_to_add(False)),
        agreement=0.0,
        versions={name: version(name) for name in ("torch", "onnx", "onnxruntime", "sentence-transformers")},
        sha256={},
    )
    theirs = unit(model.encode(calibration_texts()))
    for numerics, make in _ways(model):
        made = Export(replace(about, numerics=numerics), make(), tokenizer.to_str().encode())
        lowest = _agreement(made, theirs) if made.graph else 0.0
        if lowest >= NEEDED[numerics]:
            return write_export(folder, replace(made, manifest=replace(made.manifest, agreement=lowest)))
    return None


def unit(vectors: Vectors) -> Vectors:
    """Rows at Euclidean length 1."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return scaled


def _agreement(made: Export, theirs: Vectors) -> float:
    """The lowest cosine over the texts tried."""
    ours = OnnxEmbedder(made, name=made.manifest.model, digest="", threads=1).encode(calibration_texts())
    return float(np.min(np.sum(ours * theirs, axis=1)))


def _ways(model: SentenceTransformer) -> Iterator[tuple[Numerics, Callable[[], bytes]]]:
    """How this model may be computed, the fastest first; empty bytes where that fails."""
    shape = _bert_shape(model)
    if shape is not None:
        first: Any = model[0]
        weights = {name: tensor.float().numpy() for name, tensor in first.auto_model.state_dict().items()}
        yield Numerics.INT8, lambda: _quantised(model, weights, shape)
        yield Numerics.FLOAT32, lambda: _bytes(build(weights, shape, exact))
    yield Numerics.FLOAT32, lambda: _traced(model)


def _bert_shape(model: SentenceTransformer) -> Shape | None:
    """The form of a model that ``bert.py`` knows: BERT, pooled by mean or first word piece, no more."""
    modules: list[Any] = list(model)
    if [type(module).__name__ for module in modules] not in _MODULES:
        return None
    config, pooling = modules[0].auto_model.config, modules[1]
    known = (config.model_type, config.hidden_act, getattr(config, "position_embedding_type", "absolute"))
    if known != ("bert", "gelu", "absolute") or pooling.pooling_mode not in ("mean", "cls"):
        return None
    return Shape(
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        width=config.hidden_size,
        epsilon=config.layer_norm_eps,
        pooling=pooling.pooling_mode,
    )


def _quantised(model: SentenceTransformer, weights: Weights, shape: Shape) -> bytes:
    """BERT in 8 bits, with ranges measured on the calibration texts."""
    session = runtime_session(_bytes(build(weights, shape, exact, taps=True)), "calibration")
    names = [output.name for output in session.get_outputs()][1:]
    tokenizer = model.tokenizer.backend_tokenizer
    tokenizer.enable_truncation(model.max_seq_length)
    tokenizer.no_padding()
    ranges: dict[str, Range] = {}
    for text in calibration_texts():
        ids, mask = padded([tokenizer.encode(text).ids])
        given = {"input_ids": ids, "attention_mask": mask.astype(np.int32)}
        for name, values in zip(names, session.run(names, given), strict=True):
            seen = Range.of(values[0])
            ranges[name] = ranges[name].joined(seen) if name in ranges else seen
    return _bytes(build(weights, shape, Quantised(ranges)))


def _bytes(graph: ModelProto) -> bytes:
    serialised: bytes = graph.SerializeToString()
    return serialised


class _Stack(nn.Module):
    """The modules of a sentence-transformers model, from token ids to vectors."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.stack = nn.ModuleList(model.children())

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor | None = None) -> Tensor:
        features: dict[str, Tensor] = {"input_ids": input_ids, "attention_mask": attention_mask}
        if token_type_ids is not None:
            features["token_type_ids"] = token_type_ids
        for module in self.stack:
            features = module(features)
        return features["sentence_embedding"]


def _traced(model: SentenceTransformer) -> bytes:
    """Any model as torch traces it, for any number of texts of any length; empty where torch cannot."""
    ids = torch.randint(10, 100, (2, 16))
    given = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "token_type_ids": torch.zeros_like(ids),
    }
    names = [name for name in given if name in model.tokenizer.model_input_names]
    sizes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("length", max=model.max_seq_length)}
    with tempfile.TemporaryDirectory() as folder, _silence():
        target = Path(folder) / "model.onnx"
        try:
            torch.onnx.export(
                _Stack(model).eval(),
                tuple(given[name] for name in names),
                target,
                input_names=names,
                output_names=["vectors"],
                dynamic_shapes=(sizes,) * len(names),
                opset_version=OPSET,
                external_data=False,
                verbose=False,
            )
            onnxruntime.InferenceSession(target)
        except Exception:  # noqa: BLE001  # torch and ONNX Runtime raise errors of many kinds for what they cannot
            return b""
        return target.read_bytes()


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """What torch prints and warns about its own exporter is nothing a reader of articles can act on."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)
