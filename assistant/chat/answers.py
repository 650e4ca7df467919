"""An answer's text with its citations as buttons: only a number that the answer really cites becomes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.chat.render import NOTHING, Html, element, isolated, join, text
from assistant.types import Answer, Citation, Holder

#: words that appear at once while an answer is shown progressively
STRIDE = 6

# ASCII digits without a leading zero, as answers are numbered: "\d" would take full-width and Arabic ones
_NUMBER = re.compile(r"\[([1-9][0-9]{0,3})\]")
_WORDS = re.compile(rf"(?:\S+\s*){{1,{STRIDE}}}|\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an answer: words and citations in order; ``quoted`` where it repeats an article."""

    units: tuple[str | Citation, ...]
    quoted: Citation | None


def place(citation: Citation) -> str:
    """Where a citation points: ``article:start:end``, the value of its button."""
    return f"{citation.article}:{citation.start}:{citation.end}"


def anchor(article: str, start: int, end: int) -> str:
    """The id of the marked words in the article pane; the page's script looks for it by a button's value."""
    return f"or-at:{article}:{start}:{end}"


def paragraphs(answer: Answer) -> list[Paragraph]:
    """The answer's text in paragraphs.

    ``[n]`` is a citation where the answer has one of that number and the words around it are ours; within
    words that stand in a cited article it is part of those words, whatever it looks like.
    """
    cited = {citation.n: citation for citation in answer.citations}
    theirs = _borrowed(answer)
    return [
        Paragraph(tuple(_units(part, cited, theirs)), _quoted(part, answer.citations))
        for part in answer.text.split("\n\n")
        if part.strip()
    ]


def length(answer: Answer) -> int:
    """How many units the whole answer has: what ``body`` counts."""
    return sum(len(paragraph.units) for paragraph in paragraphs(answer))


def body(answer: Answer, *, units: int | None = None) -> Html:
    """The answer's paragraphs, or the first ``units`` of their words and citations."""
    left = length(answer) if units is None else units
    shown = []
    for i, paragraph in enumerate(paragraphs(answer)):
        if left <= 0:
            break
        lead = i == 0 and answer.answered and paragraph.quoted is None
        shown.append(_paragraph(paragraph, left, lead=lead))
        left -= len(paragraph.units)
    return join(shown)


def conflicts(answer: Answer) -> Iterator[Html]:
    """What the articles disagree about, with the numbers of those that do."""
    cited = {citation.n: citation for citation in answer.citations}
    for conflict in answer.conflicts:
        buttons = [_button(cited[n]) for n in conflict.citations if n in cited]
        told = (text("Articles disagree about "), isolated(conflict.about), *buttons)
        yield element("p", *told, kind="or-conflict")


def table(answer: Answer) -> Html:
    """The holders of an answer, one a row, with the numbers of what proves it; nothing for one holder or none."""
    if len(answer.holders) < 2:
        return NOTHING
    cited = {citation.n: citation for citation in answer.citations}
    heads = [element("th", text(name), scope="col") for name in ("Holder", "Stance", "Role", "Date", "Evidence")]
    rows = [_row(holder, cited) for holder in answer.holders]
    head = element("thead", element("tr", *heads))
    return element("div", element("table", head, element("tbody", *rows)), kind="or-table")


def _row(holder: Holder, cited: dict[int, Citation]) -> Html:
    day = date.fromisoformat(holder.date) if holder.date else None
    cells = (
        ("Stance", text(holder.stance.value)),
        ("Role", isolated(holder.role) if holder.role else NOTHING),
        ("Date", text(f"{day.day} {day:%B %Y}") if day else NOTHING),
        ("Evidence", join(_button(cited[n]) for n in holder.citations if n in cited)),
    )
    name = element("th", isolated(holder.name), scope="row")
    return element("tr", name, *(element("td", inside, title=head) for head, inside in cells))


def _paragraph(paragraph: Paragraph, units: int, *, lead: bool) -> Html:
    inside = join(_runs(paragraph.units[:units]))
    if paragraph.quoted is None:
        return element("p", inside, kind="or-lead" if lead else "", dir="auto")
    words = element("p", inside, dir="auto")
    source = _source(paragraph.quoted) if units >= len(paragraph.units) else NOTHING
    return element("blockquote", words, source, kind="or-quote")


def _source(citation: Citation) -> Html:
    parts = [isolated(citation.outlet)] if citation.outlet else []
    if citation.date:
        day = date.fromisoformat(citation.date)
        parts.append(text(f"{day.day} {day:%B %Y}"))
    return element("footer", join(parts, ", ")) if parts else NOTHING


def _runs(units: Sequence[str | Citation]) -> Iterator[Html]:
    """Neighbouring words joined; their paragraph finds its direction from all of them."""
    words = ""
    for unit in [*units, None]:
        if isinstance(unit, str):
            words += unit
            continue
        # a number stands close to the word before it, and a few numbers close together
        if shown := words if unit is None else words.rstrip():
            yield text(shown)
        words = ""
        if unit is not None:
            yield _button(unit)


def _button(citation: Citation) -> Html:
    spoken = element("span", text("Citation "), kind="or-spoken")
    number = text(str(citation.n))
    return element("button", spoken, number, kind="or-open or-cite", type="button", value=place(citation))


def _borrowed(answer: Answer) -> list[str]:
    """Words of an answer that are an article's or the reader's, and hold something like a number."""
    named = [part for holder in answer.holders for part in (holder.name, holder.role or "")]
    # an answer may open with the short answer, its first letter made a capital
    words = [
        *(citation.text for citation in answer.citations),
        (answer.short or "")[1:],
        answer.question,
        *named,
    ]
    return [part for part in words if _NUMBER.search(part)]


def _units(part: str, cited: dict[int, Citation], borrowed: Sequence[str]) -> Iterator[str | Citation]:
    at = 0
    theirs = _spans(part, borrowed)
    for found in _NUMBER.finditer(part):
        citation = cited.get(int(found[1]))
        if citation is None or any(_within(found, span) for span in theirs):
            continue
        yield from _WORDS.findall(part[at : found.start()])
        yield citation
        at = found.end()
    yield from _WORDS.findall(part[at:])


def _within(found: re.Match[str], span: tuple[int, int]) -> bool:
    """Whether a number is part of borrowed words; it is not where those are nothing but the number."""
    return span[0] <= found.start() < span[1] and span != found.span()


def _spans(part: str, borrowed: Sequence[str]) -> list[tuple[int, int]]:
    """Where borrowed words are repeated in ``part``."""
    spans = []
    for words in borrowed:
        at = part.find(words)
        while at >= 0:
            spans.append((at, at + len(words)))
            at = part.find(words, at + len(words))
    return spans


def _quoted(part: str, citations: Sequence[Citation]) -> Citation | None:
    """The citation whose words this paragraph is, with nothing but its number added."""
    # brackets apart: an answer writes round ones in place of those that are part of the words
    bare = part.translate(_ROUND)
    for citation in citations:
        if bare.strip() == f"{citation.text.translate(_ROUND)} ({citation.n})":
            return citation
    return None


_ROUND = str.maketrans("[]", "()")
