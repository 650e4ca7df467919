"""sentence-transformers itself: exports are made from it, and what does not export runs on it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from index.errors import ModelError
from index.models.calibration import calibration_texts
from index.models.embedder import Vectors
from index.models.sources import Source

# bfloat16 is taken where the lowest cosine to float32 is this at least
_NEEDED = 0.995
_ARGUMENTS = {"use_safetensors": True, "attn_implementation": "eager"}


def open_model(source: Source) -> SentenceTransformer:
    """The model in sentence-transformers, on the CPU, from its folder alone.

    Raises:
        ModelError: it does not load.
    """
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            str(source.folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs=dict(_ARGUMENTS),
        ).eval()
    except Exception as error:  # whatever a model's own code raises
        raise ModelError(
            f"{source.folder} does not load in sentence-transformers ({error}): name another model"
        ) from error


def fetch(name: str, folder: Path) -> None:
    """Have sentence-transformers find a model by its name, and keep it in ``folder``.

    Raises:
        ModelError: there is no such model, or no way to it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        try:
            model = SentenceTransformer(
                name, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}
            )
            model.save(made, safe_serialization=True)
        except Exception as error:  # whatever the network or a model's own code raises
            raise ModelError(
                f"the model {name} is neither a folder nor could it be fetched ({type(error).__name__}): "
                "check the name and the network, or name the folder of a saved model"
            ) from error
        shutil.copytree(made, folder, dirs_exist_ok=True)


class TorchEmbedder:
    """Texts to unit vectors on torch: a graphics card where there is one, bfloat16 where that agrees."""

    def __init__(self, source: Source, model: SentenceTransformer, *, digest: str, threads: int) -> None:
        self.name = source.name
        self.digest = digest
        self.dimension = int(model.get_embedding_dimension() or 0)
        special = model.tokenizer.num_special_tokens_to_add(pair=False)
        self.window = int(model.max_seq_length or 512) - int(special)
        self._model = model
        torch.set_num_threads(threads)
        if torch.cuda.is_available():
            model.to("cuda")
        if torch.cuda.is_available() or torch.cpu._is_avx512_bf16_supported():
            self._try_bfloat16()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of ``texts``, each of Euclidean length 1. *Shape:* ``(texts, dimension)``."""
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False
        )
        if not len(texts):
            return np.empty((0, self.dimension), dtype=np.float32)
        found: Vectors = vectors.float().cpu().numpy()
        return found

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without the special ones, not truncated."""
        if not texts:
            return []
        found = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def _try_bfloat16(self) -> None:
        texts = calibration_texts()[:12]
        exact = self.encode(texts)
        self._model.to(torch.bfloat16)
        if np.min(np.sum(self.encode(texts) * exact, axis=1)) < _NEEDED:
            self._model.to(torch.float32)
