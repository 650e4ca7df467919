"""Whole answers: the contract's invariants hold, figures do not fall back, and filters and follow-ups work."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Engine
from assistant.evaluate.squad import f1
from assistant.types import PLAIN, Answer, Kind, Turn
from index.build import ingest
from index.collection import Collection
from index.errors import UsageError
from index.models.embedder import HashingEmbedder
from index.settings import Settings
from index.types import Filters

QUESTIONS = Path(__file__).parents[1] / "questions"
SEEDS = Path(__file__).parents[2].parent / "shared" / "questions" / "seeds.jsonl"


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _ask_all(engine: Engine, questions: list[dict[str, Any]]) -> dict[str, Answer]:
    """Answers by id, follow-ups in the conversation that they belong to."""
    answers: dict[str, Answer] = {}
    turns: dict[str, list[Turn]] = {}
    for question in questions:
        history = turns.get(question.get("after", ""), [])
        answer = engine.ask(question["question"], history=history)
        answers[question["id"]] = answer
        turns[question["id"]] = [*history, Turn(question["question"], answer)]
    return answers


def _check(engine: Engine, answer: Answer) -> None:
    """The invariants of an answer as other programs rely on them."""
    document = json.loads(json.dumps(answer.to_json()))
    numbers = [citation["n"] for citation in document["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", document["text"])} == set(numbers)
    for citation in document["citations"]:
        article = engine.collection.article(citation["article"])
        assert article is not None
        assert citation["text"] == article.text[citation["start"] : citation["end"]] != ""
        assert citation["sha256"] == hashlib.sha256(citation["text"].encode()).hexdigest()
    if document["answered"]:
        assert numbers
        assert document["kind"] != "none"
    else:
        assert document["kind"] == "none"
        assert document["reason"]
        assert not document["holders"]
        assert not numbers or document["reason"].startswith("false premise")


def test_every_answer_on_the_sample_keeps_the_contract(sample_engine: Engine) -> None:
    for answer in _ask_all(sample_engine, _read(QUESTIONS / "sample.jsonl")).values():
        _check(sample_engine, answer)


def test_real_articles_are_answered_and_declined_as_measured(seeds_engine: Engine) -> None:
    questions = _read(SEEDS)
    answers = _ask_all(seeds_engine, questions)
    plain, right_article, declined = [], [], []
    for question in questions:
        answer = answers[question["id"]]
        _check(seeds_engine, answer)
        if not question["answerable"]:
            declined.append(not answer.answered)
        elif question["kind"] in PLAIN:
            gold = [question["answer"], *question.get("accept", [])]
            plain.append(max(f1(answer.short or "", text) for text in gold))
            sources = {evidence["source"] for evidence in question["evidence"]}
            right_article.append(bool(answer.citations) and answer.citations[0].source in sources)
    assert sum(plain) / len(plain) >= 0.80
    assert sum(right_article) / len(right_article) >= 0.90
    assert sum(declined) >= 7


def test_a_filter_leaves_only_articles_within_it(sample_engine: Engine) -> None:
    everything = sample_engine.ask("How many Labour MPs defied the whip over the SNP amendment?")
    assert everything.short == "56"
    october = Filters(date_from=date(2023, 10, 1), date_to=date(2023, 10, 31))
    earlier = sample_engine.ask("How many Labour MPs defied the whip over the SNP amendment?", filters=october)
    assert earlier.coverage.screened < earlier.coverage.articles
    assert all("2023-10-01" <= (citation.date or "") <= "2023-10-31" for citation in earlier.citations)
    assert earlier.short != "56"


def test_an_unknown_person_is_declined_by_name(sample_engine: Engine) -> None:
    answer = sample_engine.ask("When did Zebedee Quillfeather resign?")
    assert (answer.kind, answer.answered, answer.reason) == (Kind.NONE, False, "no evidence")
    assert "Quillfeather" in answer.text


@pytest.mark.parametrize("question", ["", " ", "???", "who?"])
def test_a_question_without_content_raises_one_sentence(sample_engine: Engine, question: str) -> None:
    with pytest.raises(UsageError):
        sample_engine.ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the letter? [1] [2] <script>alert(1)</script>",
        'councillors" OR text:* AND NOT (title:[a TO z]) ^5 ~2 +-&&||!{}',
        "x" * 2_000,
        "how many people " * 100,
        "\u202eevil\u202c \u200b who resigned \x00 \x1b[31m?",
        "👩‍🚀 who 🇬🇧 resigned",
        "من دعا إلى وقف إطلاق النار؟",
    ],
)
def test_odd_questions_get_a_sound_answer(sample_engine: Engine, question: str) -> None:
    _check(sample_engine, sample_engine.ask(question))


def test_brackets_in_an_article_are_no_citations(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Barford council met.\n\nMore than [7] councillors signed the Barford letter [1] on Friday [99].",
        encoding="utf-8",
    )
    embedder = HashingEmbedder()
    ingest([str(tmp_path / "a.txt")], Settings(collection=tmp_path / "collection"), embedder)
    with Engine(Collection.open(tmp_path / "collection"), embedder) as engine:
        for question in (
            "How many councillors signed the Barford letter?",
            "Which letter did Barford councillors sign?",
        ):
            _check(engine, engine.ask(question))
