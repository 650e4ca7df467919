"""Exported models in the user's cache: one folder a model, with a manifest, checked before every use.

``<cache>/models/<digest>/`` holds ``manifest.json``, ``model.onnx`` and ``tokenizer.json``. Files are replaced
one by one, the manifest last, and it names the sha256 of the others: a torn or altered export is not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.models.files import write_atomically

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export is, and what its files must be.

    Attributes:
        model: its name when it was exported.
        source: sha256 of the model's own files.
        numerics: version of the way its vectors are computed.
        dimension: length of a vector.
        window: word pieces read of one text, without special ones.
        agreement: lowest cosine to sentence-transformers' own vectors over the texts tried.
        versions: of the libraries that made it.
        sha256: file name to digest.
    """

    model: str
    source: str
    numerics: str
    dimension: int
    window: int
    agreement: float
    versions: Mapping[str, str]
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    """An export read into memory: what was checked is what is used."""

    manifest: Manifest
    graph: bytes
    tokenizer: bytes


def read_export(folder: Path, *, source: str, numerics: str) -> Export | None:
    """The export in ``folder``, or None where there is none, or none that is whole and of this source."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_bytes()))
        files = {name: (folder / name).read_bytes() for name in (GRAPH, TOKENIZER)}
        if (manifest.source, manifest.numerics) != (source, numerics) or _sha256(files) != manifest.sha256:
            return None
    except (OSError, ValueError, TypeError):
        return None
    return Export(manifest, files[GRAPH], files[TOKENIZER])


def write_export(folder: Path, *, graph: bytes, tokenizer: bytes, **about: Any) -> Export:
    """Write an export, the manifest last.

    Args:
        about: the fields of ``Manifest`` but ``sha256``.

    Raises:
        ModelError: the cache cannot be written to.
    """
    files = {GRAPH: graph, TOKENIZER: tokenizer}
    manifest = Manifest(**about, sha256=_sha256(files))
    for name, content in files.items():
        write_atomically(folder / name, content)
    write_atomically(folder / MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
    return Export(manifest, graph, tokenizer)


def _sha256(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
