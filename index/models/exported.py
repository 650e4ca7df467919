"""Exported models in the user's cache: one folder a model, with a manifest, checked before every use.

``<cache>/models/<digest>/`` holds ``manifest.json``, ``model.onnx`` and ``tokenizer.json``. Files
are replaced one by one, the manifest last, and it names the sha256 of the others and its
own: no torn or altered export is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from index.models.files import write_atomically

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
MANIFEST = "manifest.json"


class Numerics(StrEnum):
    """How vectors are computed from a model's files; the number changes whenever they would."""

    INT8 = "int8-1"
    FLOAT32 = "float32-1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export is, and what its files must be.

    Attributes:
        model: its name when it was exported.
        source: sha256 of the model's own files.
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
    """An export in memory: what was checked is what is used."""

    manifest: Manifest
    graph: bytes
    tokenizer: bytes


def read_export(folder: Path, *, source: str) -> Export | None:
    """The export in ``folder``, or None where there is none that is whole, current and of this source."""
    try:
        sealed = json.loads((folder / MANIFEST).read_bytes())
        manifest = Manifest(**sealed["manifest"])
        if sealed["sha256"] != _seal(manifest):
            return None
        found = Export(manifest, (folder / GRAPH).read_bytes(), (folder / TOKENIZER).read_bytes())
    except (OSError, ValueError, TypeError, KeyError):
        return None
    current = manifest.source == source and manifest.numerics in set(Numerics)
    return found if current and manifest.sha256 == _sha256(found) else None


def write_export(folder: Path, made: Export) -> Export:
    """Write an export, the manifest last; the digests of its files are added to it.

    Raises:
        ModelError: the cache cannot be written to.
    """
    whole = replace(made, manifest=replace(made.manifest, sha256=_sha256(made)))
    write_atomically(folder / GRAPH, whole.graph)
    write_atomically(folder / TOKENIZER, whole.tokenizer)
    sealed = {"manifest": asdict(whole.manifest), "sha256": _seal(whole.manifest)}
    write_atomically(folder / MANIFEST, json.dumps(sealed, indent=1).encode())
    return whole


def _seal(manifest: Manifest) -> str:
    return hashlib.sha256(json.dumps(asdict(manifest), sort_keys=True).encode()).hexdigest()


def _sha256(export: Export) -> dict[str, str]:
    files = {GRAPH: export.graph, TOKENIZER: export.tokenizer}
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
