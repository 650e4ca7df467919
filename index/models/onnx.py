"""An exported model on ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelError
from index.models.batches import batches, run_each
from index.models.embedder import Vectors
from index.models.exported import Export

# padded tokens in a batch: what one core's caches hold of the widest layer (measured: 384 to 512 are best)
_PADDED = 512
_TYPES = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


class OnnxEmbedder:
    """Texts to unit vectors on the CPU; safe to call from several threads."""

    def __init__(self, export: Export, *, name: str, digest: str, threads: int) -> None:
        self.name = name
        self.digest = digest
        self.dimension = export.manifest.dimension
        self.window = export.manifest.window
        self._threads = threads
        self._untruncated = export.tokenizer
        self._tokenizer = _tokenizer(export.tokenizer)
        self._tokenizer.enable_truncation(self.window + self._tokenizer.num_special_tokens_to_add(is_pair=False))
        self._session = runtime_session(export.graph, name)
        self._inputs = {given.name: _TYPES[given.type] for given in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of ``texts``, each of Euclidean length 1. *Shape:* ``(texts, dimension)``.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        todo = list(batches([len(ids) for ids in tokens], limit=_PADDED))

        def run(batch: list[int]) -> None:
            vectors[batch] = self._run([tokens[index] for index in batch])

        run_each(run, todo, threads=self._threads)
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without the special ones, not truncated."""
        found = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in found]

    @cached_property
    def _counter(self) -> Tokenizer:
        # its own, made when first needed: a question needs none
        return _tokenizer(self._untruncated)

    def _run(self, tokens: list[list[int]]) -> Vectors:
        ids, mask = padded(tokens)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        given = {name: feed[name].astype(kind, copy=False) for name, kind in self._inputs.items()}
        try:
            (vectors,) = self._session.run(None, given)
        except Exception as error:  # ONNX Runtime has no error class of its own
            raise ModelError(f"the model {self.name} failed in ONNX Runtime: {error}") from error
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit


def padded(tokens: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids and mask of a batch, 0 past each sequence's end. *Shape:* ``(texts, longest)`` each."""
    ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, sequence in enumerate(tokens):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
    return ids, mask


def runtime_session(graph: bytes, name: str) -> onnxruntime.InferenceSession:
    """A session on one thread; several threads may run it at once.

    Raises:
        ModelError: ONNX Runtime does not take the graph.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime has no error class of its own
        raise ModelError(f"the export of {name} does not load in ONNX Runtime: {error}") from error


def _tokenizer(saved: bytes) -> Tokenizer:
    tokenizer = Tokenizer.from_buffer(saved)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
