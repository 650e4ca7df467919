"""Broken files by the hundred: each is read or refused with a reason, and nothing else ever happens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.errors import SourceError
from index.reading import read_source
from index.reading.clean import canonical
from index.settings import ReadingLimits
from index.types import Article
from tests.reading.samples import BODY, TEXT, html, pdf, word

_LIMITS = ReadingLimits(seconds=10.0)
_SEEDS: dict[str, bytes] = {
    "a.txt": f" date 2023-10-27 {TEXT}".encode(),
    "a.md": f"---\ntitle: A\ndate: 2023-10-27\n---\n# Head\n\n{TEXT}\n\n- [one](http://a.test)\n".encode(),
    "a.html": html(head="<title>A</title>", around="<nav><a href='/'>Home</a></nav>").encode(),
    "a.jsonl": f'{{"id": 1, "text": "{BODY[0]}", "date": "2023-10-27"}}\n'.encode() * 3,
    "a.csv": f'id,text,date\n1,"{BODY[0]}",27/10/2023\n'.encode(),
    "a.pdf": pdf([BODY, BODY[:2]]),
    "a.docx": word(title="A"),
}
_TOKENS = (
    b"\x00",
    b"\xff\xfe",
    b"<div>",
    b"]]>",
    b"\n\n",
    b'"',
    b"{",
    b"&#0;",
    b"\xe2\x80\xae",
    b"obj",
    b"PK\x03\x04",
    b"---\n",
)


def _mutated(data: bytes, rng: random.Random) -> bytes:
    """``data`` with a few bytes changed, cut, doubled, or replaced by what parsers trip over."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        place = rng.randrange(len(made) + 1)
        match rng.randrange(5):
            case 0 if made:
                made[min(place, len(made) - 1)] = rng.randrange(256)
            case 1:
                made[place:place] = rng.choice(_TOKENS) * rng.choice((1, 1, 50))
            case 2:
                del made[place : place + rng.randrange(1, 200)]
            case 3:
                made[place:place] = made[place : place + rng.randrange(1, 400)]
            case _:
                made[place : place + 8] = rng.randbytes(8)
    return bytes(made)


def _read(path: Path, folder: Path) -> list[Article] | SourceError:
    try:
        return read_source(path, root=folder, limits=_LIMITS)
    except SourceError as error:
        return error


def _try_many(folder: Path, count: int, seed: int) -> tuple[int, int]:
    """How many of ``count`` broken files were read, and how many refused."""
    rng = random.Random(seed)
    read = refused = 0
    names = list(_SEEDS)
    for number in range(count):
        name = names[number % len(names)]
        path = folder / name
        path.write_bytes(_mutated(_SEEDS[name], rng))
        result = _read(path, folder)
        if isinstance(result, SourceError):
            assert type(result) is not SourceError
            assert "\n" not in str(result)
            refused += 1
            continue
        read += 1
        for article in result:
            assert article.text
            assert canonical(article.text) == article.text
            assert article.source.isprintable()
            article.id.encode()
    return read, refused


def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    read, refused = _try_many(tmp_path, 280, seed=1)
    assert read > 50
    assert refused > 20


@pytest.mark.stress
def test_thousands_of_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    read, refused = _try_many(tmp_path, 2_000, seed=2)
    assert read + refused == 2_000
