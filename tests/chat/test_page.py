"""The handlers of the page, called as Gradio calls them."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from assistant.chat.desk import Desk
from assistant.chat.page import MAX_TURNS, Page
from assistant.types import Turn
from index.types import Filters
from tests.chat.fake_engine import ARTICLES, FakeEngine


def _ask(page: Page, question: str, *, turns: tuple[Turn, ...] = (), outlet: str = "") -> list[dict[Any, Any]]:
    async def collect() -> list[dict[Any, Any]]:
        return [update async for update in page.answer(question, "", "", outlet, turns)]

    return asyncio.run(collect())


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def page(engine: FakeEngine) -> Page:
    return Page(engine, Desk())


def test_an_answer_grows_then_comes_with_its_evidence_and_joins_the_conversation(page: Page) -> None:
    updates = _ask(page, "Who called for a ceasefire?")
    lengths = [len(update[page.latest]) for update in updates]
    assert len(lengths) > 3
    assert lengths[1:] == sorted(lengths[1:])
    assert "or-card" in updates[-1][page.evidence]
    (turn,) = updates[-1][page.turns]
    assert turn.answer.citations[0].article == ARTICLES[0].id


def test_a_follow_up_is_asked_with_what_came_before(page: Page, engine: FakeEngine) -> None:
    turns = _ask(page, "Who called for a ceasefire?")[-1][page.turns]
    updates = _ask(page, "When did she say so?", turns=turns)
    assert engine.asked[-1][2] == turns
    assert "Who called" in updates[0][page.past].replace("&#32;", " ")


def test_filters_reach_the_engine(page: Page, engine: FakeEngine) -> None:
    _ask(page, "Who called for a ceasefire?", outlet="County Wire")
    assert engine.asked[-1][1] == Filters(outlet="County Wire")


def test_a_conversation_keeps_its_last_turns_only(page: Page) -> None:
    turns: tuple[Turn, ...] = ()
    one = _ask(page, "Who called for a ceasefire?")[-1][page.turns][0]
    turns = (one,) * MAX_TURNS
    assert len(_ask(page, "Who refused?", turns=turns)[-1][page.turns]) == MAX_TURNS


def test_a_question_that_is_too_long_is_refused_here_whatever_the_browser_let_through(
    page: Page, engine: FakeEngine
) -> None:
    (update,) = _ask(page, "w" * 2001)
    assert "2&#44;000 at most" in update[page.latest]
    assert engine.asked == []


def test_an_error_of_the_engines_is_shown_and_the_question_stays_in_the_box(page: Page) -> None:
    last = _ask(page, "nothing to look for")[-1]
    assert "The question has no word to look for" in last[page.latest]
    assert last[page.question] == "nothing to look for"


def test_a_fault_is_logged_and_the_reader_is_told_none_of_its_details(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "onrecord.chat"):
        last = _ask(page, "broken")[-1]
    assert "Something went wrong" in last[page.latest]
    assert "secret" not in str(last)
    assert "secret-detail" in caplog.text


@pytest.mark.parametrize(
    "wanted",
    ["", "x", "abcdef:1:2", "../../etc/passwd:1:2", f"{ARTICLES[0].id}:1", f"{ARTICLES[0].id}:-1:2", "١:1:2"],
)
def test_a_place_that_is_none_opens_no_article(page: Page, wanted: str) -> None:
    update = asyncio.run(page.open(wanted))
    assert "no longer in this collection" in update[page.article]


@pytest.mark.parametrize("place", ["0:5", "5:0", "999999999:999999999", "0:999999999"])
def test_a_place_beyond_the_article_opens_it_all_the_same(page: Page, place: str) -> None:
    update = asyncio.run(page.open(f"{ARTICLES[0].id}:{place}#7"))
    assert "Council leader breaks with party over Gaza" in update[page.article]


def test_an_answer_brings_the_masthead_up_to_date(page: Page, engine: FakeEngine) -> None:
    engine.collection.held.pop(ARTICLES[2].id)
    assert "2 articles from 2 outlets" in _ask(page, "Who refused?")[-1][page.masthead]


def test_opening_a_page_starts_no_event_that_a_first_question_could_collide_with(page: Page) -> None:
    events = [name for event in page.blocks.fns.values() for _, name in event.targets]
    assert "load" not in events


def test_nothing_of_the_page_is_offered_to_other_programs(page: Page) -> None:
    assert {event.api_visibility for event in page.blocks.fns.values()} == {"private"}
