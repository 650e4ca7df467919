"""Derived files that are torn, altered, old or foreign are noticed, and built again from SQLite."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import check, rebuild
from index.collection import Collection, Hit
from index.collection.disk import remove_folder
from tests.collection.making import EMBEDDER, fill, write_article, write_articles

Harm = Callable[[Path, random.Random], None]
QUERIES = ["the ferry petition in Barford", "councillor Okafor approved the budget", "vote on item"]


def answers(folder: Path) -> list[list[Hit]]:
    with Collection.open(folder) as collection:
        return [collection.search(query, EMBEDDER.encode([query])[0], limit=10) for query in QUERIES]


@pytest.fixture(scope="module")
def whole(memory: Path) -> tuple[Path, list[list[Hit]]]:
    """A collection with two generations, and its answers."""
    root = memory / "derived"
    write_articles(root / "sources", 10)
    folder = root / "collection"
    fill(folder, root / "sources")
    write_article(root / "sources" / "900.md", 900)
    fill(folder, root / "sources")
    found = answers(folder)
    assert all(found)
    return folder, found


def newest(folder: Path) -> Path:
    return max((folder / "derived").iterdir())


def flip_a_bit(path: Path, choice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[choice.randrange(len(data))] ^= 1 << choice.randrange(8)
    path.write_bytes(data)


def tear(path: Path, choice: random.Random) -> None:
    os.truncate(path, choice.randrange(path.stat().st_size))


def lose(path: Path, choice: random.Random) -> None:
    del choice
    path.unlink()


def zero(path: Path, choice: random.Random) -> None:
    del choice
    path.write_bytes(bytes(path.stat().st_size))


def lengthen(path: Path, choice: random.Random) -> None:
    with path.open("ab") as file:
        file.write(choice.randbytes(choice.randrange(1, 5000)))


HARMS: list[Harm] = [flip_a_bit, flip_a_bit, flip_a_bit, tear, lose, zero, lengthen]


def _harm_and_compare(whole: tuple[Path, list[list[Hit]]], scratch: Path, *, times: int, seed: int) -> None:
    folder, expected = whole
    choice = random.Random(seed)
    for number in range(times):
        copy = scratch / str(number)
        shutil.copytree(folder, copy)
        files = [path for path in newest(copy).rglob("*") if path.is_file() and path.stat().st_size]
        harmed = choice.choice(sorted(files))
        harm = choice.choice(HARMS)
        harm(harmed, choice)
        assert check(copy).problems, (harm, harmed)
        assert answers(copy) == expected, (harm, harmed)
        assert check(copy).problems == (), (harm, harmed)
        remove_folder(copy)


def test_60_harmed_files_never_change_an_answer(whole: tuple[Path, list[list[Hit]]], scratch: Path) -> None:
    _harm_and_compare(whole, scratch, times=60, seed=1)


@pytest.mark.stress
def test_600_harmed_files_never_change_an_answer(whole: tuple[Path, list[list[Hit]]], scratch: Path) -> None:
    _harm_and_compare(whole, scratch, times=600, seed=2)


def test_no_derived_files_at_all(whole: tuple[Path, list[list[Hit]]], scratch: Path) -> None:
    shutil.copytree(whole[0], scratch / "copy")
    remove_folder(scratch / "copy" / "derived")
    assert answers(scratch / "copy") == whole[1]


def test_derived_files_of_an_older_generation(whole: tuple[Path, list[list[Hit]]], scratch: Path) -> None:
    copy = scratch / "copy"
    shutil.copytree(whole[0], copy)
    older, newer = sorted((copy / "derived").iterdir())
    remove_folder(newer)
    older.rename(newer)
    assert answers(copy) == whole[1]


def test_derived_files_of_another_collection(whole: tuple[Path, list[list[Hit]]], scratch: Path) -> None:
    copy, other = scratch / "copy", scratch / "other"
    shutil.copytree(whole[0], copy)
    write_articles(scratch / "sources", 11, seed=5)
    fill(other, scratch / "sources")
    rebuild(other)
    assert newest(other).name == newest(copy).name
    remove_folder(newest(copy))
    shutil.copytree(newest(other), copy / "derived" / newest(other).name)
    assert answers(copy) == whole[1]


def test_the_generation_before_is_kept_and_older_ones_go(scratch: Path) -> None:
    write_articles(scratch / "sources", 2)
    fill(scratch / "collection", scratch / "sources")
    for _ in range(3):
        rebuild(scratch / "collection")
    assert [path.name for path in sorted((scratch / "collection" / "derived").iterdir())] == [
        "00000003",
        "00000004",
    ]


def test_a_manifest_tells_what_the_files_were_built_from(whole: tuple[Path, list[list[Hit]]]) -> None:
    with Collection.open(whole[0]) as collection:
        manifest = collection.manifest()
        assert manifest["generation"] == collection.generation
        assert manifest["rows"] == collection.passage_count
        assert manifest["space"]["digest"] == EMBEDDER.digest
        assert manifest["vectors"]["kind"] == "exact"
        assert {"rows.npy", "vectors.faiss", "words/meta.json"} <= set(manifest["files"])
