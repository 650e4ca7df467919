"""What a reader sees, part by part. All text goes through ``render``; nothing here writes markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.chat import answers
from assistant.chat.backend import Stored
from assistant.chat.render import NOTHING, Html, element, isolated, join, link, page, text
from assistant.types import Answer, Citation, Coverage, Turn

#: cited passages shown at most beside one answer; the numbers in the answer open the others just as well
PASSAGES_SHOWN = 200
#: characters of an article shown around a cited place; a longer article is cut between paragraphs
ARTICLE_CHARS = 120_000


def masthead(articles: int, outlets: int) -> str:
    """The name of the paper, and how much it has to go by."""
    extent = _count(articles, "article")
    if outlets:
        extent += f" from {_count(outlets, 'outlet')}"
    return page(
        [
            element(
                "header",
                element("h1", text("On Record"), kind="or-name"),
                element("p", text("Who took which position in the news"), kind="or-motto"),
                element("p", text(extent), kind="or-extent"),
                kind="or-masthead",
            )
        ]
    )


def invitation() -> str:
    """What stands above the first examples."""
    told = "Ask who said what, when and why. Every answer shows its evidence."
    return page([element("p", text(told), kind="or-invite")])


def conversation(turns: Sequence[Turn]) -> str:
    """The turns before the latest one, one block each."""
    return page(turn(item.question, item.answer) for item in turns)


def latest(question: str, answer: Answer | None, *, articles: int = 0, units: int | None = None) -> str:
    """The turn in progress: ``answer`` is None while it is looked for; ``units`` is how much to show."""
    if answer is not None:
        return page([turn(question, answer, units=units)])
    waiting = element("p", text(f"Reading {_count(articles, 'article')} …"), kind="or-waiting")
    return page([element("section", _asked(question), waiting, kind="or-turn")])


def turn(question: str, answer: Answer, *, units: int | None = None) -> Html:
    """One question with its answer, or with the first ``units`` of it."""
    whole = units is None
    body = answers.body(answer, units=units)
    if not answer.answered:
        label = element("p", text(_refusal(answer)), kind="or-none-label")
        body = element("div", label, body, kind="or-none")
    shown = [*answers.conflicts(answer), answers.table(answer), _coverage(answer.coverage), _worded(answer)]
    tail = join(shown) if whole else NOTHING
    return element("section", _asked(question), element("div", body, tail, kind="or-answer"), kind="or-turn")


def _worded(answer: Answer) -> Html:
    """Which model the first sentences are by, or why there are none."""
    made = answer.generated
    if made is None:
        return NOTHING
    told = (
        f"First sentences by {made.model}, each checked against what it cites." if made.sentences else "Plain answer."
    )
    return element("p", text(f"{told} {made.note}." if made.note else told), kind="or-quiet")


def notice(question: str, sentence: str) -> str:
    """A question that got no answer because something was wrong with it, or with us."""
    told = element("p", text(sentence), kind="or-notice", role="alert", dir="auto")
    asked = _asked(question) if question.strip() else NOTHING
    return page([element("section", asked, told, kind="or-turn")])


def runs_link() -> str:
    """Where evaluation runs are shown."""
    return page([element("p", text("Marks become questions of a set. Evaluation runs are at /runs."), kind="or-quiet")])


def marked(sentence: str) -> str:
    """What became of a mark."""
    return page([element("p", text(sentence), kind="or-quiet", role="status")])


def evidence(answer: Answer, found: Sequence[Stored | None]) -> str:
    """The cited passages of ``answer``; ``found`` holds the article of each citation shown, or None."""
    if not answer.citations:
        return nothing_cited(answer)
    cards = [_passage(citation, stored) for citation, stored in zip(answer.citations, found, strict=False)]
    rest = len(answer.citations) - len(cards)
    more = f"{_count(rest, 'further passage')}: open them by their numbers in the answer."
    asked = element("p", text(answer.question), kind="or-for", dir="auto")
    return page([asked, *cards, element("p", text(more), kind="or-quiet")] if rest else [asked, *cards])


def nothing_cited(answer: Answer | None) -> str:
    """The panel without passages: before the first question, or after one that has no evidence."""
    first = "The passages that an answer rests on appear here, word for word."
    sentence = "Nothing was cited." if answer else first
    return page([element("p", text(sentence), kind="or-quiet")])


def no_article() -> str:
    """The article pane before anything was opened."""
    hint = "Choose a number in an answer, or a passage, to read its article with the words marked."
    return page([element("p", text(hint), kind="or-quiet")])


def lost_article() -> str:
    """The article pane when what was asked for is not in the collection."""
    return page([element("p", text("That article is no longer in this collection."), kind="or-quiet")])


def article(stored: Stored, start: int, end: int) -> str:
    """The article with ``[start, end)`` of its text marked; very long ones are cut around that place."""
    first, last = _window(stored.text, start, end)
    heading = element("h2", text(stored.title or stored.source), kind="or-title", dir="auto")
    byline = element("p", isolated(stored.byline), kind="or-byline") if stored.byline else NOTHING
    back = element("button", text("Back to the answer"), kind="or-back", type="button")
    head = element("header", _origin(stored.outlet, stored.date, stored.url), heading, byline)
    paragraphs = _paragraphs(stored, start, end, first, last)
    before = [_cut(first)] if first else []
    after = [_cut(len(stored.text) - last)] if last < len(stored.text) else []
    file = element("p", text("Source: "), isolated(stored.source), kind="or-quiet")
    return page([element("article", back, head, *before, *paragraphs, *after, file, kind="or-article")])


def _asked(question: str) -> Html:
    return element("h3", text(question), kind="or-question", dir="auto")


def _refusal(answer: Answer) -> str:
    reason = answer.reason or "no evidence"
    if reason == "no evidence":
        return "No evidence in this collection"
    return "Not so" if reason.startswith("false premise") else reason[:1].upper() + reason[1:]


def _coverage(coverage: Coverage) -> Html:
    screened = f"{coverage.screened:,}"
    if coverage.screened == coverage.articles:
        told = f"{_count(coverage.screened, 'article')} screened"
    else:
        told = f"{screened} of {_count(coverage.articles, 'article')} screened"
    return element("p", text(told), kind="or-coverage")


def _passage(citation: Citation, stored: Stored | None) -> Html:
    number = element("span", text(str(citation.n)), kind="or-number")
    day = date.fromisoformat(citation.date) if citation.date else None
    origin = _origin(citation.outlet, day, citation.url)
    title = element("p", text(citation.title or citation.source), kind="or-card-title", dir="auto")
    head = element("header", number, element("div", origin, title))
    return element("section", head, *_words(citation, stored), kind="or-card")


def _words(citation: Citation, stored: Stored | None) -> Iterable[Html]:
    """The cited words within their paragraph, and the way to the article."""
    if stored is None or stored.text[citation.start : citation.end] != citation.text:
        words = element("blockquote", element("mark", text(citation.text)), dir="auto")
        return words, element("p", text("The article has changed since this was cited."), kind="or-quiet")
    before, after = _around(stored, citation.start, citation.end)
    marked = element("mark", text(citation.text))
    words = element("blockquote", join([text(before), marked, text(after)]), dir="auto")
    label, target = text("Read it in the article"), answers.place(citation)
    return words, element("button", label, kind="or-open or-read", type="button", value=target)


def _around(stored: Stored, start: int, end: int) -> tuple[str, str]:
    """The sentence before and the sentence after ``[start, end)``, within the same paragraph."""
    touched = [i for i, one in enumerate(stored.sentences) if one.end > start and one.start < end]
    if not touched:
        return "", ""
    first, last = touched[0], touched[-1]
    if first and stored.sentences[first - 1].paragraph == stored.sentences[first].paragraph:
        first -= 1
    following = stored.sentences[last + 1 : last + 2]
    if following and following[0].paragraph == stored.sentences[last].paragraph:
        last += 1
    return stored.text[stored.sentences[first].start : start], stored.text[end : stored.sentences[last].end]


def _origin(outlet: str | None, day: date | None, url: str | None) -> Html:
    """Who published it, and when; with the way out where the article has an address."""
    parts = [element("strong", isolated(outlet))] if outlet else []
    if day:
        parts.append(element("time", text(f"{day.day} {day:%B %Y}"), datetime=day.isoformat()))
    if url:
        out = link(url, text("original"))
        parts.append(out if out else isolated(url[:200]))
    return element("p", join(parts, " · "), kind="or-origin") if parts else NOTHING


def _window(whole: str, start: int, end: int) -> tuple[int, int]:
    """What of ``whole`` to show: all, or about ``ARTICLE_CHARS`` around the place, cut between paragraphs."""
    if len(whole) <= ARTICLE_CHARS:
        return 0, len(whole)
    first = max(0, start - ARTICLE_CHARS // 2)
    last = min(len(whole), max(end, first + ARTICLE_CHARS))
    if first:
        first = whole.find("\n\n", first, start) + 2 if "\n\n" in whole[first:start] else first
    close = whole.rfind("\n\n", end, last)
    return first, close if close > end and last < len(whole) else last


def _paragraphs(stored: Stored, start: int, end: int, first: int, last: int) -> Iterable[Html]:
    """The paragraphs of ``[first, last)``, with what of them lies in ``[start, end)`` marked."""
    at = first
    place = answers.anchor(stored.id, start, end)
    while at < last:
        close = stored.text.find("\n\n", at, last)
        stop = last if close < 0 else close
        opens, ends = max(at, min(start, stop)), max(at, min(end, stop))
        parts = [text(stored.text[at:opens])]
        if opens < ends:
            marked = stored.text[opens:ends]
            parts.append(element("mark", text(marked), id=place if opens == start else "", tabindex="-1"))
        yield element("p", *parts, text(stored.text[max(opens, ends) : stop]), dir="auto")
        at = stop + 2


def _cut(chars: int) -> Html:
    return element("p", text(f"… {chars:,} characters are not shown here …"), kind="or-quiet")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
