from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date

from assistant.chat import answers, views
from assistant.cite import cite
from assistant.types import Answer, Coverage, Generated, Kind
from index.types import Article
from tests.chat.fake_engine import ARTICLES, FakeEngine, quoting, stored

_TAG = re.compile(r"<[^>]*>")
_MARKED = re.compile(r"<mark[^>]*>(.*?)</mark>")


def _seen(markup: str) -> str:
    """What a reader reads of ``markup``."""
    return html.unescape(_TAG.sub("", markup))


def test_an_article_is_shown_word_for_word_with_the_cited_words_marked() -> None:
    article = stored(ARTICLES[0])
    for sentence in article.sentences:
        shown = views.article(article, sentence.start, sentence.end)
        assert [_seen(found) for found in _MARKED.findall(shown)] == [sentence.of(article.text)]
        paragraphs = [_seen(found) for found in re.findall(r'<p dir="auto">(.*?)</p>', shown)]
        assert paragraphs == article.text.split("\n\n")
        place = f"{article.id}:{sentence.start}:{sentence.end}"
        assert f'id="or-at:{place}"' in shown


def test_words_across_paragraphs_are_marked_in_each_of_them() -> None:
    article = stored(Article(source="a", text="One two.\n\nThree four.\n\nFive."))
    shown = views.article(article, 4, 15)
    assert _MARKED.findall(shown) == ["two&#46;", "Three"]
    assert shown.count("id=") == 1


def test_an_article_without_a_place_to_mark_is_shown_whole() -> None:
    article = stored(ARTICLES[1])
    assert "<mark" not in views.article(article, 0, 0)


def test_a_very_long_article_is_cut_around_the_place_between_paragraphs_and_says_so() -> None:
    text = "\n\n".join(f"Paragraph {i} has some words in it." for i in range(20_000))
    article = stored(Article(source="a", text=text))
    for start in (0, len(text) // 2, len(text) - 10):
        shown = views.article(article, start, start + 10)
        assert _seen(_MARKED.findall(shown)[0]).startswith(text[start : start + 5].strip())
        paragraphs = [_seen(found) for found in re.findall(r'<p dir="auto">(.*?)</p>', shown)]
        assert all(re.fullmatch(r"Paragraph \d+ has some words in it\.", one) for one in paragraphs)
        assert "characters are not shown here" in _seen(shown)
        assert len(_seen(shown)) < 2 * views.ARTICLE_CHARS


def test_evidence_shows_the_exact_words_within_their_paragraph() -> None:
    engine = FakeEngine()
    words = "“We need a ceasefire, and we need it now,” she said to applause."
    answer = quoting(engine, "Who?", [(ARTICLES[0], words)])
    shown = views.evidence(answer, [engine.collection.article(ARTICLES[0].id)])
    (quotation,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", shown)
    assert _seen(_MARKED.findall(quotation)[0]) == words
    assert _seen(quotation) == (
        "Ann Lee told a packed meeting on Thursday night that waiting was no longer an option. "
        f"{words} Ms Lee has led the council since May 2021."
    )
    assert "Barford Gazette · 27 October 2023 · original" in _seen(shown)
    assert f'value="{answers.place(answer.citations[0])}"' in shown


def test_evidence_of_an_article_that_changed_says_so_and_leads_nowhere() -> None:
    answer = quoting(FakeEngine(), "Who?", [(ARTICLES[0], "Ann Lee told a packed meeting")])
    changed = replace(stored(ARTICLES[0]), text="Something else entirely.")
    for found in (None, changed):
        shown = views.evidence(answer, [found])
        assert "has changed since" in _seen(shown)
        assert "or-open" not in shown


def test_more_passages_than_fit_are_counted() -> None:
    article = stored(Article(source="a", text="A word. " * 300))
    citations = tuple(cite(article, 8 * n, 8 * n + 7, "A word.", n=n + 1) for n in range(300))
    answer = Answer("Who?", Kind.LIST, True, "x", Coverage(1, 1, 1, 0), citations=citations)
    shown = views.evidence(answer, [article] * views.PASSAGES_SHOWN)
    assert shown.count('<section class="or-card">') == views.PASSAGES_SHOWN
    assert "100 further passages" in _seen(shown)


def test_an_answer_without_evidence_looks_like_none_and_says_what_was_screened() -> None:
    told = Answer("Who?", Kind.NONE, False, "Nothing.", Coverage(34, 12, 0, 0), reason="no evidence")
    shown = views.latest("Who?", told)
    assert 'class="or-none"' in shown
    assert "No evidence in this collection" in _seen(shown)
    assert "12 of 34 articles screened" in _seen(shown)
    assert 'class="or-none"' not in views.latest("Who?", replace(told, answered=True, reason=None))


def test_a_false_premise_is_called_one() -> None:
    told = Answer("Who?", Kind.NONE, False, "No.", Coverage(1, 1, 1, 0), reason="false premise: he did not")
    assert "Not so" in _seen(views.latest("Who?", told))


def test_the_masthead_counts() -> None:
    assert "1,204 articles from 1 outlet" in _seen(views.masthead(1204, 1))
    assert "1 article" in _seen(views.masthead(1, 0))


def test_a_date_outside_the_usual_is_shown_as_it_is() -> None:
    article = stored(replace(ARTICLES[1], date=date(1, 1, 1)))
    assert "1 January 1" in _seen(views.article(article, 0, 1)).replace("0001", "1")


def test_who_worded_an_answer_is_told_and_escaped() -> None:
    made = Generated("<b>m</b>", {}, ("One [1].",), (1.0,), (0,))
    plain = replace(made, sentences=(), support=(), verbatim=(), note="it wrote nothing")
    answer = Answer("?", Kind.WHEN, True, "One.", Coverage(1, 1, 1, 0))
    shown = views.latest("?", replace(answer, generated=made))
    assert "<b>m" not in shown
    assert "each checked against what it cites" in _seen(shown)
    assert "Plain answer. it wrote nothing." in _seen(views.latest("?", replace(answer, generated=plain)))
    assert "Plain answer" not in views.latest("?", answer)
