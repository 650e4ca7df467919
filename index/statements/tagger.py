"""The tagger: texts to spans of words, and to what the linker needs of each word. ONNX Runtime, no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.models.batches import batches, run_each
from index.statements.encoder import Encoder
from index.statements.labels import HEADS
from index.statements.pairs import Layout, layout
from index.statements.pieces import CLS, SEP, Piecer, Pieces
from index.statements.tags import Floats, Spans, best_tags, tag_count, to_spans
from index.statements.weights import TAGGER, Weights
from index.statements.windows import Window, windows

# padded word pieces in a batch: what one core's caches hold of the widest layer
_PADDED = 512


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """A text as the tagger sees it.

    Attributes:
        spans: of words, by head.
        first, last: parts of the vector of a span that begins, or ends, with a word. *Shape:* ``(words, width)``.
    """

    text: str
    pieces: Pieces
    layout: Layout
    spans: Mapping[str, Spans]
    first: Floats
    last: Floats

    def vectors(self, spans: Sequence[tuple[int, int]]) -> Floats:
        """Vectors of spans of words. *Shape:* ``(spans, width)``."""
        if not spans:
            return np.zeros((0, self.first.shape[1]), dtype=np.float32)
        ends = np.array([span[:2] for span in spans], dtype=np.int64)
        found: Floats = np.maximum(self.first[ends[:, 0]] + self.last[ends[:, 1] - 1], 0.0)
        return found

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Words ``[first, last)`` as characters ``[start, end)``."""
        return int(self.pieces.starts[first]), int(self.pieces.ends[last - 1])


class Tagger:
    """Safe to call from several threads."""

    def __init__(self, weights: Weights, *, threads: int) -> None:
        self._piecer = Piecer(Tokenizer.from_buffer(weights.tokenizer))
        self._encoder = Encoder(weights, TAGGER)
        self._transitions = {head: weights.linker[f"transitions.{head}"] for head in HEADS}
        self._size = weights.linker["decide.weight"].shape[1] // 2  # of the vector of a span
        self._threads = threads
        ends = list(accumulate(map(tag_count, HEADS.values())))
        self._columns = {head: slice(end - tag_count(HEADS[head]), end) for head, end in zip(HEADS, ends, strict=True)}

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Each text as the tagger sees it, in order.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        cut = [self._piecer.cut(text) for text in texts]
        jobs = [(number, window) for number, pieces in enumerate(cut) for window in windows(pieces)]
        made: list[NDArray[np.float32] | None] = [None] * len(jobs)

        def run(batch: list[int]) -> None:
            rows = self._run([(cut[jobs[at][0]], jobs[at][1]) for at in batch])
            for at, row in zip(batch, rows, strict=True):
                made[at] = row

        todo = list(batches([window.end - window.start + 2 for _, window in jobs], limit=_PADDED))
        run_each(run, todo, threads=self._threads)
        width = sum(map(tag_count, HEADS.values()))
        own: list[list[NDArray[np.float32]]] = [[] for _ in texts]
        for (number, _), row in zip(jobs, made, strict=True):
            if row is not None:
                own[number].append(row)
        nothing = np.zeros((0, width + 2 * self._size), dtype=np.float32)
        whole = [np.concatenate([nothing, *rows]) for rows in own]
        tags = [{head: rows[:, columns] for head, columns in self._columns.items()} for rows in whole]
        size = self._size
        return [
            Tagged(text, pieces, layout(text, pieces), spans, rows[:, width : width + size], rows[:, width + size :])
            for text, pieces, spans, rows in zip(texts, cut, self._spans(tags), whole, strict=True)
        ]

    def _spans(self, tags: Sequence[Mapping[str, Floats]]) -> list[dict[str, Spans]]:
        """The spans of all heads of each text; heads with the same number of tags are decided in one pass."""
        found: list[dict[str, Spans]] = [{} for _ in tags]
        for size in sorted({tag_count(kinds) for kinds in HEADS.values()}):
            heads = [head for head, kinds in HEADS.items() if tag_count(kinds) == size]
            places = [(number, head) for number in range(len(tags)) for head in heads]
            best = best_tags(
                [tags[number][head] for number, head in places], [self._transitions[head] for _, head in places]
            )
            for (number, head), own in zip(places, best, strict=True):
                found[number][head] = to_spans(own)
        return found

    def _run(self, jobs: list[tuple[Pieces, Window]]) -> list[NDArray[np.float32]]:
        """What the encoder puts out for the words of each core, side by side."""
        ids = [[CLS, *pieces.ids[one.start : one.end].tolist(), SEP] for pieces, one in jobs]
        features = [[0, *pieces.features[one.start : one.end].tolist(), 0] for pieces, one in jobs]
        outputs = self._encoder.run(ids, features)
        found = []
        for row, (pieces, one) in enumerate(jobs):
            at = pieces.first[one.first : one.last] - one.start + 1
            found.append(np.concatenate([output[row, at] for output in outputs], axis=1))
        return found
