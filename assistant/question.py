"""A question in plain words -> a Plan: what kind of answer is wanted, about what.

Questions about positions are read by ``assistant.intent``. What that leaves, and what no statement answers, is
planned here, and answered from sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.forms import (
    ASKS_AGAIN,
    AUXILIARY,
    FORMS,
    MAX_HEAD,
    PERSON_HEADS,
    PLACE_HEADS,
    SAYING,
    VERBS,
    Want,
)
from assistant.types import Kind, Turn
from assistant.words import Word, content, words
from index.errors import UsageError

MAX_QUESTION_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked.

    Attributes:
        question: as asked, white space folded.
        terms: content words that evidence should have, without the interrogative.
        head: of the thing asked for: "ward" in "which ward does she represent", "emails" in "how many emails".
        continued: whether the terms come from an earlier question.
        wants_object: "whom did she write to" asks for the object of the verb, "who wrote" for its subject.
    """

    question: str
    kind: Kind
    want: Want
    terms: tuple[Word, ...]
    head: tuple[Word, ...] = ()
    continued: bool = False
    wants_object: bool = False

    @property
    def names(self) -> tuple[Word, ...]:
        """Terms written as names."""
        return tuple(term for term in self.terms if term.is_capital)


def parse(question: str, history: Sequence[Turn] = ()) -> Plan:
    """Read a question; one that has no content of its own ("When?") takes that of the question before it.

    Raises:
        UsageError: nothing in it to look for, or too long to be a question.
    """
    asked = folded(question)
    plan = _plan(asked)
    if history and (not plan.terms or ASKS_AGAIN.match(asked)):
        plan = _continue(plan, parse(history[-1].question, history[:-1]))
    if not plan.terms:
        raise UsageError(f"The question {asked[:80]!r} has no word to look for: name a person, a place or a subject.")
    return plan


def folded(question: str) -> str:
    """The question in NFKC, white space folded.

    Raises:
        UsageError: it is empty, or too long to be a question.
    """
    asked = " ".join(unicodedata.normalize("NFKC", question).split())
    if not asked:
        raise UsageError("The question is empty: ask one in plain words.")
    if len(asked) > MAX_QUESTION_CHARS:
        raise UsageError(f"The question is {len(asked):,} characters long: ask one of at most {MAX_QUESTION_CHARS:,}.")
    return asked


def _plan(asked: str) -> Plan:
    form, match = next(((form, match) for form in FORMS if (match := form.pattern.search(asked))), (None, None))
    if form is None or match is None or SAYING.match(asked):
        return Plan(asked, Kind.PASSAGE, Want.SENTENCE, _terms(asked, 0))
    rest = match.end()
    head = _head(asked[rest:]) if match[0].casefold().endswith(("which", "what", "many", "of")) else ()
    want = form.want
    if want is Want.THING and head:
        last = head[-1].text.casefold()
        want = Want.PLACE if last in PLACE_HEADS else Want.PERSON if last in PERSON_HEADS else want
    wants_object = bool(AUXILIARY.match(asked[rest:])) or match[0].casefold().endswith("whom")
    return Plan(asked, form.kind, want, _terms(asked, rest, skip=match), head, wants_object=wants_object)


def _head(rest: str) -> tuple[Word, ...]:
    """The noun phrase at the very start of ``rest``: "Labour councillors" in "Labour councillors signed it"."""
    found: list[Word] = []
    for word in words(rest)[:MAX_HEAD]:
        plain = word.text.casefold()
        if word.is_stop or plain in VERBS or (found and plain.endswith("ed")):
            break
        found.append(word)
    return tuple(found)


def _terms(asked: str, rest: int, *, skip: re.Match[str] | None = None) -> tuple[Word, ...]:
    """Content words outside the interrogative; a capital that only opens the sentence makes no name."""
    before = words(asked[: skip.start()]) if skip else []
    after = [replace(word, start=word.start + rest, end=word.end + rest) for word in words(asked[rest:])]
    found = content([*before, *after])
    return tuple(
        replace(word, text=word.text.lower())
        if word.start == 0 and not word.text.isupper() and len(found) > 1 and _common(found, word)
        else word
        for word in found
    )


def _common(found: list[Word], word: Word) -> bool:
    """Whether a first word is likely capitalised only because it comes first."""
    following = [other for other in found if other.start > word.end]
    return not (following and following[0].is_capital)


def _continue(plan: Plan, before: Plan) -> Plan:
    """The new question about the old subject: "When?" keeps all of it, "What about Lee?" changes who."""
    if not plan.terms:
        return replace(before, question=plan.question, kind=plan.kind, want=plan.want, head=plan.head, continued=True)
    kept = tuple(term for term in before.terms if not (term.is_capital and plan.names))
    return replace(before, question=plan.question, terms=kept + plan.terms, continued=True)
