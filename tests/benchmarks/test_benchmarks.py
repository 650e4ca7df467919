"""The parts of the benchmarks that decide a figure."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from assistant.evaluate import Evidence, Question
from index.models.embedder import HashingEmbedder
from index.types import Span
from tests.benchmarks import large
from tests.benchmarks.data import shuffled
from tests.benchmarks.evidence import Piece, recall
from tests.benchmarks.table import Table, spread

TEXTS = {"a.txt": "Rain. Ann Lee called for a ceasefire. Sun.", "b.txt": "Ann Lee called for a ceasefire."}
ASKED = Question("q", "?", True, evidence=(Evidence("a.txt", "Ann Lee called"), Evidence("b.txt", "ceasefire")))


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([], 0.0),
        ([Piece("a.txt", Span(6, 13))], 0.5),  # 7 of the 14 characters of one quote
        ([Piece("a.txt", Span(6, 12))], 0.0),
        ([Piece("a.txt", Span(6, 10)), Piece("a.txt", Span(9, 13))], 0.5),  # together, overlap counted once
        ([Piece("b.txt", Span(0, 31))], 0.5),  # the same words in another source are not that evidence
        ([Piece("a.txt", Span(0, 40)), Piece("b.txt", Span(0, 31))], 1.0),
    ],
)
def test_evidence_is_found_where_half_of_the_quote_is_covered(pieces: list[Piece], found: float) -> None:
    assert recall(ASKED, pieces, TEXTS) == found


def test_mixed_vectors_are_of_length_one_depend_on_the_text_and_follow_real_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large, "POOL", 2)
    real = HashingEmbedder()
    mixing = large.MixingEmbedder(real)
    first = mixing.encode(["a b", "c d", "e"])
    assert np.array_equal(first[:2], real.encode(["a b", "c d"]))
    again = mixing.encode(["e", "f"])
    assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-6)
    assert np.array_equal(first[2], again[0])
    assert not np.array_equal(again[0], again[1])


def test_shuffled_articles_are_the_same_every_time_and_differ_from_each_other() -> None:
    texts = [". ".join(f"Sentence {n} of the article numbered {m}" for n in range(30)) for m in range(5)]
    one, two = (list(islice(shuffled(texts, seed=7), 2)) for _ in range(2))
    assert one == two
    assert one[0] != one[1]


def test_a_table_says_how_to_make_it_again_and_no_cell_breaks_it() -> None:
    made = Table("T", "python -m x", ("a", "b"), (("1|2", "3"),), ("Read this.",)).markdown()
    assert made == "## T\n\n`python -m x`\n\n| a | b |\n| --- | --- |\n| 1/2 | 3 |\n\n- Read this.\n"
    assert spread([3.0, 1.0, 2.0]) == "2.0 (1.0 to 3.0)"
