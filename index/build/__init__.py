"""Ingest and care: sources in, a collection out, and what keeps it sound."""

from index.build.care import CheckReport, check, rebuild, remove_article
from index.build.pipeline import IngestReport, ingest
from index.build.progress import Progress, silent

__all__ = [
    "CheckReport",
    "IngestReport",
    "Progress",
    "check",
    "ingest",
    "rebuild",
    "remove_article",
    "silent",
]
