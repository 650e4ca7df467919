"""Names in a sentence: which there are, and whether a passage has them so, and in that order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.language.vocabulary import NUMBERS, SMALL, TELLING, TITLES
from assistant.words import STOPWORDS, keys

TOKEN = re.compile(r"[^\W_]+(?:['’.,\-‑/][^\W_]+)*")


def flat(text: str) -> str:
    """Words for comparing: NFKC, one kind of each mark, one space, any case."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[“”„‟«»]", '"', re.sub(r"[‘’‚‛]", "'", plain))
    return " ".join(re.sub(r"[‐‑‒–—―]", "-", plain).split()).casefold()


def stands(words: str, text: str) -> bool:
    """Whether a flat text has these flat words whole, or as a possessive or plural."""
    return re.search(rf"(?<!\w){re.escape(words)}(?:'s|s'|s)?(?!\w)", text) is not None


def names_of(plain: str) -> list[list[str]]:
    """Runs of capitalised words; the first word of the sentence is none where it is a plain word."""
    runs: list[list[str]] = []
    last = -2
    for match in TOKEN.finditer(plain):
        word = match[0]
        bare = re.sub(r"['’]s?$", "", word)
        first = not re.search(r"\w", plain[: match.start()])
        opens = first or plain[: match.start()].rstrip().endswith(("“", '"', ":", "‘"))
        if not any(sign.isupper() for sign in bare):
            continue
        if opens and bare[1:].islower() and (bare.casefold() in STOPWORDS or _is_plain(bare)):
            continue
        if last == match.start() - 1 and runs and plain[last] == " ":
            runs[-1].append(bare)
        else:
            runs.append([bare])
        last = match.end() if bare == word else -2
    return runs


def _is_plain(word: str) -> bool:
    """Whether a word at the beginning is one with which reports begin, and no name."""
    return bool(TELLING.intersection(keys(word))) or word.casefold() in NUMBERS or word.casefold() in SMALL


def is_named(run: Sequence[str], text: str) -> bool:
    """Whether a text has a run of names: whole, or in parts of which each is whole there.

    A part of one word must be a title or a party, or it may be half of another's name: "Ann Day" is neither Ann Lee
    nor Bob Day.
    """
    words = [flat(word) for word in run]
    if stands(" ".join(words), text):
        return True
    for cut in range(1, len(words)):
        head, tail = words[:cut], words[cut:]
        if _is_whole(head, text) and is_named(tail, text) and (len(tail) > 1 or _is_whole(tail, text)):
            return True
    return False


def _is_whole(part: Sequence[str], text: str) -> bool:
    return stands(" ".join(part), text) and (len(part) > 1 or part[0] in TITLES or len(part[0]) <= 1)
