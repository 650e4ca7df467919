"""The weights that come with the project: read whole, checked against their sha256, and never trusted unchecked."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

FOLDER = Path(__file__).parent / "weights"
#: names every other file with its sha256, and the settings of the training
MANIFEST = "manifest.json"
SHARED, TAGGER, STANCE = "shared.onnx", "tagger.onnx", "stance.onnx"
LINKER, TOKENIZER = "linker.npz", "tokenizer.json.gz"

Arrays = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Weights:
    """Everything that was trained, in memory: what was checked is what is used."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]
    tokenizer: bytes
    linker: Arrays

    @cached_property
    def digest(self) -> str:
        """sha256 over the digests of all files."""
        together = json.dumps(sorted(self.manifest["sha256"].items()))
        return hashlib.sha256(together.encode()).hexdigest()


def load_weights(folder: Path = FOLDER) -> Weights:
    """The weights in ``folder``.

    Raises:
        ModelError: a file is missing, or is not the one that the manifest names.
    """
    manifest = _manifest(folder)
    files = {name: _checked(folder / name, digest) for name, digest in manifest["sha256"].items()}
    try:
        with np.load(io.BytesIO(files[LINKER]), allow_pickle=False) as stored:
            linker = {name: stored[name].astype(np.float32) for name in stored.files}
        if not {SHARED, TAGGER, TOKENIZER} <= set(files):
            raise ValueError("a file is not named")
        return Weights(manifest, files, gzip.decompress(files[TOKENIZER]), linker)
    except (KeyError, ValueError, OSError, EOFError) as error:
        raise ModelError(f"{folder} is not a whole set of weights ({error}): {_WAY_OUT}") from error


_WAY_OUT = "install On Record again, or train with python -m index.statements train"


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        if all(Path(name).name == name for name in found["sha256"]):
            return dict(found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{folder / MANIFEST} cannot be read ({error}): {_WAY_OUT}") from error
    raise ModelError(f"{folder / MANIFEST} names a file outside its folder: {_WAY_OUT}")


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): {_WAY_OUT}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelError(f"{path} is not the file that was published: {_WAY_OUT}")
    return content
