"""The sample articles: complete front matter, plausible dates, and no text of anybody else's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.sample import folder

SHARED = Path(__file__).parents[2].parent / "shared"
ARTICLES = sorted(folder().glob("*.md"))
WORDS_IN_COMMON = 8


def parts(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of one article."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    matter = yaml.safe_load(head)
    assert isinstance(matter, dict)
    return matter, body


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words, without regard to case and punctuation."""
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[start:] for start in range(WORDS_IN_COMMON)), strict=False)


def outside_texts() -> Iterator[tuple[str, str]]:
    """(name, text) of every text that the sample must not repeat."""
    for path in sorted((SHARED / "articles").glob("*.txt")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((SHARED / "polnear").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], row["text"]


def test_the_sample_holds_at_least_thirty_two_articles() -> None:
    assert len(ARTICLES) >= 32


def test_the_folder_holds_articles_and_nothing_else() -> None:
    assert sorted(folder().iterdir()) == ARTICLES


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_front_matter_names_title_date_outlet_and_fiction(path: Path) -> None:
    matter, _ = parts(path)
    assert set(matter) <= {"title", "date", "outlet", "byline", "fictional"}
    assert isinstance(matter["title"], str)
    assert isinstance(matter["outlet"], str)
    assert type(matter["date"]) is date
    assert type(matter["fictional"]) is bool


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_short_but_no_stub(path: Path) -> None:
    _, body = parts(path)
    assert 120 <= len(body.split()) <= 450


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_file_names_are_plain_kebab_case(path: Path) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_real_news_is_of_october_and_november_2023_and_fiction_says_so_in_its_title(path: Path) -> None:
    matter, _ = parts(path)
    if matter["fictional"]:
        assert matter["title"].endswith("(fictional)")
    else:
        assert "fictional" not in matter["title"]
        assert date(2023, 10, 1) <= matter["date"] <= date(2023, 11, 30)


def test_a_wire_story_has_a_near_copy_and_a_rewrite_that_shares_no_run_with_it() -> None:
    wire, copy, rewrite = (
        set(runs(parts(folder() / f"un-truce-vote-{kind}.md")[1])) for kind in ("wire", "copy", "rewrite")
    )
    assert len(wire & copy) / len(wire) > 0.7
    assert not wire & rewrite


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared (the texts to compare with) is not here")
def test_no_article_repeats_eight_words_of_anybody_elses_text() -> None:
    ours = {run: path.name for path in ARTICLES for run in runs(parts(path)[1])}
    repeated = [
        f"{ours[run]} repeats {name}: {' '.join(run)}"
        for name, text in outside_texts()
        for run in runs(text)
        if run in ours
    ]
    assert repeated == []
