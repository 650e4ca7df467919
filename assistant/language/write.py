"""Words an answer with a language model, sentence by sentence, each shown only once it has passed the check.

The engine has chosen everything before: kind, verdict, holders, citations. The model gives the sentences that stand
above the plain answer, which stays: nobody is added to a list by a model, and nobody is dropped.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answer.fact import readable
from assistant.generate import MAX_TOKENS, Generator
from assistant.language.check import Checked, Checker, Source
from assistant.language.prompts import Prompts, data
from assistant.language.sentences import sentences
from assistant.types import Answer, Citation, Generated
from index.errors import LanguageModelError

#: sentences that are shown, and that are looked at; a model that writes more is not read on
SHOWN, READ = 6, 16
#: characters of a passage, and of a line of facts, in a prompt
_PASSAGE, _FACT = 1_200, 300
#: characters of English that are a word piece at least
_PER_TOKEN = 3

#: what a reason quotes of a sentence: words of a model that nobody is to see
_OWN = re.compile(r"“[^”]*”")

_log = logging.getLogger("onrecord.language")


@dataclass(slots=True)
class _Written:
    """What has come of an answer so far."""

    shown: list[Checked] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    fault: str | None = None
    left_out: int = 0
    deadline: float = 0.0

    @property
    def left(self) -> float:
        """Seconds that the rest of the answer may take."""
        return max(0.0, self.deadline - time.perf_counter())


@dataclass(frozen=True)
class Writer:
    """Words answers.

    Args:
        generator: what writes; all that it says is checked.
    """

    generator: Generator
    prompts: Prompts

    def write(self, answer: Answer) -> Answer:
        """The answer with the model's sentences above it, or as it was with the reason why there are none."""
        *_, last = self.stream(answer)
        return last

    def stream(self, answer: Answer) -> Iterator[Answer]:
        """The answer again and again, with each sentence as soon as it has passed; the last one is whole.

        What is declined is not worded: there is nothing that a sentence could rest on.
        """
        if not answer.answered or not answer.citations:
            yield answer
            return
        began = time.perf_counter()
        written = _Written(deadline=began + self.generator.seconds)
        facts = _facts(answer)
        evidence, written.left_out = self._evidence(answer, facts)
        checker = Checker(sources(answer), answer.question)
        try:
            for sentence in self._sentences(answer, facts, evidence):
                checked = self._passed(sentence, checker, evidence, written)
                if checked is not None:
                    written.shown.append(checked)
                    yield self._with(answer, written, began)
                if len(written.shown) >= SHOWN or len(written.shown) + len(written.dropped) >= READ:
                    break
        except LanguageModelError as error:
            written.fault = str(error)
            _log.warning("%s", error)
        yield self._with(answer, written, began)

    def _sentences(self, answer: Answer, facts: str, evidence: str) -> Iterator[str]:
        template = self.prompts.templates["answer"]
        prompt = template.filled({"question": data(answer.question, _PASSAGE), "facts": facts, "evidence": evidence})
        return sentences(self.generator.stream(prompt))

    def _passed(self, sentence: str, checker: Checker, evidence: str, written: _Written) -> Checked | None:
        """The sentence if it passes, or what the model makes of it once it was told why it does not."""
        first = checker.check(sentence)
        if first.is_shown:
            return first
        reason = first.reason or ""
        prompt = self.prompts.templates["repair"].filled(
            {"sentence": data(sentence, _PASSAGE), "reason": reason, "evidence": evidence}
        )
        again = next(sentences(self.generator.stream(prompt, within=written.left)), "")
        second = checker.check(again) if again else first
        if second.is_shown and second.text not in {one.text for one in written.shown}:
            return second
        written.dropped.append(_OWN.sub("a word of it", reason))
        return None

    def _evidence(self, answer: Answer, facts: str) -> tuple[str, int]:
        """The passages as data, as many as the model can read, the last dropped first; and how many were dropped."""
        room = (self.generator.context - MAX_TOKENS) * _PER_TOKEN
        room -= len(self.prompts.templates["answer"].text) + len(facts) + len(answer.question)
        lines: list[str] = []
        for one in answer.citations:
            line = _passage(one)
            room -= len(line) + 1
            if room < 0 and lines:
                break
            lines.append(line)
        # a fence that no passage can have foreseen
        fence = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
        return "\n".join([f"--- {fence}", *lines, f"--- {fence}"]), len(answer.citations) - len(lines)

    def _with(self, answer: Answer, written: _Written, began: float) -> Answer:
        note = _note(written)
        generated = Generated(
            model=self.generator.name,
            prompts=dict(self.prompts.digests),
            sentences=tuple(one.text for one in written.shown),
            support=tuple(round(one.support, 4) for one in written.shown),
            verbatim=tuple(one.verbatim for one in written.shown),
            dropped=tuple(written.dropped),
            note=note,
        )
        prose = " ".join(one.text for one in written.shown)
        text = "\n\n".join(part for part in (prose, answer.text) if part)
        timings = {**answer.timings_ms, "language_model": round((time.perf_counter() - began) * 1000, 1)}
        return replace(answer, text=text, generated=generated, timings_ms=timings)


def sources(answer: Answer) -> Mapping[int, Source]:
    """What each citation of an answer says, and what is known of it."""
    found = {}
    for one in answer.citations:
        own = tuple(holder for holder in answer.holders if one.n in holder.citations)
        days = [one.date, *(holder.date for holder in own)]
        known = [one.title, one.outlet, *(holder.name for holder in own), *(holder.role for holder in own)]
        known += [f"{day} {readable(day)}" for day in days if day]
        found[one.n] = Source(one.text, tuple(dict.fromkeys(part for part in known if part)), own)
    return found


def _passage(one: Citation) -> str:
    about = ", ".join(data(part, _FACT) for part in (one.outlet, one.date) if part)
    return f"[{one.n}] {f'({about}) ' if about else ''}{data(one.text, _PASSAGE)}"


def _facts(answer: Answer) -> str:
    """What the engine has established, a line each."""
    lines = [f"verdict: {answer.verdict}"] if answer.verdict else []
    if answer.short:
        lines.append(f"short answer: {data(answer.short, _FACT)}")
    for one in answer.holders[:40]:
        role = f", {data(one.role, _FACT)}" if one.role else ""
        cited = " ".join(f"[{n}]" for n in one.citations[:6])
        lines.append(f"{data(one.name, _FACT)}{role}: {one.stance.value} {cited}")
    return "\n".join(f"- {line}" for line in lines) or "- nothing beyond the passages"


def _note(written: _Written) -> str | None:
    """What a reader, or the operator, should know; None where all went well."""
    parts: list[str] = []
    if written.fault:
        parts.append(written.fault)
    if not written.shown:
        failed = len(written.dropped)
        parts.append(f"none of its {failed} sentences passed the check" if failed else "it wrote nothing")
    if written.left_out:
        parts.append(f"{written.left_out} passages were too many for it to read")
    return "; ".join(parts) or None


def dropped(answers: Sequence[Answer | None]) -> dict[str, Any]:
    """How many sentences of some answers were shown, and why the others were not."""
    reasons: dict[str, int] = {}
    shown = plain = 0
    for one in answers:
        made = one.generated if one else None
        if made is None:
            continue
        shown += len(made.sentences)
        plain += not made.sentences
        for reason in made.dropped:
            reasons[reason] = reasons.get(reason, 0) + 1
    return {"shown": shown, "dropped": sum(reasons.values()), "reasons": reasons, "plain": plain}
