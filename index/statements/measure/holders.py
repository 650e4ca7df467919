"""Whether a holder that was found is a gold one, by their names, within one article.

The same name is the same holder, whatever its case, honorifics and article. Beyond that a person may go by the
surname, an organisation by initials or without words such as "party", a counted group by its number and head noun,
an uncounted one by head noun and a shared word; a shorter name counts only where it fits one holder of the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from typing import Any

from index.names import counted_words, head_noun, normal, singular, words
from index.statements.labels import HolderType

Position = Mapping[str, Any]


class Fit(IntEnum):
    """How well two names agree; of several candidates the best is taken."""

    NONE = 0
    LOOSE = 1
    WRITTEN = 2  # as the article has it, near the evidence
    EXACT = 3


_PRONOUNS = frozenset("he she it they we i you who him her them us his its their our all both others one".split())
# what the names of organisations and groups have beside what tells them apart
_FILLERS = frozenset(
    "party parties council group group's government city borough district county town parish association union club "
    "company committee commission ministry department office administration administrations "
    "the of and for a an in on at".split()
)
# nouns that stand for whatever is counted
_ANY_NOUN = frozenset("member people vote aye no name signature signatory colleague other person abstention".split())
_POSSESSIVE = re.compile(r"['’]s?$")
_UNNAMED = frozenset("a an one another some".split())


def fit(gold: Position, name: str, count: int | None, others: Collection[Position]) -> Fit:
    """How well ``name`` fits the holder of ``gold``.

    Args:
        gold: a position with ``holder``, ``type``, ``count``, and ``as_written`` where that is known.
        count: of the holder that was found, None where it is no counted group.
        others: all gold positions of the article, those on other topics and this one included.
    """
    if None not in (gold["count"], count) and gold["count"] != count:
        return Fit.NONE
    if _bare(name) == _bare(gold["holder"]):
        return Fit.EXACT
    if _alias(gold) and _bare(name) == _bare(_alias(gold)):
        return Fit.WRITTEN
    if not _loosely(gold, name, count):
        return Fit.NONE
    rivals = {other["holder"] for other in others if _loosely(other, name, count)}
    counted = count is not None and gold["count"] == count
    return Fit.LOOSE if counted or rivals == {gold["holder"]} else Fit.NONE


def _loosely(gold: Position, name: str, count: int | None) -> bool:
    written = gold["holder"]
    if gold["type"] == HolderType.PERSON:
        return _same_person(_bare(written).split(), _bare(name).split())
    if gold["count"] is not None:
        return gold["count"] == count and any(_same_count(text, name) for text in (written, _alias(gold)) if text)
    if count is not None:
        return False
    if gold["type"] == HolderType.GROUP:
        return any(_same_group(text, name) for text in (written, _alias(gold)) if text)
    return _same_organisation(written, name)


def _alias(gold: Position) -> str:
    """The words of the article for the holder, unless they could be anybody's, or a person's role."""
    written = str(gold.get("as_written") or "")
    if _bare(written) in _PRONOUNS:
        return ""
    named = gold["type"] == HolderType.PERSON and words(gold["holder"])[:1] not in [[word] for word in _UNNAMED]
    return "" if named else written


def _bare(name: str) -> str:
    """The name without possessive and accents: articles leave them out as often as not."""
    letters = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", normal(name)))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _same_person(gold: Sequence[str], found: Sequence[str]) -> bool:
    """By the surname, with words before the name, or without the names in the middle."""
    short, long = sorted((gold, found), key=len)
    if not short or len(long[-1]) < 2:
        return False
    return long[-len(short) :] == short or (len(short) > 1 and (short[0], short[-1]) == (long[0], long[-1]))


def _same_organisation(gold: str, found: str) -> bool:
    ours, theirs = _core(gold), _core(found)
    if ours and ours == theirs:
        return True
    if _initials(gold) == _bare(found) or _initials(found) == _bare(gold):
        return True
    short, long = sorted((ours, theirs), key=len)
    return bool(short) and short < long and _bare(found).split()[-1] in {_bare(gold).split()[-1], *short}


def _core(name: str) -> frozenset[str]:
    return frozenset(_POSSESSIVE.sub("", word) for word in words(name)) - _FILLERS


def _initials(name: str) -> str:
    """ "uk" of "United Kingdom"; empty where there are fewer than two."""
    letters = [word[0] for word in normal(name).split() if word not in _FILLERS or word in {"party", "union"}]
    return "".join(letters) if len(letters) > 1 else ""


def _same_count(gold: str, found: str) -> bool:
    ours, theirs = head_noun(gold), head_noun(found)
    return ours == theirs or not {ours, theirs}.isdisjoint({"", *_ANY_NOUN})


def _same_group(gold: str, found: str) -> bool:
    ours, theirs = counted_words(_POSSESSIVE.sub("", gold)), counted_words(_POSSESSIVE.sub("", found))
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    shared = _contents(gold) & _contents(found) - {ours[-1]}
    return bool(shared) or 1 in (len(ours), len(theirs))


def _contents(name: str) -> frozenset[str]:
    return frozenset(singular(word) for word in _core(name))
