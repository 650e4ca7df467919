"""What can be wrong with a question of a set, each fault a clause that names the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.types import Kind, Stance


def shape_faults(fields: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one question by itself."""
    for name in ("id", "question"):
        if not (isinstance(fields.get(name), str) and fields[name].strip()):
            yield f"{name} must be a text that is not empty"
    if not isinstance(fields.get("answerable"), bool):
        yield "answerable must be true or false"
    yield from _choice_faults(fields, "kind", [kind.value for kind in Kind])
    yield from _choice_faults(fields, "stance", [stance.value for stance in Stance])
    if fields.get("kind") == Kind.NONE and fields.get("answerable") is True:
        yield "kind is none, but answerable is true"
    for name in ("accept", "not"):
        if not _is_texts(fields.get(name) or []):
            yield f"{name} must be a list of texts"
    if not isinstance(fields.get("complete", False), bool):
        yield "complete must be true or false"
    yield from _evidence_faults(fields.get("evidence") or [])
    yield from _answer_faults(fields)


def _choice_faults(fields: Mapping[str, Any], name: str, choices: Sequence[str]) -> Iterator[str]:
    if fields.get(name) is not None and fields[name] not in choices:
        yield f"{name} is {fields[name]!r}, and may be {', '.join(choices)}"


def _evidence_faults(evidence: Any) -> Iterator[str]:
    good = isinstance(evidence, list) and all(
        isinstance(item, dict) and _is_texts([item.get("source"), item.get("quote")]) for item in evidence
    )
    if not good:
        yield 'evidence must be a list of {"source": text, "quote": text}'


def _answer_faults(fields: Mapping[str, Any]) -> Iterator[str]:
    answer = fields.get("answer")
    if answer is None:
        return
    if fields.get("kind") != Kind.LIST:
        if not isinstance(answer, str):
            yield f"answer must be a text: kind is {fields.get('kind') or 'not given'}"
        return
    if not (isinstance(answer, list) and all(_is_name(name) for name in answer)):
        yield 'answer must be a list of {"name": text, "aliases": texts, "count": number, "optional": true}'
    elif all(name.get("optional") for name in answer):
        yield "answer needs at least one name that is not optional"


def _is_name(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and _is_texts([value.get("name")])
        and _is_texts(value.get("aliases") or [])
        and (value.get("count") is None or type(value["count"]) is int)
        and isinstance(value.get("optional", False), bool)
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def reference_faults(fields: Mapping[str, Any], seen: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a question among the others: ``seen`` are those before it."""
    if isinstance(fields.get("id"), str) and fields["id"] in seen:
        yield f"id {fields['id']!r} is taken by {seen[fields['id']]}"
    after = fields.get("after")
    if after is not None and not (isinstance(after, str) and after in seen):
        yield f"after is {after!r}, and must be the id of a question before it"
