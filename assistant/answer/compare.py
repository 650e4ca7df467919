"""Two holders, or more, side by side: what each stands for, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.list import Find, cited_rows
from assistant.answer.list_text import STANCES, numbers, told
from assistant.answer.position import PLACES, coverage, founded, held_by
from assistant.answer.position import verdict as verdict_of
from assistant.intent import Intent
from assistant.positions import Looked
from assistant.types import Answer, Kind
from index.statements.found import Position
from index.statements.labels import Stance


def answer(asked: Intent, looked: Looked, find: Find) -> Answer:
    """Side by side; the verdict says whether what was asked ("do they agree", "do they differ") is so."""
    own = {name: held_by(name, looked) for name in asked.who}
    held = [frozenset(one.stance for one in some) for some in own.values()]
    whole: list[Position] = [one for some in own.values() for one in some]
    rows = cited_rows(whole, find, places=PLACES)
    if not rows:
        text = f"Nothing in the articles shows what any of them thinks of “{told(looked.topic)}”."
        return Answer(asked.question, Kind.NONE, False, text, coverage(looked, []), reason="no evidence")
    lines = []
    for name, some in own.items():
        names = list(dict.fromkeys(one.name for one in some))
        if not names:
            lines.append(f"{told(name)}: no article shows a position.")
        for own_name in names:
            stances = [
                f"{STANCES[row.position.stance][2]} {numbers(row.numbers)}"
                for row in rows
                if row.position.name == own_name
            ]
            if stances:
                lines.append(f"{told(own_name)}: {'; '.join(stances)}.")
    several = any(len({one.name for one in some}) > 1 for some in own.values())
    verdict = "unclear" if several else _verdict(held, asked)
    lead = {
        "yes": "Yes.",
        "no": "No.",
        "unclear": "That cannot be said for sure.",
        "mixed": "In part.",
    }[verdict]
    return founded(asked, looked, rows, verdict, f"{lead} On “{told(looked.topic)}”:", *lines, kind=Kind.COMPARE)


def _verdict(held: Sequence[frozenset[Stance]], asked: Intent) -> str:
    held = [own - {Stance.OTHER} for own in held]
    if not all(held):
        return "unclear"
    if asked.each:
        taken = [verdict_of(own, asked.stances) for own in held]
        return taken[0] if len(set(taken)) == 1 else "no" if "no" in taken else "mixed"
    if len(set(held)) > 1 and frozenset.intersection(*held):
        return "mixed"
    apart = not asked.stances  # the question was whether they differ
    return "yes" if (len(set(held)) == 1) is not apart else "no"
