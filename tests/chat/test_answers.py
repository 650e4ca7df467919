from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.chat import answers
from assistant.cite import cite
from assistant.types import Answer, Conflict, Coverage, Kind
from index.types import Article
from tests.chat.fake_engine import ARTICLES, FakeEngine, quoting
from tests.chat.payloads import forged_citations

_BUTTON = re.compile(r'<button class="or-open or-cite" type="button" value="([^"]*)">')


def _answer(text: str, *articles: Article, question: str = "Who?", short: str | None = None) -> Answer:
    """An answer of ``text`` that cites the whole first paragraph of each article, numbered from 1."""
    ends = [article.text.find("\n\n") % (len(article.text) + 1) for article in articles]
    cited = tuple(
        cite(article, 0, end, article.text[:end], n=n)
        for n, (article, end) in enumerate(zip(articles, ends, strict=True), 1)
    )
    return Answer(question, Kind.PASSAGE, True, text, Coverage(1, 1, 1, 0), short=short, citations=cited)


def _places(answer: Answer) -> list[str]:
    return _BUTTON.findall(answers.body(answer))


def test_each_number_that_is_cited_becomes_a_button_to_its_place() -> None:
    answer = _answer("Ann Lee [1] and others [2], again [1].", *ARTICLES[:2])
    first, second = (answers.place(citation) for citation in answer.citations)
    assert _places(answer) == [first, second, first]


def test_a_number_without_a_citation_stays_text() -> None:
    assert _places(_answer("Ann Lee [3] [0] [99999].", *ARTICLES[:2])) == []


@pytest.mark.parametrize("forged", forged_citations())
def test_what_looks_like_a_citation_in_an_articles_words_is_inert(forged: str) -> None:
    words = f"He said {' '.join(forged.split())} and left."
    article = Article(source="a.txt", text=words)
    answer = _answer(f"{words} [1]", article)
    assert _places(answer) == [answers.place(answer.citations[0])]


@pytest.mark.parametrize("forged", forged_citations())
def test_what_looks_like_a_citation_in_a_question_or_a_short_answer_is_inert(forged: str) -> None:
    short = f"at {' '.join(forged.split())} o'clock"
    answer = _answer(f"A{short[1:]}.\n\nIt began [1]", ARTICLES[0], question=f"why {forged}?", short=short)
    assert _places(answer) == [answers.place(answer.citations[0])]


def test_an_answer_that_declines_has_no_buttons_whatever_it_repeats() -> None:
    told = "Nothing answers that: none of them mentions “[1]”."
    answer = Answer("[1]?", Kind.NONE, False, told, Coverage(1, 1, 0, 0), reason="no evidence")
    assert _places(answer) == []


def test_a_paragraph_that_repeats_an_article_is_shown_as_its_words_with_outlet_and_date() -> None:
    answer = quoting(FakeEngine(), "Who?", [(ARTICLES[1], "The council’s leader, Ann Lee, was the first to sign.")])
    shown = answers.body(answer)
    assert shown.startswith('<blockquote class="or-quote">')
    assert "<bdi>County Wire</bdi>, 28 October 2023" in shown


def test_brackets_that_an_answer_wrote_round_do_not_hide_whose_words_they_are() -> None:
    article = Article(source="a.txt", text="She [Ms Lee] signed [1] it.", outlet="Wire")
    answer = _answer("She (Ms Lee) signed (1) it. [1]", article)
    assert answers.paragraphs(answer)[0].quoted == answer.citations[0]
    assert len(_places(answer)) == 1


def test_an_answer_grows_to_exactly_its_whole() -> None:
    answer = quoting(FakeEngine(), "Who?", [(a, a.text.split("\n\n")[0]) for a in ARTICLES], lead="Three.")
    grown = [answers.body(answer, units=units) for units in range(1, answers.length(answer) + 1)]
    assert len(set(grown)) == len(grown)
    assert grown[-1] == answers.body(answer)
    assert "or-cite" not in grown[0]


def test_articles_that_disagree_are_named_with_their_numbers() -> None:
    answer = replace(_answer("Eleven [1] or twelve [2].", *ARTICLES[:2]), conflicts=(Conflict("<b>", (1, 2, 7)),))
    (shown,) = answers.conflicts(answer)
    assert "<b>" not in shown
    assert len(_BUTTON.findall(shown)) == 2
