"""A citation is a place whose text is exactly what is shown."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cite import cite
from index.errors import CitationError
from index.types import Article

TEXT = "“Héllo”, she said. 👩‍🚀 went home\u2026 A\u0301 done."


def test_a_citation_carries_the_place_and_the_hash_of_its_words() -> None:
    article = Article("a.txt", TEXT)
    citation = cite(article, 0, 7, "“Héllo”", n=3)
    assert (citation.n, citation.article, citation.start, citation.end) == (3, article.id, 0, 7)
    assert citation.sha256 == hashlib.sha256("“Héllo”".encode()).hexdigest()


@given(st.integers(-3, len(TEXT) + 3), st.integers(-3, len(TEXT) + 3), st.text(max_size=8))
def test_only_a_text_at_its_place_is_cited(start: int, end: int, other: str) -> None:
    article = Article("a.txt", TEXT)
    is_place = 0 <= start < end <= len(TEXT)
    for text in (other, TEXT[max(0, start) : max(0, end)]):
        if is_place and text == TEXT[start:end]:
            assert cite(article, start, end, text, n=1).text == TEXT[start:end]
        else:
            with pytest.raises(CitationError, match=r"a\.txt"):
                cite(article, start, end, text, n=1)


@pytest.mark.parametrize("close", ['"Héllo"', "“Hello”", "“He\u0301llo”", "“Héllo” ", " “Héllo”", "“HÉLLO”"])
def test_a_text_that_only_looks_alike_is_refused(close: str) -> None:
    with pytest.raises(CitationError, match="expected"):
        cite(Article("a.txt", TEXT), 0, 7, close, n=1)
