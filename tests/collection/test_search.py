"""Search: words and meaning fused, filters first, copies once, and nothing typed is an operator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.collection import Collection, Hit, terms
from index.collection.search import _fuse
from index.types import Filters
from tests.collection.making import EMBEDDER, fill

ARTICLES = {
    "bridge": (
        "2023-10-02",
        "Barford Gazette",
        "The Barford bridge reopened after repairs that cost 2,000 pounds.",
    ),
    "library": (
        "2023-10-20",
        "Linwell Echo",
        "Labour councillors in Linwell organised a petition for the library.",
    ),
    "ceasefire": (
        "2023-11-05",
        "Linwell Echo",
        "Ann Lee backed a cease-fire motion; Naïma Erdoğan opposed it.",
    ),
    "market": (None, None, "The market in Ashcombe closes at noon on Fridays, traders were told."),
    "school": ("2023-11-05", "BARFORD GAZETTE", "A school in Thornby won the regional chess cup."),
}
WIRE = (
    "The ferry between Orrin and Wexley will stop for three weeks while its engine is replaced, the harbour "
    "board said. Commuters will be taken by bus, and day tickets are refunded at the kiosk on the quay."
)


@pytest.fixture(scope="module")
def folder(memory: Path) -> Path:
    sources = memory / "search" / "sources"
    sources.mkdir(parents=True)
    for name, (day, outlet, text) in ARTICLES.items():
        head = [f"title: On the {name}"] + [f"date: {day}"] * bool(day) + [f"outlet: {outlet}"] * bool(outlet)
        (sources / f"{name}.md").write_text("\n".join(["---", *head, "---", "", text, ""]), encoding="utf-8")
    for number, change in enumerate([("three", "three"), ("Commuters", "Passengers"), ("quay", "pier")]):
        text = WIRE.replace(*change)
        (sources / f"wire-{number}.md").write_text(f"---\ntitle: Ferry {number}\n---\n\n{text}\n")
    fill(memory / "search" / "collection", sources)
    return memory / "search" / "collection"


@pytest.fixture
def collection(folder: Path) -> Collection:  # type: ignore[misc]
    with Collection.open(folder) as opened:
        yield opened


def found(collection: Collection, words: str, filters: Filters = Filters()) -> list[str]:
    """The sources of the articles found by words alone."""
    hits = collection.search(words, None, limit=20, filters=filters)
    known = {article.id: article.source for article in collection.articles()}
    return [known[hit.article_id].removesuffix(".md") for hit in hits]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("ceasefire", "ceasefire"),
        ("cease-fire", "ceasefire"),
        ("Labor councilors organizing", "library"),
        ("2000", "bridge"),
        ("Erdogan", "ceasefire"),
        ("ERDOĞAN’S motions", "ceasefire"),
        ("NAIMA", "ceasefire"),
    ],
)
def test_spellings_meet(collection: Collection, words: str, source: str) -> None:
    assert found(collection, words)[0] == source


def test_a_word_of_the_title_finds_its_article(collection: Collection) -> None:
    assert "market" in found(collection, "On the market")
    assert found(collection, "ferry 2")[0].startswith("wire")


@pytest.mark.parametrize(
    "words",
    [
        "bridge AND nothing",
        "bridge NOT Barford",
        "+bridge -Barford",
        '"bridge',
        "title:bridge",
        "text:(bridge",
        "bridge*",
        "bridge~2^9",
        "[bridge TO zzz]",
        "bridge\\",
        "{!bridge}",
        "/bridge.*/",
    ],
)
def test_operators_are_words(collection: Collection, words: str) -> None:
    assert "bridge" in found(collection, words)


@settings(max_examples=150, deadline=None)
@given(words=st.text(max_size=60))
def test_any_text_is_a_query(folder: Path, words: str) -> None:
    with Collection.open(folder) as collection:
        for hit in collection.search(words, None, limit=3):
            assert hit.bm25 is not None
            assert hit.bm25 > 0


@pytest.mark.parametrize("words", ["", "   ", "?!…", "zzzz qqqq"])
def test_nothing_to_look_for_finds_nothing(collection: Collection, words: str) -> None:
    assert collection.search(words, None, limit=5) == []


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        (Filters(date_from=date(2023, 11, 5)), {"ceasefire", "school"}),
        (Filters(date_to=date(2023, 10, 2)), {"bridge"}),
        (Filters(date_from=date(2023, 10, 3), date_to=date(2023, 11, 4)), {"library"}),
        (Filters(outlet="barford gazette"), {"bridge", "school"}),
        (Filters(outlet="  Barford   GAZETTE "), {"bridge", "school"}),
        (Filters(outlet="Linwell Echo", date_from=date(2023, 11, 1)), {"ceasefire"}),
        (Filters(outlet="Nowhere Times"), set()),
        (Filters(date_from=date(2030, 1, 1)), set()),
    ],
)
def test_filters_apply_before_ranking(collection: Collection, filters: Filters, sources: set[str]) -> None:
    known = {article.id: article.source.removesuffix(".md") for article in collection.articles()}
    vector = EMBEDDER.encode(["ferry"])[0]
    for words in ("the in of a ferry bridge library motion school", ""):
        hits = collection.search(words, vector, limit=1000, filters=filters)
        assert {known[hit.article_id] for hit in hits} == sources
    assert {known[article.id] for article in collection.articles(filters)} == sources
    assert collection.count_articles(filters) == len(sources)
    # what passes is found however far from the query it is
    far = collection.search("ferry", vector, limit=1, filters=filters)
    assert len(far) == min(1, len(sources))


def test_copies_take_one_place(collection: Collection) -> None:
    hits = collection.search("ferry Orrin Wexley", EMBEDDER.encode([WIRE])[0], limit=8)
    ferries = [hit for hit in hits if "Orrin" in hit.text]
    assert len(ferries) == 1
    assert len(ferries[0].duplicates) == 2
    for copy in ferries[0].duplicates:
        article = collection.article(copy.article_id)
        assert article is not None
        assert "Orrin" in article.text[copy.start : copy.end]
    assert len({ferries[0].article_id, *(copy.article_id for copy in ferries[0].duplicates)}) == 3


def test_fusion_by_hand() -> None:
    ranked = _fuse([(7, 3.0), (8, 2.0)], [(8, 0.9), (9, 0.5)])
    assert [(one.row, one.bm25, one.cosine) for one in ranked] == [
        (8, 2.0, 0.9),
        (7, 3.0, None),
        (9, None, 0.5),
    ]
    assert [one.score for one in ranked] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62])


def test_equal_scores_are_ordered_by_row() -> None:
    assert [one.row for one in _fuse([(5, 1.0)], [(2, 1.0)])] == [2, 5]


def test_every_hit_is_a_slice_of_its_article(collection: Collection) -> None:
    hits = collection.search("the in a", EMBEDDER.encode(["bridge"])[0], limit=100)
    assert hits
    for hit in hits:
        article = collection.article(hit.article_id)
        assert article is not None
        assert article.id == hit.article_id
        assert hit.text == article.text[hit.start : hit.end]
        assert all(0 <= sentence.start < sentence.end <= len(article.text) for sentence in article.sentences)


def test_the_cosine_is_that_of_the_query_whatever_its_length(collection: Collection) -> None:
    vector = EMBEDDER.encode(["the library petition"])[0]
    for length in (1.0, 30.0):
        for hit in collection.search("library bridge market", vector * length, limit=9):
            assert hit.cosine == pytest.approx(float(EMBEDDER.encode([hit.text])[0] @ vector), abs=2e-3)


def test_a_vector_without_direction_leaves_the_words(collection: Collection) -> None:
    zeros = np.zeros(EMBEDDER.dimension, dtype=np.float32)
    assert [hit.key for hit in collection.search("bridge", zeros, limit=5)] == [
        hit.key for hit in collection.search("bridge", None, limit=5)
    ]


def test_the_same_search_gives_the_same_hits(collection: Collection, folder: Path) -> None:
    def search(opened: Collection) -> list[Hit]:
        return opened.search("the ferry library", EMBEDDER.encode(["ferry"])[0], limit=10)

    with Collection.open(folder) as again:
        assert search(collection) == search(again) == search(collection)


def test_a_limit_below_one_finds_nothing(collection: Collection) -> None:
    assert collection.search("bridge", None, limit=0) == []


def test_document_frequency_counts_passages(collection: Collection) -> None:
    known = collection.document_frequency([*terms("Labour ceasefire ferry"), "qqqq"])
    assert known == {"labor": 1, "ceasefir": 1, "ferri": 3, "qqqq": 0}
    assert collection.passage_count == 8


def test_an_article_is_named_by_the_first_digits_of_its_id(collection: Collection) -> None:
    whole = collection.articles()[0].id
    assert collection.resolve(whole[:6]) == whole
    article = collection.article(whole[:6])
    assert article is not None
    assert article.id == whole
    for wrong in (whole[:5], "", "zzzzzz", "%" * 6, whole + "0", "0" * 16):
        assert collection.resolve(wrong) is None
        assert collection.article(wrong) is None


def test_articles_and_outlets_are_listed(collection: Collection) -> None:
    listed = collection.articles()
    assert [article.date for article in listed][:2] == [date(2023, 11, 5)] * 2
    assert listed[-1].date is None
    assert [article.title for article in listed if article.source == "bridge.md"] == ["On the bridge"]
    assert collection.outlets() == ["BARFORD GAZETTE", "Linwell Echo"]
    status = collection.status()
    assert (status.articles, status.passages, status.outlets, status.families) == (8, 8, 2, 1)
    assert status.bytes > 10_000


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="aeourisdngt-,0123 ’é", max_size=200))
def test_case_never_decides(text: str) -> None:
    assert terms(text) == terms(text.upper())
