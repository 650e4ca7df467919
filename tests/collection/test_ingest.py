"""Ingest is incremental: what is unchanged is left alone, what changed takes the place of its old self."""

from __future__ import annotations

import itertools
import json
import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.build import IngestReport, check, ingest, remove_article
from index.collection import Collection, Writer
from index.collection.entries import Entry, FileRead, Tally
from index.errors import CollectionMissing, UsageError
from index.models.embedder import HashingEmbedder, Vectors
from index.types import Article
from tests.collection.making import EMBEDDER, fill, settings_for, write_article, write_articles


class Counting(HashingEmbedder):
    """Counts the texts that it embeds."""

    def __init__(self) -> None:
        super().__init__(EMBEDDER.dimension)
        self.embedded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().encode(texts)


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


def age(*paths: Path) -> None:
    """Make files look old enough for their time to be believed."""
    for path in paths:
        os.utime(path, (1_600_000_000, 1_600_000_000))


def sources_of(folder: Path) -> list[str]:
    with Collection.open(folder) as collection:
        return sorted(article.source for article in collection.articles())


@pytest.fixture
def sources(scratch: Path) -> Path:
    write_articles(scratch / "sources", 6)
    return scratch / "sources"


@pytest.fixture
def folder(scratch: Path) -> Path:
    return scratch / "collection"


def test_everything_goes_in_once(folder: Path, sources: Path) -> None:
    report = fill(folder, sources)
    assert counts(report) == (6, 0, 0, 0)
    assert report.articles == 6
    assert report.passages >= 12
    assert report.skipped == ()
    assert counts(fill(folder, sources)) == (0, 0, 6, 0)
    assert sources_of(folder) == [f"{number:03d}.md" for number in range(6)]
    assert check(folder).problems == ()


def test_unchanged_files_are_neither_read_nor_embedded(
    folder: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(*sources.iterdir())
    fill(folder, sources)
    monkeypatch.setattr("index.build.run.read_source", lambda *_, **__: pytest.fail("a file was read again"))
    embedder = Counting()
    assert counts(fill(folder, sources, embedder=embedder)) == (0, 0, 6, 0)
    assert embedder.embedded == 0


def test_nothing_new_publishes_nothing(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    with Collection.open(folder) as collection:
        before = collection.generation
    fill(folder, sources)
    with Collection.open(folder) as collection:
        assert collection.generation == before


def test_a_touched_file_is_recognised_by_its_content(folder: Path, sources: Path) -> None:
    age(*sources.iterdir())
    fill(folder, sources)
    os.utime(sources / "000.md")
    embedder = Counting()
    assert counts(fill(folder, sources, embedder=embedder)) == (0, 0, 6, 0)
    assert embedder.embedded == 0


def test_a_change_within_the_clocks_grain_is_noticed(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    path = sources / "000.md"
    before = path.stat()
    path.write_text(path.read_text().replace("Councillor", "Counselor_", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert counts(fill(folder, sources)) == (0, 1, 5, 0)


def test_a_changed_file_replaces_its_article(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    with Collection.open(folder) as collection:
        old = next(article.id for article in collection.articles() if article.source == "002.md")
    write_article(sources / "002.md", 902)
    assert counts(fill(folder, sources)) == (0, 1, 5, 0)
    with Collection.open(folder) as collection:
        assert collection.article(old) is None
        assert collection.count_articles() == 6
        assert {hit.article_id for hit in collection.search("vote", None, limit=100)}.isdisjoint({old})
    assert check(folder).problems == ()


def test_a_file_that_is_gone_is_told_and_its_article_kept(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    (sources / "001.md").unlink()
    report = fill(folder, sources)
    assert counts(report) == (0, 0, 5, 0)
    assert any("1 file is gone" in note for note in report.notes)
    assert "001.md" in sources_of(folder)


def test_one_article_in_two_files_is_one_and_goes_with_the_last(folder: Path, sources: Path) -> None:
    (sources / "copy.md").write_bytes((sources / "000.md").read_bytes())
    embedder = Counting()
    report = fill(folder, sources, embedder=embedder)
    assert counts(report) == (6, 0, 1, 0)
    assert embedder.embedded == report.passages
    write_article(sources / "000.md", 950)
    assert counts(fill(folder, sources)) == (0, 1, 6, 0)
    assert sources_of(folder) == [f"{number:03d}.md" for number in range(6)] + ["copy.md"]
    write_article(sources / "copy.md", 951)
    assert counts(fill(folder, sources)) == (0, 1, 6, 0)
    assert check(folder).problems == ()


def test_an_article_that_moves_to_another_file_stays(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    (sources / "000.md").rename(sources / "zzz.md")
    write_article(sources / "000.md", 960)
    fill(folder, sources)
    assert sources_of(folder) == [f"{number:03d}.md" for number in range(6)] + ["zzz.md"]
    assert check(folder).problems == ()


def _rows(path: Path, rows: dict[str, str]) -> None:
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in rows.items()))


def _story(number: int) -> str:
    return " ".join(f"Witness {number} told the inquiry about matter {number * 100 + line}." for line in range(12))


def test_rows_of_a_table_are_added_changed_and_removed_one_by_one(folder: Path, scratch: Path) -> None:
    table = scratch / "articles.jsonl"
    _rows(table, {"a": _story(1), "b": _story(2), "c": _story(3)})
    assert counts(fill(folder, table)) == (3, 0, 0, 0)
    _rows(table, {"a": _story(1), "b": _story(20), "d": _story(4)})
    assert counts(fill(folder, table)) == (1, 1, 1, 1)
    assert sources_of(folder) == ["a", "b", "d"]


def test_a_bad_row_is_reported_and_the_others_go_in(folder: Path, scratch: Path) -> None:
    table = scratch / "articles.jsonl"
    _rows(table, {"a": _story(1), "empty": "", "c": _story(3)})
    report = fill(folder, table)
    assert counts(report) == (2, 0, 0, 0)
    assert [error.source for error in report.skipped] == ["empty"]


def test_an_article_that_cannot_be_stored_is_reported(
    folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (scratch / "one.txt").write_text("anything")
    read = [Article("half", _story(1), url="https://news.example/\ud800"), Article("whole", _story(2))]
    monkeypatch.setattr("index.build.run.read_source", lambda *_, **__: read)
    report = fill(folder, scratch / "one.txt")
    assert sources_of(folder) == ["whole"]
    assert [error.reason for error in report.skipped] == ["holds characters that are not Unicode"]


def test_a_large_table_is_committed_in_batches(folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = []
    commit = Writer.commit

    def counted(writer: Writer, entries: Sequence[Entry | FileRead]) -> Tally:
        commits.append(sum(isinstance(entry, Entry) for entry in entries))
        return commit(writer, entries)

    monkeypatch.setattr(Writer, "commit", counted)
    monkeypatch.setattr("index.build.run._BATCH_ARTICLES", 3)
    table = scratch / "articles.jsonl"
    _rows(table, {str(number): _story(number) for number in range(8)})
    assert counts(fill(folder, table)) == (8, 0, 0, 0)
    assert commits == [3, 3, 2]


def test_a_bad_file_is_reported_and_the_rest_goes_in(folder: Path, sources: Path) -> None:
    (sources / "bad.md").write_bytes(b"\x00" * 50)
    report = fill(folder, sources, sources / "missing.md")
    assert report.added == 6
    assert sorted(Path(error.source).name for error in report.skipped) == ["bad.md", "missing.md"]


def test_a_file_that_became_unreadable_keeps_its_article(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    (sources / "000.md").write_bytes(b"")
    report = fill(folder, sources)
    assert len(report.skipped) == 1
    assert report.articles == 6


def test_no_source_at_all_makes_no_collection(folder: Path, scratch: Path) -> None:
    report = fill(folder, scratch / "nowhere")
    assert report.articles == 0
    assert len(report.skipped) == 1
    assert not folder.exists()
    with pytest.raises(CollectionMissing, match="onrecord ingest"):
        Collection.open(folder)


def test_a_folder_whose_files_all_fail_leaves_an_empty_collection(folder: Path, scratch: Path) -> None:
    (scratch / "sources").mkdir()
    (scratch / "sources" / "empty.txt").write_text("")
    assert fill(folder, scratch / "sources").articles == 0
    with Collection.open(folder) as collection:
        assert collection.search("anything", EMBEDDER.encode(["anything"])[0], limit=3) == []
        assert collection.count_articles() == 0
    assert check(folder).problems == ()


def test_a_file_in_the_place_of_the_collection_is_refused(sources: Path, scratch: Path) -> None:
    (scratch / "file").write_text("mine")
    with pytest.raises(UsageError, match="not a folder"):
        fill(scratch / "file", sources)
    with pytest.raises(UsageError, match="not a folder"):
        fill(scratch / "file" / "below", sources)


def test_a_removed_article_comes_back_when_its_file_is_ingested_again(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    with Collection.open(folder) as collection:
        gone = collection.articles()[0]
    assert remove_article(folder, gone.id[:8])
    assert not remove_article(folder, gone.id)
    with Collection.open(folder) as collection:
        assert collection.article(gone.id) is None
        assert collection.count_articles() == 5
    assert check(folder).problems == ()
    assert counts(fill(folder, sources)) == (1, 0, 5, 0)
    assert gone.source in sources_of(folder)


def test_stopped_by_the_keyboard_keeps_what_is_committed_and_says_how_to_go_on(
    folder: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopping(Counting):
        def encode(self, texts: Sequence[str]) -> Vectors:
            if self.embedded:
                raise KeyboardInterrupt
            return super().encode(texts)

    monkeypatch.setattr("index.build.run._BATCH_ARTICLES", 2)
    with pytest.raises(KeyboardInterrupt, match=r"2 articles safe.*run the same command again"):
        fill(folder, sources, embedder=Stopping())
    with Collection.open(folder) as collection:
        assert collection.count_articles() == 2
    assert counts(fill(folder, sources)) == (4, 0, 2, 0)
    assert check(folder).problems == ()


def test_copies_and_rewrites_become_one_family(folder: Path, sources: Path) -> None:
    wire = (sources / "000.md").read_text()
    (sources / "wire.md").write_text(wire.replace("title: Report 0", "title: Another").replace("Barford", "Burford"))
    fill(folder, sources)
    with Collection.open(folder) as collection:
        families = {article.source: article.family for article in collection.articles()}
        assert families["000.md"] == families["wire.md"] is not None
        assert sum(family is not None for family in families.values()) == 2
        assert collection.status().families == 1
        copy = next(article.id for article in collection.articles() if article.source == "wire.md")
    remove_article(folder, copy)
    with Collection.open(folder) as collection:
        assert {article.family for article in collection.articles()} == {None}


def test_a_late_copy_joins_the_family_of_what_was_there(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    wire = (sources / "000.md").read_text()
    (sources / "wire.md").write_text(wire.replace("title: Report 0", "title: Another"))
    fill(folder, sources)
    with Collection.open(folder) as collection:
        assert collection.status().families == 1


_SAID = (
    "“The old bridge would not carry another winter of heavy lorries without serious damage to its northern arch.\n\n"
    "“It would also give our engineers more time to find a lasting repair and the money that it needs.”\n"
)
_ALTERED = _SAID.replace("would", "will").replace("another", "one more").replace("serious", "grave")
_ALTERED = _ALTERED.replace("It will", "This will").replace("more time", "extra time").replace("lasting", "durable")


@pytest.mark.parametrize("order", list(itertools.permutations(["first", "honest", "spun"])))
def test_altered_quotations_make_a_family_and_the_same_ones_do_not(
    folder: Path, scratch: Path, order: tuple[str, ...]
) -> None:
    for name in order:
        words = random.Random(name).sample(range(10_000), 400)
        told = " ".join(f"{word:04}th" for word in words)
        path = scratch / f"{name}.txt"
        path.write_text(f"{told}.\n\n{_ALTERED if name == 'spun' else _SAID}")
        fill(folder, path)
    with Collection.open(folder) as collection:
        families = {article.source: article.family for article in collection.articles()}
    assert families["spun.txt"] is not None
    # it is a rewrite of one report only
    assert sorted(family is not None for family in families.values()) == [False, True, True]


def test_progress_counts_every_file(folder: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Seen:
        def __init__(self) -> None:
            self.expected = self.done = 0
            self.said: list[str] = []

        def total(self, n: int) -> None:
            self.expected = n

        def advance(self, n: int = 1) -> None:
            self.done += n

        def describe(self, text: str) -> None:
            self.said.append(text)

    monkeypatch.setattr("index.build.run._BATCH_ARTICLES", 4)
    (sources / "bad.md").write_bytes(b"")
    for again in (False, True):
        seen = Seen()
        ingest([str(sources)], settings_for(folder), EMBEDDER, progress=seen)
        assert seen.done == seen.expected == 7
        assert ("Building the search index" in seen.said) is not again


def test_the_stored_vectors_are_the_embedders(folder: Path, sources: Path) -> None:
    fill(folder, sources)
    with Collection.open(folder) as collection:
        hit = collection.search("vote", None, limit=1)[0]
        found = collection.search("", EMBEDDER.encode([hit.text])[0], limit=1)[0]
        assert found.key == hit.key
        assert found.cosine == pytest.approx(1.0, abs=2e-3)
        assert np.isfinite(found.score)
