"""What was done: the linker's act and stance, put right where words leave no doubt."""

from __future__ import annotations

from collections.abc import Sequence

from index.statements.labels import Act, Stance
from index.statements.link import Linked
from index.types import Span


def act_and_stance(
    text: str, cue: Span, content: Sequence[Span], linked: Linked
) -> tuple[Act, Stance, tuple[str, ...]]:
    """The act, the stance toward the content, and why."""
    reasons = [f"cue {cue.of(text)!r}: {linked.act.value} {float(linked.acts.max()):.2f}"]
    if content:
        reasons.append(f"stance {linked.stance.value} {float(linked.stances.max()):.2f}")
    return linked.act, linked.stance, tuple(reasons)
