"""Text to word pieces and words, each with its place, and with what an uncased vocabulary cannot see.

The vocabulary of the encoder knows neither capitals nor paragraphs. Both say much about who speaks and where a
quotation ends, so every piece carries a feature: the shape of its word, the white space before it, and where it
stands to quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]
#: the special pieces of BERT's vocabulary before and behind a text
CLS, SEP = 101, 102


class Case(IntEnum):
    """The shape of a word."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3
    LETTER = 4  # a single capital
    DIGIT = 5
    MARK = 6
    PART = 7  # a piece that goes on a word


class Gap(IntEnum):
    """What stands before a word."""

    NOTHING = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3  # also the start of the text


class Quoted(IntEnum):
    """Where a word stands to quotation marks."""

    OUTSIDE = 0
    OPENING = 1
    INSIDE = 2
    CLOSING = 3


#: a feature is ``case * 16 + gap * 4 + quoted``
FEATURES = len(Case) * len(Gap) * len(Quoted)

_DOUBLE = frozenset('"“”„«»')
_SINGLE = frozenset("'‘’‚‛")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\u2029")


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """A text in word pieces and words. Offsets are half-open, in characters into the text.

    Attributes:
        ids: of the pieces in the vocabulary, without special ones. *Shape:* ``(pieces,)``, as ``features``.
        first: the first piece of each word. *Shape:* ``(words,)``, as ``starts`` and ``ends``.
    """

    ids: Ints
    features: Ints
    first: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.first)


class Piecer:
    """The vocabulary at work."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()

    @property
    def tokenizer(self) -> Tokenizer:
        """The vocabulary itself."""
        return self._tokenizer

    def cut(self, text: str) -> Pieces:
        """The pieces and words of ``text``, in order."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        word_ids = np.array(encoding.word_ids, dtype=np.int64)
        begins = np.diff(word_ids, prepend=-1) != 0
        first = np.flatnonzero(begins)
        last = np.append(first[1:], len(word_ids)) - 1 if len(first) else first
        starts, ends = offsets[first, 0], offsets[last, 1]
        of_words = _features(text, starts.tolist(), ends.tolist())
        features = of_words[np.cumsum(begins) - 1] if len(first) else np.zeros(0, dtype=np.int64)
        features = np.where(begins, features, Case.PART * 16 + features % 4)
        return Pieces(np.array(encoding.ids, dtype=np.int64), features, first, starts, ends)


def _features(text: str, starts: list[int], ends: list[int]) -> Ints:
    """The feature of each word. *Shape:* ``(words,)``."""
    quoted = _quoted(text)
    found = np.zeros(len(starts), dtype=np.int64)
    before = 0
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        gap = _gap(text, before, start) if number else Gap.PARAGRAPH
        found[number] = _case(text[start:end]) * 16 + gap * 4 + quoted[start]
        before = end
    return found


def _case(word: str) -> Case:
    if not word[:1].isalnum():
        return Case.MARK
    if word[0].isdigit():
        return Case.DIGIT
    if word.islower() or not word[0].isalpha():
        return Case.LOWER
    if word.isupper():
        return Case.LETTER if len(word) == 1 else Case.UPPER
    return Case.TITLE if word[0].isupper() and word[1:].islower() else Case.MIXED


def _gap(text: str, end: int, start: int) -> Gap:
    between = text[end:start]
    if not between:
        return Gap.NOTHING
    if "\n" not in between and "\u2029" not in between:
        return Gap.SPACE
    return Gap.PARAGRAPH if _PARAGRAPH.search(between) else Gap.LINE


def _quoted(text: str) -> NDArray[np.uint8]:
    """Where each character stands to quotation marks; a quotation ends with its paragraph at the latest.

    *Shape:* ``(characters,)``.
    """
    found = np.zeros(len(text) + 1, dtype=np.uint8)
    opened = -1
    kind = ""
    for mark in re.finditer(r"[\"“”„«»'‘’‚‛]|\n[^\S\n]*\n|\u2029", text):
        at, sign = mark.start(), mark[0][0]
        if sign in "\n\u2029":
            if opened >= 0:
                found[opened + 1 : at] = Quoted.INSIDE
            opened = -1
        elif opened < 0:
            if _opens(text, at, sign):
                opened, kind = at, "double" if sign in _DOUBLE else "single"
                found[at] = Quoted.OPENING
        elif _closes(text, at, sign, kind):
            found[opened + 1 : at] = Quoted.INSIDE
            found[at] = Quoted.CLOSING
            opened = -1
    if opened >= 0:
        found[opened + 1 :] = Quoted.INSIDE
    return found


def _opens(text: str, at: int, sign: str) -> bool:
    if sign in "“„«":
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return sign in "\"'‘‚‛" and not after.isspace() and (not before or not before.isalnum())


def _closes(text: str, at: int, sign: str, kind: str) -> bool:
    if kind == "double":
        return sign in '"”»'
    return sign in "'’" and not text[at + 1 : at + 2].isalnum()
