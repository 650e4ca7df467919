"""The embedding model that the settings name, ready to run: on ONNX Runtime wherever it exports.

Where there is a valid export nothing else is read, and none of torch, transformers and sentence_transformers
is imported.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ModelError
from index.models.embedder import Embedder
from index.models.exported import Export, read_export
from index.models.files import write_atomically
from index.models.onnx import OnnxEmbedder
from index.models.sources import Source, fetched_folder, find_source
from index.settings import ModelSettings

_EXPORT_SECONDS = 600  # to wait for another process that is exporting the same model
_TORCH = "torch-1"  # the numerics of models that do not export


def load_embedder(settings: ModelSettings) -> Embedder:
    """The embedding model, exported first where that has not been done.

    Raises:
        ModelError: the model is missing, altered or fails; the message names the file and the way out.
    """
    source = find_source(settings) or _fetched(settings)
    folder = settings.cache / "models" / source.sha256[:32]
    export = read_export(folder, source=source.sha256)
    if export is None and not (folder / "refused").exists():
        export = _exported(source, folder)
    if export is None:
        from index.models.reference import TorchEmbedder, open_model  # torch: only for what does not export

        digest = _digest(source, _TORCH)
        return TorchEmbedder(source, open_model(source), digest=digest, threads=settings.threads)
    digest = _digest(source, export.manifest.numerics)
    return OnnxEmbedder(export, name=settings.name, digest=digest, threads=settings.threads)


def _fetched(settings: ModelSettings) -> Source:
    from index.models.reference import fetch  # torch: only for what is not here yet

    fetch(settings.name, fetched_folder(settings))
    source = find_source(settings)
    if source is None:
        raise ModelError(f"{fetched_folder(settings)} is not a whole model: delete it, and try again")
    return source


def _exported(source: Source, folder: Path) -> Export | None:
    """Export the model, or wait for the process that does; None, and noted, where it does not export."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock", timeout=_EXPORT_SECONDS):
            found = read_export(folder, source=source.sha256)
            if found:
                return found
            from index.models.export import export  # torch: only where there is no export yet
            from index.models.reference import open_model

            made = export(source, open_model(source), folder)
            if made is None:
                write_atomically(folder / "refused", b"Its export does not give the vectors of the model itself.\n")
            return made
    except Timeout as error:
        raise ModelError(
            f"another process is exporting {source.name}, for {_EXPORT_SECONDS} s now: wait, or end it"
        ) from error
    except OSError as error:
        raise ModelError(
            f"{folder} cannot be written ({error.strerror}): set ONRECORD_CACHE to another folder"
        ) from error


def _digest(source: Source, numerics: str) -> str:
    return hashlib.sha256(f"{source.sha256} {numerics}".encode()).hexdigest()
