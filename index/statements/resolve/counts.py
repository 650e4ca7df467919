"""How many people a phrase says they are, at least."""

from __future__ import annotations

import re

from index.statements.resolve.words import NUMBER_WORDS

_WORDS = "|".join([*NUMBER_WORDS, "hundred", "thousand", "million", "billion", "dozen", "couple"])
_NUMBER = re.compile(
    rf"""(?<![\w.,£$€%-])(?:
      (?P<digits>\d{{1,12}}(?:,\d{{3}}){{0,3}}(?:\.\d{{1,3}})?)(?P<unit>\s?(?:million|billion|thousand|dozen|hundred)\b|[mk]\b|bn\b)?
      (?![%\w]|\s?(?:%|per\scent|percent|years?\b)|-(?:year|day|hour|month|week|minute|mile|point|page|strong\sfor)|[.,:]\d)
    | (?P<tens>(?:(?:tens|dozens|scores|hundreds|thousands|millions)(?:\sof\s(?:thousands|millions))?))\b
    | (?P<half>half\sa\sdozen|half-a-dozen|half\sa\smillion)\b
    | (?P<words>(?:an?\s(?=hundred|thousand|million|dozen|couple|score\b))?(?:{_WORDS})
        (?:(?:-|\s|\sand\s)(?:{_WORDS})\b){{0,6}})\b(?!-(?:year|day|hour|month|week|minute|time|third|fifth|quarter))
    | (?P<score>a\sscore)\b
    | (?P<two>both|(?:the\s)?pair|(?:the\s)?duo|twins|either|neither)\b
    | (?P<trio>(?:the\s)?trio)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_MANY = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000}
_SCALE = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SHORT = {"k": 1000, "m": 10**6, "bn": 10**9}
_NO_LEAST = re.compile(
    r"(?:\bunder|\bfewer\sthan|\bless\sthan|\bat\smost|\bup\sto|\bno\smore\sthan|\bbelow|\bnot\seven)\s\Z",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"[a-z]\sof\s(?:the|all|its|his|her|their)\s\Z", re.IGNORECASE)


def least(phrase: str) -> int | None:
    """The lower bound that ``phrase`` states: "more than 150" is 150, "dozens" 24; None where it states none.

    The first number decides ("92 of the party's 121 MPs"); a number that bounds from above ("up to 40"), that belongs
    to what stands after "of the" ("relatives of the 31 dead") or that measures something else ("20 per cent") does not.
    """
    found = _NUMBER.search(phrase[:400])
    if found is None:
        return None
    before = phrase[: found.start()]
    if _NO_LEAST.search(before) or (_OF_THE.search(before) and not found["two"]):
        return None
    number = _value(found)
    return number if number > 1 else None


def number_span(phrase: str) -> tuple[int, int] | None:
    """Where the number that ``least`` reads stands in ``phrase``."""
    found = _NUMBER.search(phrase[:400])
    return found.span() if found else None


def _value(found: re.Match[str]) -> int:
    if digits := found["digits"]:
        unit = (found["unit"] or "").strip().lower()
        return round(float(digits.replace(",", "")) * (_SCALE.get(unit) or _SHORT.get(unit) or 1))
    if many := found["tens"]:
        first, *rest = many.lower().split(" of ")
        return _MANY[first] * (_SCALE[rest[0].removesuffix("s")] if rest else 1)
    if half := found["half"]:
        return 500_000 if "million" in half.lower() else 6
    if words := found["words"]:
        return _of_words(words.lower())
    return 20 if found["score"] else 3 if found["trio"] else 2


def _of_words(words: str) -> int:
    total = current = 0
    for word in re.split(r"[\s-]", words):
        if word == "couple":
            current = 2
        elif word == "hundred" or word == "dozen":
            current = max(current, 1) * _SCALE[word]
        elif word in _SCALE:
            total, current = total + max(current, 1) * _SCALE[word], 0
        else:
            current += NUMBER_WORDS.get(word, 0)
    return total + current
