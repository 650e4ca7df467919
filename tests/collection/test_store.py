"""Schemas old, new and strange; a damaged truth; another model; another way of cutting."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.build import check
from index.collection import Collection, migrations
from index.collection.migrations import MIGRATIONS, Migration, migrate, version
from index.errors import CollectionDamaged, CollectionIncompatible, CollectionMissing
from index.models.embedder import HashingEmbedder, Vectors
from tests.collection.making import EMBEDDER, fill, write_articles

DATABASE = "collection.sqlite"
LATER = Migration("a later step", ("CREATE TABLE later (number INTEGER NOT NULL) STRICT",))


@pytest.fixture(scope="module")
def made(memory: Path) -> Path:
    root = memory / "store"
    write_articles(root / "sources", 4)
    fill(root / "collection", root / "sources")
    return root / "collection"


@pytest.fixture
def folder(made: Path, scratch: Path) -> Path:
    shutil.copytree(made, scratch / "collection")
    return scratch / "collection"


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    yield connection
    connection.close()


def test_a_new_collection_has_taken_every_step(database: sqlite3.Connection) -> None:
    names = [name for (name,) in database.execute("SELECT name FROM migrations ORDER BY number")]
    assert names == [step.name for step in MIGRATIONS]
    assert version(database) == migrations.SCHEMA == len(MIGRATIONS)


def test_steps_have_names_of_their_own() -> None:
    assert len({step.name for step in MIGRATIONS}) == len(MIGRATIONS)


@pytest.mark.parametrize("past", range(len(MIGRATIONS) + 1))
def test_every_past_schema_is_brought_up_to_date(past: int, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old.sqlite", isolation_level=None) as connection:
        migrate(connection, MIGRATIONS[:past])
        assert version(connection) == past
        steps = [*MIGRATIONS, LATER]
        assert migrate(connection, steps) == [step.name for step in steps[past:]]
        assert migrate(connection, steps) == []
        assert version(connection) == len(steps)


def test_a_step_that_fails_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    broken = Migration("broken", ("CREATE TABLE fine (x) ", "CREATE TABLE fine (x)"))
    with sqlite3.connect(tmp_path / "old.sqlite", isolation_level=None) as connection:
        migrate(connection)
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            migrate(connection, [*MIGRATIONS, broken])
        assert version(connection) == len(MIGRATIONS)
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'fine'").fetchall()


def test_a_reader_brings_an_older_schema_up_to_date(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Collection.open(folder) as collection:
        before = collection.search("vote", None, limit=5)
    steps = (*MIGRATIONS, LATER)
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(migrations, "SCHEMA", len(steps))
    monkeypatch.setattr(migrate, "__defaults__", (steps,))
    with Collection.open(folder) as collection:
        assert collection.status().schema == len(steps)
        assert collection.search("vote", None, limit=5) == before


def test_a_newer_schema_is_refused_with_the_way_out(folder: Path, database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA user_version = {migrations.SCHEMA + 1}")
    with pytest.raises(CollectionIncompatible, match=r"newer version of onrecord.*update onrecord"):
        Collection.open(folder)
    with pytest.raises(CollectionIncompatible, match="newer version"):
        fill(folder, folder.parent)
    with pytest.raises(CollectionIncompatible, match="newer version"):
        check(folder)


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(CollectionDamaged, match="not made by onrecord"):
        Collection.open(tmp_path)
    write_articles(tmp_path / "sources", 1)
    with pytest.raises(CollectionDamaged, match="not made by onrecord"):
        fill(tmp_path, tmp_path / "sources")
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_file_that_is_no_database_is_damage(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(CollectionDamaged, match="put it back from a backup"):
        Collection.open(folder)


def test_an_empty_file_is_no_collection(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")
    with pytest.raises(CollectionMissing, match="onrecord ingest"):
        Collection.open(folder)


def test_a_torn_database_is_damage(folder: Path) -> None:
    data = (folder / DATABASE).read_bytes()
    for share in (0.3, 0.6, 0.9):
        (folder / DATABASE).write_bytes(data[: int(len(data) * share)])
        with pytest.raises(CollectionDamaged):
            Collection.open(folder)
        (folder / DATABASE).write_bytes(data)


def test_a_trigger_in_a_foreign_file_calls_nothing(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("CREATE VIEW outlets AS SELECT load_extension('nothing')")
    database.close()
    with Collection.open(folder) as collection:
        assert collection._connection.execute("PRAGMA trusted_schema").fetchone() == (0,)


CHANGES = {
    "the text of an article": "UPDATE articles SET text = replace(text, 'vote', 'veto') WHERE key = 2",
    "the date of an article": "UPDATE articles SET date = '1999-01-01' WHERE key = 1",
    "a passage outside of its article": 'UPDATE passages SET "end" = 100000 WHERE key = 1',
    "a passage that is empty": 'UPDATE passages SET "end" = start WHERE key = 1',
    "an embedding cut short": "UPDATE passages SET embedding = substr(embedding, 1, 10) WHERE key = 3",
    "an embedding of zeros": "UPDATE passages SET embedding = zeroblob(128) WHERE key = 3",
    "a passage that is gone": "DELETE FROM passages WHERE key = 2",
    "an article that is gone": "DELETE FROM articles WHERE key = 2",
    "a sentence beyond the text": "UPDATE cuts SET sentences = x'00000000ffff000000000000' WHERE article = 1",
    "sentences cut short": "UPDATE cuts SET sentences = substr(sentences, 1, 7) WHERE article = 1",
    "an article without origin": "DELETE FROM origins WHERE article = 1",
    "an article without passages": "DELETE FROM cuts WHERE article = 1",
    "another manifest": "UPDATE meta SET value = 'x' WHERE name = 'manifest'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_check_finds(change: str, folder: Path, database: sqlite3.Connection) -> None:
    assert check(folder).problems == ()
    database.execute(CHANGES[change])
    database.close()
    report = check(folder)
    assert not report.ok
    assert all(": " in problem for problem in report.problems)


def test_another_model_is_refused_until_ingest_embeds_anew(folder: Path, made: Path) -> None:
    other = HashingEmbedder(32)
    with pytest.raises(CollectionIncompatible, match=r"hashing-64.*ONRECORD_MODEL.*onrecord ingest"):
        Collection.open(folder, embedder_digest=other.digest)
    Collection.open(folder, embedder_digest=EMBEDDER.digest).close()
    report = fill(folder, made.parent / "sources", embedder=other)
    assert (report.added, report.unchanged, report.articles) == (0, 4, 4)
    assert "4 stored articles were embedded anew" in report.notes[0]
    assert "hashing-32" in report.notes[0]
    with Collection.open(folder, embedder_digest=other.digest) as collection:
        assert collection.status().dimension == 32
        hit = collection.search("", other.encode(["the ferry petition"])[0], limit=1)[0]
        assert hit.cosine is not None
    assert check(folder).problems == ()
    with pytest.raises(CollectionIncompatible):
        Collection.open(folder, embedder_digest=EMBEDDER.digest)


class Stopping(HashingEmbedder):
    """Stops after so many articles' worth of calls."""

    def __init__(self, dimension: int, calls: int) -> None:
        super().__init__(dimension)
        self.calls = calls

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls -= 1
        if self.calls < 0:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_a_change_of_model_that_was_stopped_goes_on_where_it_was(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.run._BATCH_ARTICLES", 1)
    with pytest.raises(KeyboardInterrupt):
        fill(folder, made.parent / "sources", embedder=Stopping(32, 3))
    with Collection.open(folder, embedder_digest=EMBEDDER.digest) as collection:
        assert collection.search("ferry", EMBEDDER.encode(["ferry"])[0], limit=3)
        assert collection.status().dimension == EMBEDDER.dimension
    assert check(folder).problems == ()
    report = fill(folder, made.parent / "sources", embedder=Stopping(32, 1))
    assert "1 stored articles" in report.notes[0]
    assert check(folder).problems == ()


def test_back_to_the_old_model_half_way_nothing_is_lost(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.run._BATCH_ARTICLES", 1)
    with pytest.raises(KeyboardInterrupt):
        fill(folder, made.parent / "sources", embedder=Stopping(32, 2))
    report = fill(folder, made.parent / "sources")
    assert report.unchanged == 4
    assert check(folder).problems == ()
    with Collection.open(folder, embedder_digest=EMBEDDER.digest) as collection:
        assert collection.count_articles() == 4


def test_another_way_of_cutting_cuts_the_stored_articles_anew(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.pipeline.CHUNKER", "sentences-next")
    report = fill(folder, made.parent / "sources")
    assert "4 stored articles were embedded anew" in report.notes[0]
    with Collection.open(folder, embedder_digest=EMBEDDER.digest) as collection:
        assert collection.status().chunker == "sentences-next"
    assert check(folder).problems == ()
