"""What a reviewer says of an answer, kept as a question of a set: what was right must stay right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.evaluate.questions import gold_name
from assistant.types import Answer, Kind, Turn
from index.errors import UsageError

MAX_NOTE_CHARS = 2_000
_PATIENCE = 5.0  # seconds


def keep(path: Path, turns: Sequence[Turn], *, is_right: bool, note: str = "") -> int:
    """Add the last answer of a conversation to the set in ``path``, with the questions that it follows.

    An answer that is right is the gold one from now on. Of one that is wrong only the question and the note are kept,
    as a draft: what would be right, a person must say.

    Returns:
        How many questions were added: none where the same is there already.

    Raises:
        UsageError: the file cannot be written, or the note is too long.
    """
    if len(note) > MAX_NOTE_CHARS:
        raise UsageError(f"The note has {len(note):,} characters and may have {MAX_NOTE_CHARS:,}.")
    lines, before = [], None
    for number, turn in enumerate(turns, 1):
        name = _name(turns[:number])
        last = number == len(turns)
        fields = _marked(turn.answer, is_right=is_right, note=note) if last else {"answerable": True, "draft": True}
        follows: dict[str, Any] = {"after": before} if before else {}
        lines.append({"id": f"{name}-{'right' if is_right else 'wrong'}" if last else name,
                      "question": turn.question, **follows, **fields})  # fmt: skip
        before = name
    return _add(path, lines)


def _marked(answer: Answer, *, is_right: bool, note: str) -> dict[str, Any]:
    noted = {"note": note.strip()} if note.strip() else {}
    if not is_right:
        return {"answerable": True, "draft": True, "marked": "wrong", **noted}
    if not answer.answered:
        return {"kind": Kind.NONE.value, "answerable": False, "marked": "right", **noted}
    gold: Any = answer.verdict or answer.short
    if answer.kind is Kind.LIST:
        gold = [gold_name(one.name, one.count) for one in answer.holders]
    evidence = [{"source": one.source, "quote": one.text} for one in answer.citations]
    return {
        "kind": answer.kind.value,
        "answerable": True,
        **({"answer": gold} if gold else {}),
        "evidence": evidence,
        "marked": "right",
        **noted,
    }


def _name(turns: Sequence[Turn]) -> str:
    """The same for the same conversation."""
    asked = "\n".join(turn.question for turn in turns)
    return f"mark-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"


def _add(path: Path, lines: Sequence[dict[str, Any]]) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_PATIENCE):
            known = path.read_text(encoding="utf-8") if path.is_file() else ""
            there = {json.loads(line)["id"] for line in known.splitlines() if line.strip()}
            new = [one for one in lines if one["id"] not in there]
            lead = "" if not known or known.endswith("\n") else "\n"
            with path.open("a", encoding="utf-8") as file:
                file.write(lead + "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in new))
    except (OSError, Timeout) as error:
        raise UsageError(f"{path} cannot be written ({error}): nothing was kept") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no question set: nothing was kept; mend it or give another") from error
    return len(new)
