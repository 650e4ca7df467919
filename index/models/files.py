"""Files of models: their sha256, and writing them so that no reader ever sees half a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.atomic import replace_file
from index.errors import ModelError


def file_sha256(path: Path) -> str:
    """Hex sha256 of a file's bytes.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): install the model again") from error


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file in one step, its folder made if need be.

    Raises:
        ModelError: the folder cannot be written to.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be written ({error.strerror}): free some space, or set ONRECORD_CACHE elsewhere"
        ) from error
