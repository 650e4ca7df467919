from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.passages import split_sentences

# tricky sentences of our own making, "|" where one ends and the next begins
GOLD = (Path(__file__).parent / "gold.txt").read_text(encoding="utf-8").splitlines()

PIECES = [
    *"aZé.!?…,;:'\"“”‘’«»()[]-–—•*\n\r\t \u00a0\u200b\u200d\u2028\u2029\u0301。？",
    "Mr. ", "U.S. ", "p.m. ", "No. 10 ", "\n\n", "\r\n\r\n", "\n- ", "\n1. ", "?” she asked. ", " . . . ",
    "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "e\u0301", "هل؟ ", "שלום. ", "word ", "word.Next ", "“Go!” Ms Lee said. ",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=200)


def test_the_gold_list_is_long_enough_to_mean_something() -> None:
    assert len(GOLD) >= 120


@pytest.mark.parametrize("marked", GOLD)
def test_gold_sentence_is_cut_where_marked(marked: str) -> None:
    text = marked.replace("|", "")
    assert [s.of(text) for s in split_sentences(text)] == [part.strip() for part in marked.split("|")]


@given(HOSTILE)
@example("A.\r\n\r\nB?\n- one\n- two")
@example("e\u0301.\u0301 Ne")
def test_sentences_are_ordered_disjoint_and_leave_out_only_white_space(text: str) -> None:
    end = 0
    paragraph = 0
    for sentence in split_sentences(text):
        assert text[end : sentence.start].strip() == ""
        assert sentence.start < sentence.end
        assert sentence.of(text) == sentence.of(text).strip()
        assert sentence.paragraph in (paragraph, paragraph + 1)
        end, paragraph = sentence.end, sentence.paragraph
    assert text[end:].strip() == ""


@given(HOSTILE)
def test_no_sentence_runs_over_the_end_of_a_paragraph(text: str) -> None:
    for sentence in split_sentences(text):
        assert not re.search(r"\n[^\S\n]*\n", sentence.of(text))


def test_a_paragraph_ends_a_sentence_without_any_mark() -> None:
    text = "Ceasefire vote\n\nThe council met"
    assert [(s.of(text), s.paragraph) for s in split_sentences(text)] == [
        ("Ceasefire vote", 0),
        ("The council met", 1),
    ]


def test_list_items_are_sentences_but_wrapped_lines_are_not() -> None:
    text = "They want:\n- a ceasefire\n- aid\nfor all\n• hostages freed\n2) talks"
    assert [s.of(text) for s in split_sentences(text)] == [
        "They want:", "- a ceasefire", "- aid\nfor all", "• hostages freed", "2) talks",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    [".", "?”", "\n", "\n ", " .", ". “", "Mr. ", "A. ", "a", " ", "\n-", "•", "…”A ", "?” A b", "((", ".'A"],
)
def test_time_is_linear_in_the_length_of_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            split_sentences(text)
            best = min(best, time.process_time() - started)
        return best

    small, large = seconds(60_000), seconds(480_000)
    # quadratic time would be 64 times as long for 8 times the text; linear is 8, and the rest is for noise
    assert large < 24 * small + 0.05
