"""One holder or statement as a row of SQLite, and back.

What is looked for and counted has columns of its own; what only its own statement or holder needs is packed:
mentions and roles as JSON (``[[start, end, rule, start shown, end shown], ...]`` and ``[[start, end, text], ...]``),
reasons as JSON, pieces of content as little-endian int32 pairs.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from index.collection.quick import span, statement
from index.statements.labels import HolderType
from index.statements.records import Holder, Ledger, Named, Role, Statement
from index.types import Span

Row = tuple[Any, ...]

#: columns of ``of_holder`` and ``of_statement``, in their order
HOLDERS = "article, number, name, type, count, roles, mentions"
STATEMENTS = (
    "article, number, holder, mention_start, mention_end, cue_start, cue_end, content, act, stance, kind, reporter, "
    'evidence_start, evidence_end, "when", certainty, reasons'
)
#: what making a record of a damaged row may raise
DAMAGE = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError, struct.error)

_PAIR = struct.Struct("<ii")
_TYPES = {kind.value: kind for kind in HolderType}
# made once: json.dumps and loads look their options up at every call
_pack = json.JSONEncoder(separators=(",", ":")).encode
_decode = json.JSONDecoder().decode
#: SQLite's largest integer: whoever counts further counts at least so many
_LARGEST = 2**63 - 1


def of_holder(article: int, number: int, holder: Holder) -> Row:
    """The row of a holder."""
    count = None if holder.count is None else min(holder.count, _LARGEST)
    roles = [(role.start, role.end, role.text) for role in holder.roles]
    mentions = [(one.start, one.end, one.rule, *_ends(one.shown_by)) for one in holder.mentions]
    return article, number, holder.name, holder.type.value, count, _pack(roles), _pack(mentions)


def holders(rows: Sequence[Row]) -> tuple[Holder, ...]:
    """The holders of the rows of one article; raises one of ``DAMAGE`` where they are none."""
    packed = zip(rows, _unpack([row[5] for row in rows]), _unpack([row[6] for row in rows]), strict=True)
    return tuple(
        [
            Holder(
                name,
                _TYPES[kind],
                count,
                tuple([Role(*role) for role in roles]),
                tuple([_named(*one) for one in named]),
            )
            for (_, _, name, kind, count, _, _), roles, named in packed
        ]
    )


def _named(start: int, end: int, rule: str, shown: int | None, shown_end: int) -> Named:
    return Named(start, end, rule, None if shown is None else span(shown, shown_end))


def of_statement(article: int, number: int, one: Statement) -> Row:
    """The row of a statement."""
    return (
        article,
        number,
        one.holder,
        *_ends(one.mention),
        one.cue.start,
        one.cue.end,
        b"".join(_PAIR.pack(piece.start, piece.end) for piece in one.content),
        one.act.value,
        one.stance.value,
        one.kind.value,
        one.reporter,
        one.evidence.start,
        one.evidence.end,
        one.when and one.when.isoformat(),
        one.certainty,
        _pack(one.reasons),
    )


def statements(rows: Sequence[Row]) -> tuple[Statement, ...]:
    """The statements of the rows of one article; raises one of ``DAMAGE`` where they are none."""
    return tuple([statement(row, why) for row, why in zip(rows, _unpack([row[-1] for row in rows]), strict=True)])


def _ends(one: Span | None) -> tuple[int, int] | tuple[None, None]:
    return (None, None) if one is None else (one.start, one.end)


def _unpack(texts: Sequence[str]) -> list[Any]:
    """The values of several JSON texts, in one go: each call of the decoder costs more than what it decodes."""
    found: list[Any] = _decode(f"[{','.join(texts)}]")
    return found


def faults(ledger: Ledger, text: str) -> Iterator[str]:
    """What in ``ledger`` cannot be of an article with this text, in a few words each."""
    for number, one in enumerate(ledger.holders):
        name = f"holder {number}"
        if not one.name or not one.mentions:
            yield f"{name} without a name or without a mention"
        if any(role.text != role.of(text) for role in one.roles):
            yield f"{name} with a role that is not in the text"
        shown = (mention.shown_by for mention in one.mentions)
        yield from _unseen(name, chain(one.mentions, one.roles, shown), text)
    for number, said in enumerate(ledger.statements):
        name = f"statement {number}"
        for by in (said.holder, said.reporter):
            if by is not None and not 0 <= by < len(ledger.holders):
                yield f"{name} by holder {by} where there are {len(ledger.holders)}"
        if not 0 <= said.certainty <= 1:
            yield f"{name} with a certainty of {said.certainty}"
        yield from _unseen(name, (said.mention, said.cue, *said.content, said.evidence), text)


def _unseen(name: str, spans: Iterable[Span | None], text: str) -> Iterator[str]:
    """Spans that are not in ``text``, or hold nothing that can be seen."""
    for one in spans:
        if one is None:
            continue
        if not 0 <= one.start < one.end <= len(text):
            yield f"{name} at [{one.start}, {one.end}) of {len(text)} characters"
        elif not one.of(text).strip():
            yield f"{name} at [{one.start}, {one.end}), where there is only white space"
