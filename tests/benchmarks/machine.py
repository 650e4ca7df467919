"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "onnxruntime",
    "tokenizers",
    "faiss-cpu",
    "tantivy",
    "numpy",
    "torch",
    "sentence-transformers",
    "llama-index-core",
    "llama-index-embeddings-huggingface",
)


def describe() -> list[str]:
    """Machine and versions, a line each."""
    return [
        f"Processor: {_processor()}, {os.cpu_count()} cores",
        f"Memory: {_memory()}",
        f"System: {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"Versions: {', '.join(f'{name} {_version(name)}' for name in PACKAGES)}",
    ]


def resident_mb(pid: int | None = None) -> float:
    """Resident memory of a process (this one by default) in MB of 10**6 bytes; Linux only."""
    status = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="ascii")
    return int(_field(status, "VmRSS").split()[0]) * 1024 / 1e6


def _processor() -> str:
    try:
        return _field(Path("/proc/cpuinfo").read_text(encoding="utf-8"), "model name")
    except OSError:
        return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        kibibytes = int(_field(Path("/proc/meminfo").read_text(encoding="ascii"), "MemTotal").split()[0])
    except OSError:
        return "unknown"
    return f"{kibibytes / 1024**2:.0f} GiB"


def _field(text: str, name: str) -> str:
    """The value of the first line ``name: value``."""
    found = (line.partition(":")[2].strip() for line in text.splitlines() if line.partition(":")[0].strip() == name)
    return next(found, "0")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(absent)"
