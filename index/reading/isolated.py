"""HTML, PDF and Word are parsed in a child process, so that none of them can hang or crash the caller.

The child is started when first needed, kept for the next file, and replaced when a file has cost it its life.
The two speak lines of JSON; nothing is unpickled.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index import errors
from index.errors import HostileSource, SourceError
from index.reading.files import name_of
from index.reading.metadata import Draft
from index.settings import ReadingLimits

#: the endings that are parsed here
KINDS = frozenset({".html", ".htm", ".pdf", ".docx"})
#: address space of the child
MEMORY_BYTES = 1024 * 1024 * 1024
#: for Python itself and the parsers to load, on a slow disk
_START_SECONDS = 60.0


def draft(path: Path, *, root: Path, limits: ReadingLimits) -> Draft:
    """The draft of an ``.html``, ``.pdf`` or ``.docx`` file.

    Raises:
        SourceError: it could not be read, or not within the limits.
    """
    name = name_of(path, root)
    request = {"path": str(path), "root": str(root), "limits": asdict(limits)}
    with _CHILD.lock:
        reply = _CHILD.ask(request, seconds=limits.seconds)
    if reply is None:
        raise HostileSource(
            name,
            f"it took more than {limits.seconds:g} s or {MEMORY_BYTES // 1024**2:,} MB to parse; "
            "save it in a plainer format",
        )
    if "error" in reply:
        raise _error(reply, name)
    return Draft(**reply)


def close() -> None:
    """Ends the child process, if there is one; the next file starts another."""
    with _CHILD.lock:
        _CHILD.close()


def _error(reply: dict[str, Any], name: str) -> SourceError:
    kind = getattr(errors, str(reply["error"]), SourceError)
    return (
        kind(name, str(reply["reason"])) if issubclass(kind, SourceError) else SourceError(name, str(reply["reason"]))
    )


class _Child:
    """The child process, or its absence. Whoever asks holds the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: dict[str, Any], *, seconds: float) -> dict[str, Any] | None:
        """The reply to one request; None where the child died over it or took too long."""
        process = self._process or self._start()
        if not self._send(process, request):
            # it died while idle: that is not this file's fault
            self.close()
            process = self._start()
            self._send(process, request)
        # two lines: one when the parsers are loaded, then the reply; only the second is the file's own time
        ready = self._line(process, _START_SECONDS)
        line = self._line(process, seconds) if ready else None
        if not line:
            self.close()
            return None
        reply: dict[str, Any] = json.loads(line)
        return reply

    def close(self) -> None:
        """Ends the child, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: a file called html.py in the working directory is not ours
        command = [sys.executable, "-P", "-c", _BOOT, str(Path(__file__).resolve().parents[2])]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True
        )
        return self._process

    def _send(self, process: subprocess.Popen[bytes], request: dict[str, Any]) -> bool:
        try:
            if process.poll() is not None or process.stdin is None:
                return False
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return False
        return True

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """The next line of the child's output; empty where it has died, or was killed for taking longer."""
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            return process.stdout.readline() if process.stdout else b""
        finally:
            timer.cancel()


_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from index.reading.parser import main; main()"
_CHILD = _Child()
atexit.register(close)
