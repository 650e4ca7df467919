"""The positions marked in articles stand where they say, in the text as it is ingested."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.reading import read_source
from index.settings import ReadingLimits
from index.statements.labels import Act, HolderType, Stance

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "statements"
FOLDERS = {
    "articles.jsonl": ROOT.parent / "shared" / "articles",
    "sample.jsonl": ROOT / "index" / "sample" / "articles",
}
FIELDS = {"holder", "type", "count", "act", "stance", "topic", "holder_span", "evidence"}


def rows(name: str) -> list[dict[str, Any]]:
    """The marked articles of one file."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def texts(name: str) -> dict[str, str]:
    """The canonical texts that the file is about, by source."""
    folder = FOLDERS[name]
    if not folder.exists():
        pytest.skip(f"../{folder.relative_to(ROOT.parent)} is not beside this checkout")
    found = [
        article
        for path in sorted(folder.iterdir())
        for article in read_source(path, root=folder, limits=ReadingLimits())
    ]
    return {article.source: article.text for article in found}


@pytest.mark.parametrize("name", FOLDERS)
def test_every_article_is_marked_as_it_is_ingested(name: str) -> None:
    digests = {source: hashlib.sha256(text.encode()).hexdigest() for source, text in texts(name).items()}
    assert {row["source"]: row["sha256"] for row in rows(name)} == digests


@pytest.mark.parametrize("name", FOLDERS)
def test_spans_are_whole_words_of_the_text(name: str) -> None:
    there = texts(name)
    for row in rows(name):
        text = there[row["source"]]
        for position in row["positions"]:
            for start, end in filter(None, (position["holder_span"], position["evidence"])):
                assert 0 <= start < end <= len(text)
                where = (row["source"], position["holder"], position["topic"])
                assert text[start:end].strip() == text[start:end], where
                assert not (text[start - 1 : start] + text[start]).isalnum() or start == 0, where
                assert not (text[end - 1] + text[end : end + 1]).isalnum() or end == len(text), where


@pytest.mark.parametrize("name", FOLDERS)
def test_only_a_persons_own_article_goes_without_naming_the_holder(name: str) -> None:
    unnamed = [
        (row["source"], position["holder"])
        for row in rows(name)
        for position in row["positions"]
        if position["holder_span"] is None and position["type"] != HolderType.PERSON
    ]
    assert unnamed == []


@pytest.mark.parametrize("name", FOLDERS)
def test_positions_have_the_labels_of_the_project(name: str) -> None:
    for row in rows(name):
        for position in row["positions"]:
            assert set(position) - {"optional"} == FIELDS
            Act(position["act"])
            Stance(position["stance"])
            HolderType(position["type"])
            assert position["count"] is None or position["count"] > 0
            # nothing of an article but names of holders: a name is short
            assert len(position["holder"].split()) <= 9


@pytest.mark.parametrize("name", FOLDERS)
def test_a_holder_takes_a_stance_on_a_topic_once_an_article(name: str) -> None:
    lines = Counter(
        (row["source"], position["holder"], position["topic"], position["stance"])
        for row in rows(name)
        for position in row["positions"]
    )
    assert [line for line, count in lines.items() if count > 1] == []
