"""Text to sentences, exactly: ``[start, end)`` into the text, in linear time.

A compact rule set of our own, for three reasons: a quotation shown to a reader must be the article's own
characters, the question path must not import llama_index, and ingest has well under a millisecond for this. A
paragraph always ends a sentence. Inside one, each run of terminators and closing marks is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.passages.abbreviations import (
    AFTER_HOURS,
    BEFORE_LABELS,
    BEFORE_NUMBERS,
    DOTTED,
    HOURS,
    MARKED_NAMES,
    NO_SPEAKERS,
    OPEN,
    SPEECH_VERBS,
    STARTERS,
    TITLES,
)
from index.types import Sentence

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|\u2029")
# a terminator and whatever terminators and closing marks follow it; or a line that starts a list item
_MARK = re.compile(
    r"[.!?…؟۔।][.!?…؟۔।\"'”’»)\]*]*+"
    r"|[。！？][。！？」』”’）]*+"
    r"|\n(?=[^\S\n]*+(?:[-–*•●▪◦‣]|\d{1,2}[.)])\s)"
    r"|(?<=\s)(?=[•●▪◦‣]\s)"
)
_SPACE = re.compile(r"\s*")
_CLOSING_QUOTES = frozenset("\"'”’»")
_OPENING = re.compile(r"[\"'“‘«„(\[{—–-]*+\s?+[\"'“‘«„]*+")
_FIRST_WORD = re.compile(r"[^\W_][\w'’.-]{0,40}")
_DOTTED_LETTERS = re.compile(r"(?:[^\W\d_]\.){1,8}[^\W\d_]{1,2}")
_OPENING_MARKS = "([{“‘\"'«„—–*"
# “Will he go?” Ms Lee asked. / …?” Ms Lee asked on Friday.
_ATTRIBUTION = re.compile(
    rf"(?!(?:{'|'.join(NO_SPEAKERS)})\b)(?:[^\W\d_a-z][\w'’.-]{{0,30}}\s){{1,5}}+(?:{'|'.join(SPEECH_VERBS)})"
    r"(?:[.,;:]|\s(?:in|at|on|as|after|during|while|when|before|to reporters|outside|inside)\b)"
)
# authorities."We / his favourite theme.Trump's: the space after the full stop was lost
_GLUED_BEFORE = re.compile(r"[^\s/@.]{0,36}[^\W\d_A-Z]{4}\Z")
_GLUED_AFTER = re.compile(r"[“‘]?[A-Z][a-z’' ]")
_LOOK_BACK = 40  # characters: the longest abbreviation and the word before it are shorter


def split_sentences(text: str) -> list[Sentence]:
    """All sentences of ``text``, in order and disjoint; between them there is nothing but white space.

    Args:
        text: an article's text; paragraphs are parted by an empty line.

    Returns:
        Half-open spans in characters, without white space at either end; ``paragraph`` counts from 0.
    """
    sentences = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        begin = start
        for cut in _cuts(text, start, end):
            sentences.append(Sentence(begin, cut, number))
            begin = _skip_space(text, cut)
        if begin < end:
            sentences.append(Sentence(begin, end, number))
    return sentences


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs that hold more than white space, stripped of it."""
    start = 0
    ends = [(mark.start(), mark.end()) for mark in _PARAGRAPH_END.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        body = text[start:end]
        stripped = body.strip()
        if stripped:
            first = start + len(body) - len(body.lstrip())
            yield first, first + len(stripped)
        start = following


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences of the paragraph ``[start, end)`` end, but not at its own; never after white space."""
    begin = start
    for mark in _MARK.finditer(text, start, end):
        at, stop = mark.span()
        if stop == end or at < begin:
            continue
        if at == stop or text[at] == "\n":
            stop = at - (at == stop)
            while text[stop - 1].isspace() and stop > begin:
                stop -= 1
            ends = stop > begin
        else:
            ends = text[at] in "。！？" or _ends(text, begin, at, stop, end)
        if ends:
            yield stop
            begin = _skip_space(text, stop)


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _ends(text: str, begin: int, at: int, stop: int, end: int) -> bool:
    """Whether the terminators ``[at, stop)`` end the sentence begun at ``begin``."""
    following = _skip_space(text, stop)
    if following == stop:
        glued = _GLUED_AFTER.match(text, stop, end)
        return glued is not None and _GLUED_BEFORE.search(text, max(begin, at - _LOOK_BACK), at) is not None
    if text[following] == ".":  # an ellipsis with spaces in it
        return False
    opening = _OPENING.match(text, following, end)
    first = opening.end() if opening else following
    marks = text[at:stop]
    word = _FIRST_WORD.match(text, first, end)
    next_word = word[0].rstrip(".") if word else ""
    if next_word[:1].islower():
        return _starts_in_lower_case(next_word, marks)
    if marks[-1] in _CLOSING_QUOTES and _ATTRIBUTION.match(text, following, end):
        return False
    before = text[max(begin, at - _LOOK_BACK) : at]
    if marks.startswith(("...", "…")):
        # “I… I don’t know” is one sentence, and so is what an editor left out in [...]
        return before[-1:] not in ("[", "(") and before.split()[-1:] not in ([next_word], ["“" + next_word])
    return _word_ends(before, marks, next_word, opens=len(before) == at - begin)


def _starts_in_lower_case(word: str, marks: str) -> bool:
    """Whether a sentence may start with this word, which is "iPhone" or "al-Qaeda" if it may."""
    return marks == "." and not word.islower() and word[1:2] != "."


def _word_ends(before: str, marks: str, next_word: str, *, opens: bool) -> bool:
    """Whether the last word of ``before``, with ``marks`` and then ``next_word`` after it, ends a sentence.

    Args:
        opens: whether ``before`` reaches back to the sentence's first character.
    """
    words = before.split()
    if not words or before[-1].isspace():
        return True
    word = words[-1].lstrip(_OPENING_MARKS).rpartition("-")[2]
    if marks[0] != ".":
        return word not in MARKED_NAMES or marks[1:] != "" or next_word in STARTERS or not next_word
    if opens and len(words) == 1 and len(word) <= 3 and word.isdecimal():
        return False
    if word in TITLES or word in DOTTED:
        return False
    if word in BEFORE_NUMBERS:
        return not next_word[:1].isdecimal()
    if word in HOURS:
        return next_word not in AFTER_HOURS
    if len(word) == 1 and word.isalpha():
        return next_word in STARTERS or (len(words) > 1 and words[-2] in BEFORE_LABELS)
    if word in OPEN or _DOTTED_LETTERS.fullmatch(word):
        return next_word in STARTERS
    return True
