"""What is found for what the user names, and what is refused: about 40 cases."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import HostileSource, SourceError, UnreadableSource, UnsupportedSource
from index.reading import Found, find_sources, read_source
from index.settings import ReadingLimits
from tests.reading.samples import TEXT

_NEEDS_POSIX = pytest.mark.skipif(os.name != "posix", reason="FIFOs, devices and links as POSIX has them")


def _make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT)


def _names(arguments: Sequence[str | Path]) -> list[str]:
    found = [item for item in find_sources([str(argument) for argument in arguments]) if isinstance(item, Found)]
    return [item.path.relative_to(item.root).as_posix() for item in found]


def _errors(arguments: Sequence[str | Path]) -> list[SourceError]:
    return [item for item in find_sources([str(argument) for argument in arguments]) if isinstance(item, SourceError)]


def _refused(path: Path, root: Path) -> type[SourceError]:
    with pytest.raises(SourceError) as caught:
        read_source(path, root=root, limits=ReadingLimits())
    return type(caught.value)


def test_folders_are_walked_in_order_and_name_what_lies_below_them(tmp_path: Path) -> None:
    _make(tmp_path, "b.txt", "a/z.md", "a/b/c.html", "a.txt", ".hidden/x.txt", ".x.txt")
    assert _names([tmp_path]) == ["a/b/c.html", "a/z.md", "a.txt", "b.txt"]
    assert not _errors([tmp_path])


def test_a_single_file_is_named_alone(tmp_path: Path) -> None:
    _make(tmp_path, "a/z.txt")
    assert _names([tmp_path / "a" / "z.txt"]) == ["z.txt"]


def test_relative_arguments_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(tmp_path, "a/z.txt")
    monkeypatch.chdir(tmp_path)
    assert _names(["a"]) == ["z.txt"]
    assert _names(["a/../a/z.txt"]) == ["z.txt"]
    assert _names(["."]) == ["a/z.txt"]


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt")
    assert _names([tmp_path, tmp_path / "a.txt", tmp_path]) == ["a.txt"]


def test_endings_are_read_in_any_case_and_others_are_reported(tmp_path: Path) -> None:
    _make(tmp_path, "A.TXT", "b.Md", "c.exe", "d")
    assert _names([tmp_path]) == ["A.TXT", "b.Md"]
    assert [type(error) for error in _errors([tmp_path])] == [UnsupportedSource] * 2


@pytest.mark.parametrize(
    "argument",
    ["http://a.test/x", "https://a.test/x.txt", "ftp://a.test", "file:///etc/passwd", "FEED://a.test/rss"],
)
def test_addresses_are_refused_in_one_sentence(argument: str) -> None:
    (error,) = _errors([argument])
    assert isinstance(error, UnsupportedSource)
    assert "save the page" in error.reason


@pytest.mark.parametrize("argument", ["missing.txt", "", "missing/", "a\0b.txt", "x" * 5_000, "\udcff.txt"])
def test_what_is_not_there_is_reported(tmp_path: Path, argument: str) -> None:
    errors = _errors([f"{tmp_path}/nothing/{argument}"])
    assert [type(error) for error in errors] == [UnreadableSource]
    str(errors[0]).encode()


@_NEEDS_POSIX
@pytest.mark.parametrize("argument", ["/dev/null", "/dev/zero", "/dev/random", "/dev/tty"])
def test_devices_are_refused(argument: str) -> None:
    errors = _errors([argument])
    assert [type(error) for error in errors] == [UnreadableSource]
    assert _refused(Path(argument).with_suffix(""), Path("/dev")) in {UnreadableSource, UnsupportedSource}


@_NEEDS_POSIX
@pytest.mark.parametrize("ending", ["txt", "md", "html", "jsonl", "csv", "pdf", "docx"])
def test_fifos_are_refused_without_waiting(tmp_path: Path, ending: str) -> None:
    fifo = tmp_path / f"a.{ending}"
    os.mkfifo(fifo)
    assert [type(error) for error in _errors([tmp_path])] == [UnreadableSource]
    assert _refused(fifo, tmp_path) is UnreadableSource


@_NEEDS_POSIX
def test_sockets_are_refused() -> None:
    # a socket's path must be short
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        path = Path(folder) / "a.txt"
        listening.bind(str(path))
        assert [type(error) for error in _errors([folder])] == [UnreadableSource]
        assert _refused(path, Path(folder)) is UnreadableSource


@_NEEDS_POSIX
@pytest.mark.parametrize("target", ["/etc/passwd", "../outside.txt", "../outside", "/dev/zero", "/"])
def test_a_link_out_of_its_folder_is_refused(tmp_path: Path, target: str) -> None:
    _make(tmp_path, "outside.txt", "outside/b.txt", "root/a.txt")
    root = tmp_path / "root"
    (root / "link.txt").symlink_to(target)
    assert _names([root]) == ["a.txt"]
    assert [type(error) for error in _errors([root])] == [HostileSource]
    if not (root / "link.txt").is_dir():
        assert [type(error) for error in _errors([root / "link.txt"])] == [HostileSource]
    assert _refused(root / "link.txt", root) is HostileSource


@_NEEDS_POSIX
def test_links_within_a_folder_add_nothing_and_rings_end(tmp_path: Path) -> None:
    _make(tmp_path, "a/b.txt", "z.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to("z.txt")
    (tmp_path / "ring.txt").symlink_to("ring.txt")
    assert sorted(_names([tmp_path])) == ["a/b.txt", "z.txt"]
    assert [type(error) for error in _errors([tmp_path])] == [UnreadableSource]


@_NEEDS_POSIX
def test_a_dangling_link_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("gone.txt")
    assert [type(error) for error in _errors([tmp_path])] == [UnreadableSource]


@_NEEDS_POSIX
def test_a_link_given_as_the_folder_is_that_folder(tmp_path: Path) -> None:
    _make(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to("real")
    assert _names([tmp_path / "link"]) == ["a.txt"]


@pytest.mark.parametrize("path", ["../secret.txt", "root/../../secret.txt", "/etc/hostname"])
def test_a_path_that_climbs_out_of_its_folder_is_refused(tmp_path: Path, path: str) -> None:
    _make(tmp_path, "secret.txt", "root/a.txt")
    assert _refused((tmp_path / "root" / path).with_suffix(".txt"), tmp_path / "root") in {
        HostileSource,
        UnreadableSource,
    }


@_NEEDS_POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_reported(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "b/c.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").chmod(0)
    assert _refused(tmp_path / "a.txt", tmp_path) is UnreadableSource
    assert UnreadableSource in {type(error) for error in _errors([tmp_path])}


@_NEEDS_POSIX
@pytest.mark.parametrize(
    "name",
    [
        "a\nb.txt",
        "a\x1b[31m.txt",
        "a\u202etxt.txt",
        "a\u200b.txt",
        "-rf.txt",
        "~.txt",
        "$(x).txt",
        "a b.txt",
        "..txt.txt",
    ],
)
def test_odd_names_are_read_and_shown_harmless(tmp_path: Path, name: str) -> None:
    _make(tmp_path, name if not name.startswith(".") else f"x{name}")
    (found,) = [item for item in find_sources([str(tmp_path)]) if isinstance(item, Found)]
    (article,) = read_source(found.path, root=found.root, limits=ReadingLimits())
    assert article.source.isprintable()
    assert article.text == TEXT


def test_folders_nested_too_deep_are_reported(tmp_path: Path) -> None:
    _make(tmp_path, "/".join(["d"] * 70) + "/a.txt", "b.txt")
    assert _names([tmp_path]) == ["b.txt"]
    assert [type(error) for error in _errors([tmp_path])] == [HostileSource]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    for ending in ("txt", "pdf"):
        path = tmp_path / f"a.{ending}"
        with path.open("wb") as file:
            file.truncate(1024**3)
        assert _refused(path, tmp_path) is HostileSource
