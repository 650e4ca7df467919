"""The child process that parses hostile formats: a request a line in, a reply a line out."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.errors import HostileSource, SourceError, UnreadableSource
from index.reading.files import name_of, read_plain_file
from index.reading.isolated import MEMORY_BYTES
from index.reading.metadata import Draft
from index.settings import ReadingLimits

Reader = Callable[..., Draft]
_READERS = {
    ".html": ("index.reading.html", "read_html"),
    ".htm": ("index.reading.html", "read_html"),
    ".pdf": ("index.reading.documents", "read_pdf"),
    ".docx": ("index.reading.documents", "read_docx"),
}


def main() -> None:
    """Answers requests until standard input ends. Whatever a parser prints goes nowhere."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    _limit_memory()
    for line in sys.stdin:
        request = json.loads(line)
        reader = _reader(Path(request["path"]).suffix.lower())
        replies.write("ready\n")
        replies.flush()
        replies.write(json.dumps(reply_to(request, reader)) + "\n")
        replies.flush()
        gc.collect()


def reply_to(request: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """The draft of the file that ``request`` names, or the name and reason of the error."""
    path, root, limits = Path(request["path"]), Path(request["root"]), ReadingLimits(**request["limits"])
    name = name_of(path, root)
    try:
        data = read_plain_file(path, root=root, longest=limits.file_bytes)
        draft = asdict(reader(data, source=name, limits=limits))
    except SourceError as error:
        return {"error": type(error).__name__, "reason": error.reason}
    except (MemoryError, RecursionError):
        limit = f"{MEMORY_BYTES // 1024**2:,} MB"
        reason = f"parsing it takes more than {limit} or nests too deep; save it in a plainer format"
        return {"error": HostileSource.__name__, "reason": reason}
    except Exception as error:  # noqa: BLE001 - parsers of broken files raise anything; the next file must be read
        reason = f"it is broken ({type(error).__name__}); open it in its own program and save it again"
        return {"error": UnreadableSource.__name__, "reason": reason}
    return draft


def _reader(kind: str) -> Reader:
    module, name = _READERS[kind]
    reader: Reader = getattr(importlib.import_module(module), name)
    return reader


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; time still ends a bomb
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
