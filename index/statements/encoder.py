"""The networks in ONNX Runtime: the layers that all share, and on them those of the tagger or of the stance model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.models.onnx import padded, runtime_session
from index.statements.weights import SHARED, Weights

Floats = NDArray[np.float32]


class Encoder:
    """One of the networks. Safe to call from several threads."""

    def __init__(self, weights: Weights, name: str) -> None:
        self._shared = runtime_session(weights.files[SHARED], SHARED)
        self._own = runtime_session(weights.files[name], name)
        self._rows = weights.linker["vocabulary"].astype(np.int64)

    def run(
        self, ids: Sequence[Sequence[int]], features: Sequence[Sequence[int]], **given: NDArray[Any]
    ) -> list[Floats]:
        """All outputs of the network, for a batch.

        Args:
            ids, features: of the word pieces of each text, special ones included.
            given: the other inputs that the network has.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        whole, mask = padded(ids)
        inside = {"attention_mask": mask.astype(np.int32)}
        feed: Mapping[str, Any] = {"input_ids": self._rows[whole], "features": padded(features)[0], **inside}
        try:
            (hidden,) = self._shared.run(None, feed)
            return list(self._own.run(None, {"hidden": hidden, **inside, **given}))
        except Exception as error:  # ONNX Runtime has no error class of its own
            raise ModelError(f"the model of the statements failed in ONNX Runtime: {error}") from error
