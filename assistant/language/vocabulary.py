"""Words that the check of a sentence knows: figures, denials, titles, and those with which reports are told."""

from __future__ import annotations

import re

from assistant.words import keys
from index.statements.resolve.words import NUMBER_WORDS

#: what denies, or tells of a denial
NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|no one|refus\w+|declin\w+|rul\w+ out"
    r"|den(?:y|ies|ied)|reject\w*|oppos\w+|against|fail\w*|stopped short|short of|resist\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_SIZES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
#: words that are figures, each with what it is compared by
NUMBERS = (
    {"zero": "0"}
    | {word: str(value) for word, value in NUMBER_WORDS.items()}
    | {word: str(value) for word, value in _SIZES.items()}
    | {f"{word}s": str(value) for word, value in _SIZES.items()}
    | {"dozen": "12", "dozens": "12", "everyone": "all", "everybody": "all", "unanimously": "unanimous"}
    | {
        word: word
        for word in "half once twice both all most several majority minority unanimous first second third".split()
    }
)
#: figures that are as often no figure
LOOSE = frozenset("one first second both all once most".split())
DAYS = frozenset("yesterday today tomorrow tonight".split())
#: stems of words with which reports are told; what stance they give is looked at apart
TELLING = frozenset(
    key
    for word in (
        "article report passage according say said told tell called call ask back support oppose want demand urge "
        "refuse reject favour vote sign position stance view whether also while however asked statement words "
        "described made"
    ).split()
    for key in keys(word)
)
#: words that begin a sentence and are no name
SMALL = frozenset(
    "people residents councillors members lawmakers ministers critics supporters opponents campaigners workers "
    "unions".split()
)
#: what stands before or behind a name and is none
TITLES = frozenset(
    "mp mps msp ms td mla cllr councillor mayor sir dame lord lady baroness dr professor prof rev bishop archbishop "
    "president minister secretary senator representative governor chancellor labour conservative tory green liberal "
    "democrat republican snp dup mr mrs the a".split()
)
