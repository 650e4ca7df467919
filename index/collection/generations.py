"""Derived files: everything that search needs and SQLite can give again, one folder a generation.

``derived/<number>/`` holds ``rows.npy``, ``vectors.faiss``, ``words/`` and ``manifest.json`` (what it was
built from, and size and sha256 of every file). SQLite names the generation that counts and the sha256 of its
manifest: so whatever is torn, altered, older, or from another collection is told apart by its checksum, and
built again from SQLite, without embedding anything.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.collection import disk, migrations, vectors, words
from index.collection.failpoints import reach
from index.collection.records import Space
from index.collection.rows import COLUMNS, Rows, day_number
from index.collection.store import fold
from index.collection.vectors import Halves, VectorIndex
from index.collection.words import WordIndex, WordWriter

FOLDER = "derived"
_MANIFEST = "manifest.json"
_ROWS = "rows.npy"
_VECTORS = "vectors.faiss"
_WORDS = "words"
#: raised when the files of a generation change their meaning
_FORMAT = 1
#: what a folder is called while it is being filled
_UNFINISHED = "unfinished-"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One passage as SQLite has it: what all derived files are made of."""

    key: int
    article: int
    date: str | None
    outlet: str | None
    title: str | None
    text: str
    embedding: bytes


@dataclass(frozen=True, slots=True)
class Derived:
    """The derived files of one generation, open for searching."""

    manifest: dict[str, Any]
    rows: Rows
    vectors: VectorIndex
    words: WordIndex


def folder_of(folder: Path, generation: int) -> Path:
    """Where the derived files of a generation of the collection in ``folder`` are."""
    return folder / FOLDER / f"{generation:08d}"


def build(target: Path, source: Iterator[SourceRow], *, count: int, generation: int, space: Space) -> str:
    """Fill the new folder ``target``; gives the sha256 of its manifest.

    Args:
        source: the passages in the order of their rows; ``count`` is how many.
    """
    target.mkdir(parents=True)
    table = np.zeros(count, dtype=COLUMNS)
    halves: Halves = np.empty((count, space.dimension), dtype="<f2")
    outlets: dict[str, int] = {}
    writer = WordWriter(target / _WORDS)
    for row, passage in enumerate(source):
        outlet = outlets.setdefault(fold(passage.outlet) or "", len(outlets) + 1) if passage.outlet else 0
        day = day_number(passage.date)
        table[row] = (passage.key, passage.article, day, outlet)
        halves[row] = np.frombuffer(passage.embedding, dtype="<f2")
        writer.add(row, passage.text, passage.title, day=day, outlet=outlet)
    writer.close()
    reach("words written")
    # not into the file itself: what NumPy raises on a full disk does not say that the disk is full
    saved = io.BytesIO()
    np.save(saved, table, allow_pickle=False)
    (target / _ROWS).write_bytes(saved.getbuffer())
    index, facts = vectors.build(halves)
    with (target / _VECTORS).open("wb") as file:
        vectors.write(index, file.write)
    reach("vectors written")
    about = {
        **_versions(),
        "generation": generation,
        "rows": count,
        "space": asdict(space),
        "outlets": list(outlets),
        "vectors": asdict(facts),
    }
    return _seal(target, about)


def _versions() -> dict[str, Any]:
    """What a generation must agree with to be of use to this code."""
    return {
        "format": _FORMAT,
        "schema": migrations.SCHEMA,
        "analysis": words.ANALYSIS,
        "faiss": vectors.VERSION,
        "tantivy": words.VERSION,
    }


def _seal(target: Path, about: dict[str, Any]) -> str:
    """Write the manifest over all files of ``target``, and force all of it to the disk."""
    files = {}
    for path in sorted(path for path in target.rglob("*") if path.is_file() and not path.name.endswith(".lock")):
        files[path.relative_to(target).as_posix()] = {"size": path.stat().st_size, "sha256": _sha256(path)}
        disk.sync_file(path)
    manifest = json.dumps({**about, "files": files}, indent=1, sort_keys=True).encode()
    (target / _MANIFEST).write_bytes(manifest)
    disk.sync_file(target / _MANIFEST)
    reach("manifest written")
    for folder in (target / _WORDS, target):
        disk.sync_folder(folder)
    return hashlib.sha256(manifest).hexdigest()


def put_in_place(unfinished: Path, place: Path) -> None:
    """Rename a filled folder to where its generation belongs; one that a crash left there gives way."""
    if place.exists():
        disk.remove_folder(place)
        reach("old folder removed")
    unfinished.rename(place)
    reach("folder renamed")
    disk.sync_folder(place.parent)


def unfinished(folder: Path, generation: int) -> Path:
    """A new place to fill for ``generation``; what an earlier attempt left there is removed."""
    place = folder / FOLDER / f"{_UNFINISHED}{generation:08d}"
    if place.exists():
        disk.remove_folder(place)
    return place


def load(place: Path, manifest_sha256: str) -> Derived | None:
    """Open the derived files in ``place``; None where anything there is not exactly what was sealed."""
    try:
        manifest = _verified(place, manifest_sha256)
        if manifest is None:
            return None
        with (place / _ROWS).open("rb") as file:
            table = np.load(file, allow_pickle=False)
        return Derived(
            manifest,
            Rows(table, tuple(manifest["outlets"])),
            VectorIndex(place / _VECTORS),
            WordIndex(place / _WORDS),
        )
    except (
        OSError,
        ValueError,
        RuntimeError,
    ):  # a file that went away meanwhile; faiss and tantivy raise the others
        return None


def _verified(place: Path, manifest_sha256: str) -> dict[str, Any] | None:
    """The manifest, if it is the one that was sealed and every file is as it says."""
    raw = (place / _MANIFEST).read_bytes()
    if hashlib.sha256(raw).hexdigest() != manifest_sha256:
        return None
    manifest: dict[str, Any] = json.loads(raw)
    if any(manifest.get(name) != value for name, value in _versions().items()):
        return None
    for name, facts in manifest["files"].items():
        path = place / name
        if path.stat().st_size != facts["size"] or _sha256(path) != facts["sha256"]:
            return None
    return manifest


def sweep(folder: Path, generation: int) -> None:
    """Remove what no reader can need: all but ``generation`` and the one before it.

    A reader that has an older one open keeps it: its vectors are in memory, its words are mapped files.
    """
    kept = {folder_of(folder, number).name for number in (generation, generation - 1)}
    for path in sorted((folder / FOLDER).iterdir()):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
            reach("old generation removed")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
