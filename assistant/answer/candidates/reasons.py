"""Clauses that state a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer.candidates.candidate import Candidate

# connectives that open a reason, the surest first
_REASONS = (
    (
        r"because of|because|due to|owing to|on the grounds? (?:that|of)|in protest (?:at|against|over)|thanks to|as a result of",
        1.0,
    ),
    (
        r"over|citing|blaming|in response to|accused of|accusing|prompted by|caused by|driven by|out of|arguing(?: that)?|given",
        0.8,
    ),
    (
        r"after|following|since|saying(?: that)?|so that|in order to|so as to|to avoid|to make|to allow|to protest|to give|to save|to protect|to let|to help|to stop",
        0.6,
    ),
    (r"as|for|amid|to|by|when|with", 0.3),
)
_REASON = re.compile("|".join(rf"(?P<c{i}>\b(?:{words_})\b)" for i, (words_, _) in enumerate(_REASONS)), re.IGNORECASE)
_REPORTED = re.compile(
    r"^(?:[\w’']+ ){1,4}?(?:said|says|found|ruled|decided|concluded|heard|warned|told [\w’']+)(?: that)? ",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;:]|, (?:but|while|and (?:he|she|they|it|the)|which|who|although|though|said|says|(?:he|she|they)(?! (?:said|says|added|argued),))\b|[.!?][”’\"']*$|[”\"] (?:he|she|they|the|said)\b| – "
)


_CLAIM = re.compile(
    r"\b(?:argu|think|thought|believ|fear|worr|complain|explain|insist|claim|sa(?:id|ys?)\b|warn|told [\w’']+\b|felt\b|feels\b)"
    r"(?:s|es|ed|ing)?(?: that)? ([^;:“”\"]{8,200}?)(?=[;:.!?]|, (?:but|and|while|has|have|had|was|is)\b|$)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|who|that) ((?:[^,;:.]|[.,](?=\d)){6,160})")
_SAID_QUOTE = re.compile(r"[“\"]([^”\"]{8,300}?)[,.]?(?:[”\"]|$)")


def reasons(sentence: str) -> Iterator[Candidate]:
    """What follows "because", "over", "after officials said" … up to the end of its clause."""
    for match in _REASON.finditer(sentence):
        strength = next(weight for i, (_, weight) in enumerate(_REASONS) if match[f"c{i}"])
        start = match.end()
        while start < len(sentence) and sentence[start] in " ,":
            start += 1
        end_match = _CLAUSE_END.search(sentence, start)
        end = end_match.start() if end_match else len(sentence)
        reported = _REPORTED.match(sentence[start:end])
        if reported and match["c2"]:
            start += reported.end()
        if len(sentence[start:end].split()) >= 3:
            yield Candidate(start, end, sentence[start:end].strip(" ,"), strength)
    for pattern, strength in ((_CLAIM, 0.5), (_WHICH, 0.4), (_SAID_QUOTE, 0.4)):
        for match in pattern.finditer(sentence):
            if len(match[1].split()) >= 2:
                yield Candidate(match.start(1), match.end(1), match[1], strength)
    yield Candidate(0, len(sentence), sentence.strip(), 0.1)
