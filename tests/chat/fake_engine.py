"""An engine with a script: real answers over a few invented articles, or over those that a test hands it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.cite import cite
from assistant.types import Answer, Conflict, Coverage, Kind, Turn
from index.errors import UsageError
from index.types import Article, Filters, Sentence

EVERYTHING = Filters()
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[”\"’)]?")


@dataclass(frozen=True, slots=True)
class FakeStored(Article):
    """An article with the sentences that a simple rule finds."""

    sentences: tuple[Sentence, ...] = ()
    family: int | None = None


def stored(article: Article) -> FakeStored:
    """``article`` with its sentences."""
    found = []
    at = 0
    for number, paragraph in enumerate(article.text.split("\n\n")):
        for match in _SENTENCE.finditer(paragraph):
            lead = len(match[0]) - len(match[0].lstrip())
            found.append(Sentence(at + match.start() + lead, at + match.end(), number))
        at += len(paragraph) + 2
    fields = (
        article.source,
        article.text,
        article.title,
        article.date,
        article.outlet,
        article.byline,
        article.url,
    )
    return FakeStored(*fields, tuple(found))


_GAZETTE = """
The leader of Barford Council has broken with her party’s line on the war in Gaza.

Ann Lee told a packed meeting on Thursday night that waiting was no longer an option. “We need a
ceasefire, and we need it now,” she said to applause. Ms Lee has led the council since May 2021.

Eleven councillors signed a letter that repeats her call. The letter was sent to the party’s head office
on Friday morning.

{agenda}

A spokesman for the party said that it backed humanitarian pauses. Bob Day, who speaks for the opposition
group, refused to back the call for a ceasefire, saying that it would “only help Hamas”.
"""
_AGENDA = """
Item {i} on the agenda, the upkeep of lamp posts in ward {i}, was put off to the next meeting. Members
agreed that the budget for street lighting would be looked at again in the new year, once the auditors
have reported.
"""
_WIRE = """
Twelve councillors in Barford have signed a letter urging an immediate ceasefire in Gaza, a copy seen by
County Wire shows.

The council’s leader, Ann Lee, was the first to sign. Four others said they were still thinking about it.
"""


def _canonical(written: str) -> str:
    """Paragraphs on one line each, as a collection holds them."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in written.strip().split("\n\n"))


ARTICLES = (
    Article(
        source="barford/2023-10-27.md",
        title="Council leader breaks with party over Gaza",
        outlet="Barford Gazette",
        date=date(2023, 10, 27),
        byline="Priya Nair",
        url="https://gazette.example/news/2023/10/27/council-leader",
        text=_canonical(_GAZETTE.format(agenda="\n\n".join(_AGENDA.format(i=i).strip() for i in range(1, 15)))),
    ),
    Article(
        source="wire/letter.txt",
        title="Councillors sign letter urging truce",
        outlet="County Wire",
        date=date(2023, 10, 28),
        text=_canonical(_WIRE),
    ),
    Article(
        source="letters/arabic.txt",
        title="رسالة من غزة",
        outlet="صحيفة المدينة",
        date=date(2023, 11, 2),
        text="دعا رئيس البلدية إلى وقف إطلاق النار. قال إن الوضع لا يحتمل.\n\nHe spoke in two languages.",
    ),
)


@dataclass(frozen=True, slots=True)
class FakeStatus:
    articles: int
    passages: int
    outlets: int


@dataclass
class FakeCollection:
    held: dict[str, FakeStored]

    def article(self, key: str, /) -> FakeStored | None:
        return self.held.get(key)

    def outlets(self) -> list[str]:
        return sorted({article.outlet for article in self.held.values() if article.outlet})

    def count_articles(self, filters: Filters, /) -> int:
        return sum(
            (filters.date_from is None or (a.date is not None and a.date >= filters.date_from))
            and (filters.date_to is None or (a.date is not None and a.date <= filters.date_to))
            and (filters.outlet is None or (a.outlet or "").casefold() == filters.outlet.casefold())
            for a in self.held.values()
        )

    def status(self) -> FakeStatus:
        return FakeStatus(len(self.held), 3 * len(self.held), len(self.outlets()))


Script = Callable[["FakeEngine", str, Filters, Sequence[Turn]], Answer]


@dataclass
class FakeEngine:
    """Answers by ``script``; remembers what it was asked.

    Attributes:
        seconds: how long each answer takes.
    """

    articles: Sequence[Article] = ARTICLES
    script: Script | None = None
    seconds: float = 0.0
    asked: list[tuple[str, Filters, tuple[Turn, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.collection = FakeCollection({article.id: stored(article) for article in self.articles})

    def ask(self, question: str, *, filters: Filters = EVERYTHING, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, filters, tuple(history)))
        time.sleep(self.seconds)
        if self.script is not None:
            return self.script(self, question, filters, history)
        return scripted(self, question, filters, history)

    def coverage(self, filters: Filters) -> Coverage:
        within = self.collection.count_articles(filters)
        return Coverage(len(self.articles), within, within, 0)


def quoting(engine: FakeEngine, question: str, places: Sequence[tuple[Article, str]], *, lead: str = "") -> Answer:
    """An answer that shows each text of ``places`` with its citation."""
    citations = tuple(
        cite(article, article.text.index(words), article.text.index(words) + len(words), words, n=n)
        for n, (article, words) in enumerate(places, 1)
    )
    shown = [f"{citation.text.replace('[', '(').replace(']', ')')} [{citation.n}]" for citation in citations]
    text = "\n\n".join([lead, *shown] if lead else shown)
    return Answer(
        question,
        Kind.PASSAGE,
        True,
        text,
        engine.coverage(EVERYTHING),
        short=lead or None,
        citations=citations,
    )


def scripted(engine: FakeEngine, question: str, filters: Filters, history: Sequence[Turn]) -> Answer:
    """The script for ``ARTICLES``."""
    gazette, wire, arabic = ARTICLES
    asked = question.casefold()
    if "broken" in asked:
        raise RuntimeError("secret-detail-of-a-fault at /somewhere")
    if "nothing to look for" in asked:
        raise UsageError("The question has no word to look for: name what it is about")
    if "she" in asked.split() and not history:
        raise UsageError("Nobody was named yet: say who is meant")
    if "cup final" in asked or not engine.collection.count_articles(filters):
        told = "Nothing in these 3 articles answers that: none of them mentions “cup final”."
        return Answer(question, Kind.NONE, False, told, engine.coverage(filters), reason="no evidence")
    if "how many" in asked:
        both = [
            (gazette, gazette.text.split("\n\n")[2].split(". ")[0] + "."),
            (wire, wire.text.split("\n\n")[0]),
        ]
        disputed = Conflict("the number of signatories", (1, 2))
        found = quoting(engine, question, both, lead="Eleven.")
        return replace(found, kind=Kind.COUNT, short="eleven", conflicts=(disputed,))
    if "arabic" in asked:
        return quoting(engine, question, [(arabic, "دعا رئيس البلدية إلى وقف إطلاق النار.")])
    if "refused" in asked:
        return quoting(engine, question, [(gazette, gazette.text[gazette.text.index("Bob Day") :])])
    said = [
        (gazette, "“We need a ceasefire, and we need it now,” she said to applause."),
        (wire, "The council’s leader, Ann Lee, was the first to sign."),
        (gazette, "Eleven councillors signed a letter that repeats her call."),
    ]
    text = (
        "One person and one group called for a ceasefire: Ann Lee, leader of Barford Council [1] [2], and "
        "eleven councillors in Barford [3]."
    )
    return replace(quoting(engine, question, said), kind=Kind.LIST, text=text, coverage=engine.coverage(filters))
