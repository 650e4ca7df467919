"""Question sets to begin with: an example of every kind, and drafts from what a collection says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate.questions import gold_name
from index.collection import Collection, StoredArticle
from index.errors import UsageError
from index.statements.labels import Act, HolderType
from index.statements.records import Holder, Ledger, Statement

_EXAMPLES: tuple[dict[str, Any], ...] = (
    {
        "id": "list-1",
        "question": "Who called for a second bridge?",
        "kind": "list",
        "answerable": True,
        "answer": [
            {"name": "Ann Lee", "aliases": ["Councillor Lee"]},
            {"name": "more than 40 residents", "count": 40},
            {"name": "the Barford Labour group", "optional": True},
        ],
        "not": ["Bob Day"],
        "evidence": [{"source": "000.txt", "quote": "Lee called for a second bridge"}],
    },
    {"id": "when-1", "question": "When did Ann Lee say so?", "after": "list-1", "kind": "when", "answerable": True,
     "answer": "2023-10-27", "accept": ["27 October 2023"]},
    {"id": "position-1", "question": "Did Bob Day call for a second bridge?", "kind": "position", "answerable": True,
     "answer": "no", "stance": "partial"},
    {"id": "quote-1", "question": "What did Ann Lee say about the bridge?", "kind": "quote", "answerable": True,
     "answer": "We have waited long enough."},
    {"id": "count-1", "question": "How many residents signed the petition?", "kind": "count", "answerable": True,
     "answer": "40"},
    {"id": "none-1", "question": "Who won the cup final?", "kind": "none", "answerable": False},
)  # fmt: skip

#: what a question asks for a deed, as "who …" and as "did they …"
_ASKED = {
    Act.CALLS_FOR: ("called for", "call for"),
    Act.SUPPORTS: ("supports", "support"),
    Act.OPPOSES: ("opposes", "oppose"),
    Act.VOTES_FOR: ("voted for", "vote for"),
    Act.VOTES_AGAINST: ("voted against", "vote against"),
}
_SURE = 0.6  # certainty of a statement that a draft is made of
_SHORTEST, _LONGEST = 2, 12  # words of what it is about
_BY = " ,.;:“”\"'‘’"


def examples() -> list[dict[str, Any]]:
    """One question of each kind, about people who are not there: to be replaced."""
    return [dict(one) for one in _EXAMPLES]


def drafts(collection: Collection, most: int) -> list[dict[str, Any]]:
    """Questions on what the statements of a collection say, article by article; for a person to check and mend.

    Every third or so asks whether somebody holds what only others are known to hold, and has no answer.

    Args:
        most: so many at most.
    """
    found: list[dict[str, Any]] = []
    others: tuple[str, str] | None = None  # a verb and a topic of an earlier article
    for article in collection.articles():
        stored, ledger = collection.article(article.id), collection.statements([article.id]).get(article.id)
        if stored is None or ledger is None:
            continue
        chosen = max(_usable(stored, ledger), key=lambda one: one.certainty, default=None)
        if chosen is None:
            continue
        verbs, topic = _ASKED[chosen.act], _topic(stored, chosen)
        found += _of_statement(stored, ledger, chosen, verbs, topic)
        if others and not set(others[1].casefold().split()) <= set(stored.text.casefold().split()):
            found.append(_without_answer(ledger.holders[chosen.holder or 0].name, *others))
        others = verbs[1], topic
        if len(found) >= most:
            break
    return [{"id": f"draft-{number}", **one, "draft": True} for number, one in enumerate(found[:most], 1)]


def write(path: Path, questions: Iterable[dict[str, Any]]) -> None:
    """Write a set where nothing is yet.

    Raises:
        UsageError: there is a file, or none can be written.
    """
    if path.suffix.lower() != ".jsonl":
        raise UsageError(f"{path}: a question set is written as .jsonl: give it such a name")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in questions)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already, and nothing was written: give another name") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): give another name") from error


def _usable(article: StoredArticle, ledger: Ledger) -> Iterator[Statement]:
    for one in ledger.statements:
        if one.holder is None or one.act not in _ASKED or one.certainty < _SURE or one.reporter is not None:
            continue
        if _is_name(ledger.holders[one.holder]) and _SHORTEST <= len(_topic(article, one).split()) <= _LONGEST:
            yield one


def _is_name(holder: Holder) -> bool:
    """Whether somebody is named, as no "you", "the author" or "residents" is."""
    capitals = [word for word in holder.name.split() if word[:1].isupper()]
    return len(capitals) > (holder.type is HolderType.PERSON) and holder.type is not HolderType.GROUP


def _topic(article: StoredArticle, one: Statement) -> str:
    words = " ".join(one.content[0].of(article.text).split()) if one.content else ""
    return re.sub(r"^(?:that|to|for|of|against)\s+", "", words.strip(_BY)).strip(_BY)


def _of_statement(
    article: StoredArticle, ledger: Ledger, one: Statement, verbs: Sequence[str], topic: str
) -> Iterator[dict[str, Any]]:
    same = [other for other in ledger.statements if other.cue == one.cue and other.holder is not None]
    holders = dict.fromkeys(ledger.holders[other.holder or 0] for other in same)
    names = [gold_name(one.name, one.count) for one in holders if _is_name(one) or one.count]
    evidence = [{"source": article.source, "quote": one.evidence.of(article.text)}]
    yield {
        "question": f"Who {verbs[0]} {topic}?",
        "kind": "list",
        "answerable": True,
        "answer": names,
        "evidence": evidence,
    }
    yield {
        "question": f"Did {ledger.holders[one.holder or 0].name} {verbs[1]} {topic}?",
        "kind": "position",
        "answerable": True,
        "answer": "yes",
        "evidence": evidence,
    }


def _without_answer(name: str, verb: str, topic: str) -> dict[str, Any]:
    return {"question": f"Did {name} {verb} {topic}?", "kind": "none", "answerable": False}
