"""When two names mean the same holder.

Names are compared after Unicode NFKC, case folding, and removal of honorifics before them and post-nominals
behind them; a counted group matches on its number and its head noun.
"""

from __future__ import annotations

import re
import unicodedata


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
_PHRASE_ENDS = _set(
    "from in of at on by with for to across among outside inside near within against under who whom which that and or "
    "including representing"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def normal(name: str) -> str:
    """The name without case, honorifics and post-nominals; empty only where ``name`` has no word."""
    found = words(name)
    first, last = 0, len(found)
    while first < last - 1 and found[first] in _HONORIFICS:
        first += 1
    while last > first + 1 and found[last - 1] in _POST_NOMINALS:
        last -= 1
    return " ".join(found[first:last])


def counted_words(group: str) -> list[str]:
    """What a group is of, without its number, the head noun last and singular: "labour", "councillor"."""
    found = words(group)
    while found and (found[0] in _QUANTITY or found[0].isdecimal()):
        found.pop(0)
    phrase = []
    for word in found:
        if word in _PHRASE_ENDS:
            break
        phrase.append(word)
    return [*phrase[:-1], singular(phrase[-1])] if phrase else []


def head_noun(group: str) -> str:
    """The noun that a counted group counts, singular: "councillor" of "150 Labour councillors from Leeds"."""
    found = counted_words(group)
    return found[-1] if found else ""


def words(name: str) -> list[str]:
    """The words of a name without case and marks; initials are kept together ("u.s." is "us")."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace(",", "").replace(".", "").replace("’", "'")
    return _WORD.findall(folded)


def singular(noun: str) -> str:
    """The noun without the ending of its plural, as far as spelling tells."""
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
