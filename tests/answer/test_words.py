"""Words compare by meaning-bearing stems, and keep their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.words import content, keys, words


@given(st.text())
def test_every_word_is_exactly_at_its_place(text: str) -> None:
    assert all(text[word.start : word.end] == word.text for word in words(text))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("e-mails", "emails"),
        ("Labour", "Labor"),
        ("organise", "organized"),
        ("Khan’s", "Khan"),
        ("2,000", "2000"),
        ("resigned", "resigns"),
        ("by-election", "election"),
    ],
)
def test_forms_of_one_word_share_a_key(left: str, right: str) -> None:
    assert set(keys(left)) & set(keys(right))


@pytest.mark.parametrize(
    ("left", "right"), [("councillor", "council"), ("150", "15"), ("four", "for"), ("Ukraine", "Gaza")]
)
def test_different_words_share_none(left: str, right: str) -> None:
    assert not set(keys(left)) & set(keys(right))


def test_function_words_carry_no_content() -> None:
    assert [word.text for word in content(words("Who was the leader of the council?"))] == ["leader", "council"]
