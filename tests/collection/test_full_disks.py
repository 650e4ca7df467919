"""A disk that takes no more: one clear error, and the last generation still answers."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.build import check, rebuild
from index.collection import Collection, Hit
from index.errors import CollectionFull
from tests.collection.making import fill, write_articles


@pytest.fixture
def folder(scratch: Path) -> Path:
    """A collection of 4 articles; its sources have grown to 30, the 4 among them changed."""
    write_articles(scratch / "sources", 4)
    fill(scratch / "collection", scratch / "sources")
    write_articles(scratch / "sources", 30, sentences=24)
    return scratch / "collection"


def answers(folder: Path) -> list[Hit]:
    with Collection.open(folder) as collection:
        return collection.search("ferry petition vote", None, limit=5)


def failing(real: Callable[..., Any], at: int, code: int) -> Callable[..., Any]:
    """``real``, which fails with ``code`` from its call number ``at`` on."""
    calls = 0

    def call(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > at:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **options)

    return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize(
    ("where", "at"),
    [*(("os.fsync", at) for at in (0, 1, 2, 4, 6, 9, 12)), ("os.rename", 0), ("os.mkdir", 0)],
)
def test_a_call_that_fails_is_one_clear_error(
    where: str, at: int, code: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(folder)
    with monkeypatch.context() as patch:
        module, name = where.split(".")
        patch.setattr(sys.modules[module], name, failing(getattr(os, name), at, code))
        with pytest.raises(CollectionFull, match=r"could not be written.*free some space"):
            rebuild(folder)
        assert answers(folder) == before
    assert rebuild(folder) > 1
    assert check(folder).problems == ()


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from index.build import pipeline
from index.errors import CollectionFull
from tests.collection.making import fill
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    fill(Path(sys.argv[1]), Path(sys.argv[2]))
except CollectionFull as error:
    print("full:", error)
else:
    print("done")
"""


def _fill_limited(folder: Path, limit: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(folder), str(folder.parent / "sources"), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97])
def test_files_that_may_not_grow(share: float, folder: Path, scratch: Path) -> None:
    """The limit falls on SQLite, its log, FAISS or tantivy, whichever grows past it first."""
    before = answers(folder)
    whole = scratch / "whole"
    fill(whole, scratch / "sources")
    largest = max(path.stat().st_size for path in whole.rglob("*") if path.is_file())
    assert "could not be written" in _fill_limited(folder, int(largest * share))
    with Collection.open(folder) as collection:
        assert collection.count_articles() in (4, 30)
        assert collection.search("ferry petition vote", None, limit=5)
    assert check(folder).problems == ()
    if share < 0.1:
        assert answers(folder) == before
    report = fill(folder, scratch / "sources")
    assert report.articles == 30
    assert check(folder).problems == ()


def _mounted(folder: Path, size: int) -> bool:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may mount a small disk")
@pytest.mark.parametrize("size", [300_000, 400_000, 500_000])
def test_a_small_disk_runs_full(size: int, folder: Path, scratch: Path) -> None:
    small = scratch / "small"
    if not _mounted(small, size):
        pytest.skip("mounting a small disk is not allowed here")
    try:
        shutil.copytree(folder, small / "collection")
        before = answers(small / "collection")
        with pytest.raises(CollectionFull, match="free some space"):
            fill(small / "collection", scratch / "sources")
        assert check(small / "collection").articles in (4, 30)
        if check(small / "collection").articles == 4:
            assert answers(small / "collection") == before
        with Collection.open(small / "collection") as collection:
            assert collection.search("ferry", None, limit=3)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)
