"""Whether a sentence that a language model wrote may be shown: all in it that can be checked stands in the articles.

A sentence passes where all of this holds:

- it cites at least one passage, and only passages that there are;
- nothing in it is markup, an address, or a sign that hides or turns text;
- every quotation in it stands in a cited passage to the letter, quotations within it too;
- every name stands there as it is written, every figure and date, and names come in the passage's order;
- it denies something only where the passage does, or where the ledger has a refusal;
- its words of stance agree with the ledger's stances of those whom it names;
- most of its other words stand in what it cites, or in the question.

All of that is about words. That a sentence follows from what it cites is more than can be checked so: ``support``
says how much of it stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.intent.verbs import Verb, turned, verbs
from assistant.language.names import TOKEN, flat, is_named, names_of, stands
from assistant.language.vocabulary import DAYS, LOOSE, NEGATION, NUMBERS, TELLING
from assistant.types import Holder
from assistant.words import STOPWORDS, keys
from index.statements.labels import Stance

#: the share of a sentence's words that must stand in what it cites
SUPPORTED = 0.75
_MARK = re.compile(r"\s*\[([0-9]{1,4})\]")
_MARKUP = re.compile(
    r"[<>{}|`*_#\\~^=\[\]]|https?:|www\.|://|\]\(|\b(?:javascript|data|mailto)\s*:|\S@\S|&\w+;|&#"
    r"|\b[\w-]+\.(?:com|org|net|io|info|biz|co|uk|de|ru|cn|gov|edu|eu|onion|xyz|app|dev|me|tv)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”|\"([^\"]*)\"|«([^«»]*)»|(?<!\w)[‘']([^‘’']+(?:['’]\w[^‘’']*)*)['’](?!\w)"
)
_OPEN = re.compile(r"[“”\"«»]")
_PASSIVE_BY = re.compile(r"\bby\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that may be cited, and who is on record in it.

    Attributes:
        known: what is known of it beside its words: title, outlet, days, the names and offices of its holders.
    """

    text: str
    known: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()

    @property
    def whole(self) -> str:
        """Its words, and what is known of it."""
        return "\n".join((self.text, *self.known))


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a sentence.

    Attributes:
        text: the sentence, its citations behind it.
        cited: their numbers.
        reason: why it may not be shown; None where it may.
        support: the share of its words that stand in what it cites.
        verbatim: how many quotations stand in it, each of them to the letter in what it cites.
    """

    text: str
    cited: tuple[int, ...]
    reason: str | None
    support: float = 0.0
    verbatim: int = 0

    @property
    def is_shown(self) -> bool:
        return self.reason is None


class Checker:
    """Checks sentences against the passages of one answer.

    Args:
        sources: by the numbers of their citations.
        question: words of it need not stand in a passage; names and figures of it must.
    """

    def __init__(self, sources: Mapping[int, Source], question: str) -> None:
        self._sources = sources
        self._asked = {key for word in TOKEN.findall(question) for key in keys(word)}

    def check(self, sentence: str) -> Checked:
        """The sentence with the reason why it may not be shown, or none."""
        plain, numbers = _parted(sentence)
        if reason := self._at_fault(sentence, plain, numbers):
            return Checked(sentence, numbers, reason)
        cited = [self._sources[number] for number in numbers]
        whole = flat("\n".join(one.whole for one in cited))
        quotations = [flat(quotation) for quotation in _quotations(plain)]
        support = self._support(plain, cited)
        text = f"{plain} {' '.join(f'[{number}]' for number in numbers)}"
        for reason in (
            _unquoted(quotations, [flat(one.text) for one in cited]),
            _misnamed(plain, cited),
            _miscounted(plain, whole),
            _misdenied(plain, cited),
            _misplaced(plain, cited),
            None if support >= SUPPORTED else "too many of its words stand in no passage that it cites",
        ):
            if reason:
                return Checked(text, numbers, reason, support)
        return Checked(text, numbers, None, support, len(quotations))

    def _at_fault(self, sentence: str, plain: str, numbers: Sequence[int]) -> str | None:
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn") for sign in sentence):
            return "it has signs that cannot be seen"
        forms = (plain, unicodedata.normalize("NFKC", plain))
        if any(map(_MARKUP.search, forms)) or re.match(r"\s*(?:[-–—•+]|\d+[.)])\s", plain):
            return "it has markup, or an address"
        if not numbers:
            return "it cites no passage"
        unknown = [number for number in numbers if number not in self._sources]
        if unknown:
            return f"there is no passage [{unknown[0]}]"
        if not re.search(r"\w", plain):
            return "it says nothing"
        if len(_OPEN.findall(_QUOTED.sub("", plain))):
            return "a quotation in it has only one mark"
        return None

    def _support(self, plain: str, cited: Iterable[Source]) -> float:
        known = set(self._asked) | TELLING
        for one in cited:
            known |= {key for word in TOKEN.findall(one.whole) for key in keys(word)}
        asked = [keys(word) for word in TOKEN.findall(plain) if word.casefold().replace("’", "'") not in STOPWORDS]
        return sum(bool(known.intersection(own)) for own in asked) / len(asked) if asked else 0.0


def _parted(sentence: str) -> tuple[str, tuple[int, ...]]:
    """A sentence without its citations, and their numbers."""
    numbers = dict.fromkeys(int(number) for number in _MARK.findall(sentence))
    plain = " ".join(_MARK.sub("", sentence).split())
    return re.sub(r"\s+([.,;:!?])", r"\1", plain), tuple(numbers)


def _quotations(plain: str) -> Iterator[str]:
    for match in _QUOTED.finditer(plain):
        yield next(group for group in match.groups() if group is not None)


def _unquoted(quotations: Sequence[str], texts: Sequence[str]) -> str | None:
    for quotation in quotations:
        bare = quotation.strip(" .,;:!?")
        if not bare or not any(bare in text for text in texts):
            return "a quotation in it stands in no passage that it cites"
    return None


def _misnamed(plain: str, cited: Sequence[Source]) -> str | None:
    """A run of names that no passage has so."""
    texts = [flat(one.whole) for one in cited]
    for run in names_of(plain):
        if not any(is_named(run, text) for text in texts):
            return f"“{' '.join(run)}” stands in no passage that it cites"
    return None


def _miscounted(plain: str, whole: str) -> str | None:
    """A figure, a day or a number in words that no passage has."""
    there = {_figure(word) for word in TOKEN.findall(whole)}
    for word in TOKEN.findall(plain):
        low = word.casefold()
        is_figure = any(sign.isdigit() for sign in word) or low in DAYS
        if (is_figure or (low in NUMBERS and low not in LOOSE)) and _figure(word) not in there:
            return f"“{word}” stands in no passage that it cites"
    if re.search(r"[%$£€]", plain) and not all(sign in whole for sign in re.findall(r"[%$£€]", plain)):
        return "a unit in it stands in no passage that it cites"
    return None


def _figure(word: str) -> str:
    low = word.casefold().replace(",", "").rstrip(".")
    return NUMBERS.get(low, re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", low))


def _misdenied(plain: str, cited: Sequence[Source]) -> str | None:
    """A denial that is not the passage's, or one of the passage's that is lost."""
    own = bool(NEGATION.search(plain))
    likest = max(cited, key=lambda one: _shared(plain, one.text))
    theirs = bool(NEGATION.search(_nearest(plain, likest.text)))
    if own == theirs:
        return None
    stances = {holder.stance.value for one in cited for holder in one.holders}
    if own and stances & {"against", "partial", "other"}:
        return None  # the ledger has a refusal, or less; whose it is, is looked at apart
    if not own and stances and not stances & {"against", "partial"}:
        return None
    return "it denies what no passage denies" if own else "a passage that it cites denies it"


def _nearest(plain: str, text: str) -> str:
    """The sentence of a passage with which most words are shared."""
    parts = re.split(r"(?<=[.!?])\s+", text)
    return max(parts, key=lambda part: _shared(plain, part))


def _shared(plain: str, text: str) -> float:
    own = {key for word in TOKEN.findall(plain) for key in keys(word)}
    theirs = {key for word in TOKEN.findall(text) for key in keys(word)}
    return float(len(own & theirs) / (1 + len(theirs)) ** 0.25)


def _misplaced(plain: str, cited: Sequence[Source]) -> str | None:
    """A stance that the ledger does not have for whom it is told of; names that have changed places."""
    holders = list(dict.fromkeys(holder for one in cited for holder in one.holders))
    told = verbs(plain)
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), plain)
    last = 0
    for verb in told:
        if verb.start < last or not bare[verb.start : verb.end].strip():
            continue  # part of the one before ("refused to back"), or in somebody's own words
        last = verb.end
        stances = turned(verb.stances) if _is_denied(bare, verb) else verb.stances
        if holders and stances and (wrong := _against_ledger(bare, verb, stances, holders)):
            return f"the ledger does not have {wrong} so"
        if not holders and not _verb_stands(bare[verb.start : verb.end], cited):
            return "a stance in it stands in no passage that it cites"
    return None if told and holders else _disordered(plain, cited)


def _is_denied(bare: str, verb: Verb) -> bool:
    return bool(re.search(r"(?:\b(?:not|never)|n['’]t)(?:\s+\w+){0,2}\s*$", bare[: verb.start], re.IGNORECASE))


def _against_ledger(bare: str, verb: Verb, stances: frozenset[Stance], holders: Sequence[Holder]) -> str | None:
    """The holder of whom a verb says what the ledger has not; of those named before it, or else of all."""
    wanted = {stance.value for stance in stances}
    behind = bare[verb.end :]
    by = _PASSIVE_BY.search(behind) if re.search(r"\b(?:was|were|is|been|being)\s+$", bare[: verb.start]) else None
    clause = behind[by.end() :] if by else re.split(r"[;:]|\b(?:but|while|whereas)\b", bare[: verb.start])[-1]
    named = [holder for holder in holders if _calls(holder, clause)]
    if not named:
        return None if any(holder.stance.value in wanted for holder in holders) else "anybody"
    by_name: dict[str, set[str]] = {}
    for holder in named:
        by_name.setdefault(holder.name, set()).add(holder.stance.value)
    return next((name for name, own in by_name.items() if not own & wanted), None)


def _calls(holder: Holder, clause: str) -> bool:
    told, name = flat(clause), flat(holder.name)
    if stands(name, told):
        return True
    last = name.split()[-1] if name.split() else ""
    return holder.type == "person" and len(last) > 2 and stands(last, told)


def _verb_stands(words: str, cited: Sequence[Source]) -> bool:
    wanted = {key for word in TOKEN.findall(words) if word.casefold() not in STOPWORDS for key in keys(word)}
    there = {key for one in cited for word in TOKEN.findall(one.text) for key in keys(word)}
    return not wanted or bool(wanted & there)


def _disordered(plain: str, cited: Sequence[Source]) -> str | None:
    """Two names in another order than in the only passage that has both: who did it to whom may have changed."""
    names = list(dict.fromkeys(flat(" ".join(run)) for run in names_of(plain)))
    if len(names) < 2 or _PASSIVE_BY.search(plain):
        return None
    for one in cited:
        text = flat(one.text)
        places = [text.find(name) for name in names]
        if all(place >= 0 for place in places):
            return None if places == sorted(places) else "its names have changed places"
    return None
