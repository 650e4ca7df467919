"""Canonical text: what every offset of a collection points into.

``canonical`` folds characters and white space; a blank line parts paragraphs, and they hold no other newline.
``clean`` also leaves out boilerplate (see ``boilerplate.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.reading.boilerplate import is_boilerplate, without_form
from index.reading.characters import canonical_characters

#: lines longer than this are paragraphs of their own: nobody wraps text so wide
_WIDEST_WRAP = 130
_SPACES = re.compile(" {2,}")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def canonical(text: str) -> str:
    """``text`` in NFC, without control characters, white space folded, paragraphs parted by ``\\n\\n``.

    Newlines inside a paragraph become spaces where the source wraps its lines, and part paragraphs where it
    does not. Applying it twice changes nothing more.
    """
    return "\n\n".join(paragraphs(text))


def clean(text: str) -> str:
    """``canonical(text)`` without what is not the article: sign-ups, notices, buttons, links to others."""
    return "\n\n".join(without_boilerplate(paragraphs(text)))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, canonical, none empty."""
    lines = [line.strip() for line in _SPACES.sub(" ", canonical_characters(text)).split("\n")]
    blocks = list(_blocks(lines))
    if all(len(block) == 1 for block in blocks):
        return [block[0] for block in blocks]
    width = _wrap_width(blocks)
    return [paragraph for block in blocks for paragraph in _joined(block, width)]


def without_boilerplate(parts: Iterable[str]) -> list[str]:
    """The paragraphs that belong to the article, a sign-up form inside one taken out of it."""
    kept = (without_form(part) for part in parts if not is_boilerplate(part))
    return [part for part in kept if part]


def _blocks(lines: Iterable[str]) -> Iterable[list[str]]:
    block: list[str] = []
    for line in lines:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The width at which the source wraps its lines; None where its newlines part paragraphs.

    A wrapped line is full: the first word of the next one would not have fitted.
    """
    longest = max(len(line) for block in blocks for line in block)
    if longest > _WIDEST_WRAP:
        return None
    breaks = [pair for block in blocks for pair in pairwise(block)]
    full = sum(_is_full(line, following, longest) for line, following in breaks)
    return longest if 2 * full >= len(breaks) else None


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width * 0.9


def _joined(block: Sequence[str], width: int | None) -> Iterable[str]:
    """The lines of ``block`` as paragraphs: joined where one runs on into the next."""
    paragraph = [block[0]]
    for line, following in pairwise(block):
        if _runs_on(line, following, width):
            paragraph.append(following)
        else:
            yield " ".join(paragraph)
            paragraph = [following]
    yield " ".join(paragraph)


def _runs_on(line: str, following: str, width: int | None) -> bool:
    is_ended = _ENDS.search(line[-8:])
    if following[0].islower():
        return not is_ended
    if width is None:
        return False
    return _is_full(line, following, width) or (not is_ended and len(line) > width / 2)
