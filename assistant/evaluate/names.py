"""When two names mean the same holder.

Names are compared after Unicode NFKC, case folding, and removal of honorifics before them and post-nominals
behind them; a counted group matches on its number and its head noun.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.evaluate.questions import Name
from assistant.types import Holder


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HONORIFICS = _set(
    "mr mrs ms miss mx dr doctor prof professor sir dame lord lady baroness baron viscount earl cllr "
    "councillor rev reverend revd fr father rabbi imam sheikh rt right hon honourable the"
)
_POST_NOMINALS = _set(
    "mp mps msp ms mla mep td am obe mbe cbe kbe dbe kcb gbe om ch kc qc pc jp dl frs phd md jr sr esq"
)
# what may stand between the number and its noun's phrase, and what ends the phrase
_QUANTITY = _set(
    "more than over at least nearly almost about around some up to as many fewer less a an the group of "
    "total dozen dozens hundred hundreds thousand thousands million millions one two three four five "
    "six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_PHRASE_ENDS = _set("from in of at on by with for to across among who whom which that and or including representing")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def normal(name: str) -> str:
    """The name without case, honorifics and post-nominals; empty only where ``name`` has no word."""
    words = _words(name)
    first, last = 0, len(words)
    while first < last - 1 and words[first] in _HONORIFICS:
        first += 1
    while last > first + 1 and words[last - 1] in _POST_NOMINALS:
        last -= 1
    return " ".join(words[first:last])


def head_noun(group: str) -> str:
    """The noun that a counted group counts, singular: "councillor" of "150 Labour councillors from Leeds"."""
    words = _words(group)
    while words and (words[0] in _QUANTITY or words[0].isdecimal()):
        words.pop(0)
    phrase = []
    for word in words:
        if word in _PHRASE_ENDS:
            break
        phrase.append(word)
    return _singular(phrase[-1]) if phrase else ""


def same(holder: Holder, gold: Name) -> bool:
    """Whether the answer's holder is the gold one."""
    if normal(holder.name) in {normal(name) for name in (gold.name, *gold.aliases)}:
        return True
    counted = gold.count is not None and holder.count == gold.count
    return counted and head_noun(holder.name) == head_noun(gold.name) != ""


def pair(holders: Sequence[Holder], golds: Sequence[Name]) -> list[Name | None]:
    """For each holder the gold name that it is, each taken once, required ones first."""
    free = sorted(golds, key=lambda gold: gold.optional)
    pairs: list[Name | None] = []
    for holder in holders:
        found = next((gold for gold in free if same(holder, gold)), None)
        if found is not None:
            free.remove(found)
        pairs.append(found)
    return pairs


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold().replace(",", "").replace(".", "").replace("’", "'")
    return _WORD.findall(folded)


def _singular(noun: str) -> str:
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
