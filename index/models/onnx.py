"""An exported model on ONNX Runtime."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from index.errors import ModelError
from index.models.batches import batches
from index.models.embedder import Vectors
from index.models.exported import Export

# padded tokens in a batch: what one core's caches hold of the widest layer, measured
_PADDED = 1024


class OnnxEmbedder:
    """Texts to unit vectors on the CPU; safe to call from several threads."""

    def __init__(self, export: Export, *, name: str, digest: str, threads: int) -> None:
        self.name = name
        self.digest = digest
        self.dimension = export.manifest.dimension
        self.window = export.manifest.window
        self._threads = threads
        # otherwise the tokenizer warns, and stops using its threads, in a process that forks later
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
        self._counter = Tokenizer.from_buffer(export.tokenizer)
        self._counter.no_truncation()
        self._counter.no_padding()
        self._tokenizer = Tokenizer.from_buffer(export.tokenizer)
        self._tokenizer.enable_truncation(
            self.window + self._tokenizer.num_special_tokens_to_add(is_pair=False)
        )
        self._tokenizer.no_padding()
        self._session = _session(export.graph, name)
        self._inputs = frozenset(given.name for given in self._session.get_inputs())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of ``texts``, each of Euclidean length 1. *Shape:* ``(texts, dimension)``.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        todo = list(batches([len(ids) for ids in tokens], padded=_PADDED))

        def run(batch: list[int]) -> None:
            vectors[batch] = self._run([tokens[index] for index in batch])

        if self._threads == 1 or len(todo) < 2:
            for batch in todo:
                run(batch)
        else:
            # one thread a batch beats all threads on one batch: no waiting for each other between operators
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(run, todo))
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without the special ones, not truncated."""
        return [len(e) for e in self._counter.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _run(self, tokens: list[list[int]]) -> Vectors:
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, sequence in enumerate(tokens):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            (vectors,) = self._session.run(None, {name: feed[name] for name in self._inputs})
        except Exception as error:  # noqa: BLE001  # ONNX Runtime has no error class of its own
            raise ModelError(f"the model {self.name} failed in ONNX Runtime: {error}") from error
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit


def _session(graph: bytes, name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  # ONNX Runtime has no error class of its own
        raise ModelError(f"the export of {name} does not load in ONNX Runtime: {error}") from error
