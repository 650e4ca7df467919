"""One writer at a time, and readers that see one generation whatever it does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from index.build import check, rebuild
from index.collection import Collection, Writer
from index.collection.disk import remove_folder
from index.collection.lock import writing
from index.errors import CollectionLocked
from index.passages import CHUNKER
from tests.collection.making import EMBEDDER, fill, write_article, write_articles

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.collection.child"])


def hold(folder: Path, held: Path, *, die: bool) -> None:
    """Hold the lock of the collection; say so; then wait to be killed, or die at once."""
    with writing(folder):
        held.touch()
        if die:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)


def keep_ingesting(folder: Path, sources: Path, rounds: int) -> None:
    """Change one article and ingest, again and again."""
    for number in range(rounds):
        write_article(sources / "000.md", 5000 + number)
        fill(folder, sources)


def started(work: Callable[..., None], *arguments: object, **options: object) -> BaseProcess:
    process = _PROCESSES.Process(target=work, args=arguments, kwargs=options)
    process.start()
    return process


@pytest.fixture
def folder(scratch: Path) -> Path:
    write_articles(scratch / "sources", 6)
    fill(scratch / "collection", scratch / "sources")
    return scratch / "collection"


def _wait_for(path: Path) -> None:
    while not path.exists():
        time.sleep(0.01)


def test_a_second_writer_stops_with_a_message(folder: Path, scratch: Path) -> None:
    holder = started(hold, folder, scratch / "held", die=False)
    try:
        _wait_for(scratch / "held")
        with pytest.raises(CollectionLocked, match="being written by another process"):
            fill(folder, scratch / "sources")
        with pytest.raises(CollectionLocked):
            rebuild(folder)
        with Collection.open(folder) as collection:
            assert collection.search("vote", None, limit=3)
    finally:
        holder.kill()
        holder.join()


def test_a_writer_in_the_same_process_counts_as_a_second_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.collection.lock.PATIENCE", 0.0)
    with Writer.open(folder, embedder=EMBEDDER, chunker=CHUNKER), pytest.raises(CollectionLocked):
        Writer.open(folder, embedder=EMBEDDER, chunker=CHUNKER)
    Writer.open(folder, embedder=EMBEDDER, chunker=CHUNKER).close()


def test_the_lock_of_a_killed_writer_is_free(folder: Path, scratch: Path) -> None:
    holder = started(hold, folder, scratch / "held", die=True)
    holder.join()
    assert holder.exitcode == -signal.SIGKILL
    assert (scratch / "held").exists()
    assert rebuild(folder) > 1


def test_a_failed_opening_gives_the_lock_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("index.collection.migrations.SCHEMA", 0)
        with pytest.raises(Exception, match="newer version"):
            rebuild(folder)
    assert rebuild(folder) > 1


def _race(folder: Path, sources: Path, rounds: int) -> None:
    """Read while another process publishes; every reading must hang together."""
    writer = started(keep_ingesting, folder, sources, rounds)
    generations = set()
    while writer.is_alive():
        with Collection.open(folder) as collection:
            generations.add(collection.generation)
            articles = {article.id for article in collection.articles()}
            assert len(articles) == collection.count_articles() == 6
            hits = collection.search("councillor vote item", EMBEDDER.encode(["vote"])[0], limit=200)
            assert len(hits) + sum(len(hit.duplicates) for hit in hits) == collection.passage_count
            assert {hit.article_id for hit in hits} <= articles
            for hit in hits:
                article = collection.article(hit.article_id)
                assert article is not None
                assert article.text[hit.start : hit.end] == hit.text
    writer.join()
    assert writer.exitcode == 0
    assert len(generations) > 1
    assert check(folder).problems == ()


def test_readers_during_ingest_see_one_generation(folder: Path, scratch: Path) -> None:
    _race(folder, scratch / "sources", 20)


@pytest.mark.stress
def test_readers_during_a_long_ingest_see_one_generation(folder: Path, scratch: Path) -> None:
    _race(folder, scratch / "sources", 400)


def test_an_open_reader_stays_on_its_generation(folder: Path, scratch: Path) -> None:
    with Collection.open(folder) as collection:
        before = collection.search("vote", None, limit=50)
        for number in range(3):
            write_article(scratch / "sources" / "001.md", 7000 + number)
            fill(folder, scratch / "sources")
        assert collection.search("vote", None, limit=50) == before
        assert collection.newest_generation() == collection.generation + 3
        with Collection.open(folder) as later:
            assert later.generation == collection.newest_generation()
            assert later.search("vote", None, limit=50) != before


def test_batches_that_are_not_published_are_not_seen_while_their_writer_is_at_work(
    folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(scratch / "sources", 9)
    seen = []

    def publish(_: Writer) -> int:
        with Collection.open(folder) as collection:
            seen.append((collection.count_articles(), len(collection.articles()), collection.status().pending))
        raise KeyboardInterrupt

    monkeypatch.setattr(Writer, "publish", publish)
    with pytest.raises(KeyboardInterrupt):
        fill(folder, scratch / "sources")
    assert seen == [(6, 6, 3)]
    with Collection.open(folder) as collection:
        assert (collection.count_articles(), len(collection.articles()), collection.status().pending) == (
            9,
            9,
            0,
        )


def test_one_collection_serves_many_threads(folder: Path) -> None:
    with Collection.open(folder) as collection:
        expected = collection.search("ferry petition", EMBEDDER.encode(["ferry"])[0], limit=5)
        answers: list[object] = []

        def ask() -> None:
            for _ in range(20):
                answers.append(collection.search("ferry petition", EMBEDDER.encode(["ferry"])[0], limit=5))
                answers.append(expected if collection.article(expected[0].article_id) else None)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 320
    assert all(answer == expected for answer in answers)


_READ_AS_NOBODY = """
import os, sys, filelock, tempfile
from pathlib import Path
from index.collection import Collection
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
with Collection.open(Path(sys.argv[1])) as collection:
    print(len(collection.search("vote", None, limit=50)), collection.count_articles())
"""


def _read_as_nobody(folder: Path) -> str:
    # in a place that anybody may enter, which a folder of pytest's own is not
    done = subprocess.run(
        [sys.executable, "-c", _READ_AS_NOBODY, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def read_only(folder: Path, memory: Path) -> Path:
    """The collection, for reading only, below folders that anybody may enter."""
    for place in (memory, folder.parent):
        place.chmod(0o755)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def _writable(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_a_folder_that_may_not_be_written_is_read(read_only: Path) -> None:
    with Collection.open(read_only) as collection:
        expected = f"{len(collection.search('vote', None, limit=50))} 6\n"
    assert _read_as_nobody(read_only) == expected
    _writable(read_only)


def test_without_derived_files_a_read_only_folder_is_searched_in_memory(read_only: Path) -> None:
    with Collection.open(read_only) as collection:
        expected = f"{len(collection.search('vote', None, limit=50))} 6\n"
    remove_folder(read_only / "derived")
    assert _read_as_nobody(read_only) == expected
    assert not (read_only / "derived").exists()
    _writable(read_only)


def test_a_reader_cannot_write(folder: Path) -> None:
    with Collection.open(folder) as collection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        collection._connection.execute("DELETE FROM articles")
