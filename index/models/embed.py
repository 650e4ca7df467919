"""The embedding model that the settings name, ready to run: on ONNX Runtime wherever it exports.

A valid export is all that is read: no torch, transformers or sentence_transformers is imported then.
"""

from __future__ import annotations

import hashlib

from filelock import FileLock, Timeout

from index.errors import ModelError
from index.models.embedder import Embedder
from index.models.exported import Export, read_export
from index.models.onnx import OnnxEmbedder
from index.models.sources import Source, find_source
from index.settings import ModelSettings

#: version of the way vectors are computed from a model's files; it changes whenever they would
NUMERICS = "onnx-1"
_EXPORT_SECONDS = 600  # to wait for another process that is exporting the same model


def load_embedder(settings: ModelSettings) -> Embedder:
    """The embedding model, exported first where that has not been done.

    Raises:
        ModelError: the model is missing, altered or fails; the message names the file and the way out.
    """
    source = find_source(settings)
    if source is None:
        raise ModelError(f"{settings.name} is no model known here")
    digest = hashlib.sha256(f"{source.sha256} {NUMERICS}".encode()).hexdigest()
    export = _export(source, settings, digest)
    return OnnxEmbedder(export, name=settings.name, digest=digest, threads=settings.threads)


def _export(source: Source, settings: ModelSettings, digest: str) -> Export:
    folder = settings.cache / "models" / digest[:32]
    found = read_export(folder, source=source.sha256, numerics=NUMERICS)
    if found:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=_EXPORT_SECONDS):
            found = read_export(folder, source=source.sha256, numerics=NUMERICS)
            if found:
                return found
            from index.models.export import export  # torch: only where there is no export yet

            made = export(source, folder, numerics=NUMERICS)
    except Timeout as error:
        raise ModelError(
            f"another process is still exporting {settings.name}: wait for it, or end it"
        ) from error
    if made is None:
        raise ModelError("no")
    return made
