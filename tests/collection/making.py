"""Small collections for the tests: articles that are made up, and a fake model."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from index.build import IngestReport, ingest
from index.models.embedder import HashingEmbedder
from index.settings import Settings

EMBEDDER = HashingEmbedder(64)

_PLACES = ["Barford", "Linwell", "Ashcombe", "Thornby", "Wexley", "Orrin", "Stanmere", "Holt", "Ravenby"]
_NAMES = ["Lee", "Day", "Okafor", "Marsh", "Patel", "Quinn", "Sutton", "Ivory", "Brandt", "Nolan", "Eze"]
_THINGS = ["bridge", "library", "budget", "school", "bypass", "market", "hospital", "ferry", "petition"]
_DONE = ["approved", "rejected", "delayed", "praised", "questioned", "opened", "funded", "inspected"]


def write_articles(folder: Path, count: int, *, seed: int = 0, sentences: int = 12) -> list[Path]:
    """``count`` Markdown articles with dates and outlets, each of its own words as far as words go."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_article(folder / f"{number:03d}.md", seed * 10_000 + number, sentences) for number in range(count)]


def write_article(path: Path, number: int, sentences: int = 12) -> Path:
    """One article, which only ``number`` decides."""
    choice = random.Random(number)
    day = date(2023, 1, 1) + timedelta(days=number % 300)
    lines = [
        f"Councillor {choice.choice(_NAMES)} of {choice.choice(_PLACES)} {choice.choice(_DONE)} the "
        f"{choice.choice(_THINGS)} after vote {choice.randrange(10**6)} on item {choice.randrange(10**6)}."
        for _ in range(sentences)
    ]
    body = "\n\n".join(" ".join(lines[first : first + 3]) for first in range(0, sentences, 3))
    head = f"---\ntitle: Report {number}\ndate: {day}\noutlet: {_PLACES[number % 3]} Gazette\n---\n\n"
    path.write_text(head + body + "\n", encoding="utf-8")
    return path


def settings_for(folder: Path) -> Settings:
    """Settings for a collection in ``folder``, its passages short so that each article has several."""
    settings = Settings(collection=folder)
    return replace(settings, passages=replace(settings.passages, max_tokens=60))


def fill(folder: Path, *sources: Path, embedder: HashingEmbedder = EMBEDDER) -> IngestReport:
    """Ingest ``sources`` into the collection in ``folder``."""
    return ingest([str(source) for source in sources], settings_for(folder), embedder)
