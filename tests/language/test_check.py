"""What may be shown of what a model writes, and what may not."""

from __future__ import annotations

import time

import pytest

from assistant.language import Checker
from assistant.language.write import sources
from tests.language.worded import GOOD, answer

CHECKER = Checker(sources(answer()), answer().question)


@pytest.mark.parametrize(
    "sentence",
    [
        GOOD,
        "Lee backed a ceasefire on 27 October 2023 [1].",
        "Lee said: “We need it, and we need it now” [1].",
        "Bob Day refused to back a ceasefire [2].",
        "More than 150 Labour councillors signed a letter for a ceasefire [3].",
        "Ann Lee called for it, while Bob Day refused to back the call [1] [2].",
        "Barford Council leader Ann Lee has called for a ceasefire [1].",
        "A ceasefire was backed by Ann Lee [1].",
        "Day would rather have a pause [2].",
    ],
)
def test_what_the_passages_say_is_shown(sentence: str) -> None:
    checked = CHECKER.check(sentence)
    assert checked.reason is None
    assert checked.support >= 0.75


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ann Lee called for a ceasefire.", "cites no passage"),
        ("Ann Lee called for a ceasefire [4].", "no passage [4]"),
        ("Lee said “We need it never” [1].", "quotation"),
        ("Lee said “We need it [1].", "only one mark"),
        ("Bob Day called for a ceasefire [2].", "denies it"),
        ("Bob Day called for it, while Ann Lee refused [1] [2].", "Bob Day"),
        ("A ceasefire was backed by Bob Day [2].", "denies it"),
        ("Ann Day called for a ceasefire [1] [2].", "“Ann Day”"),
        ("Carl Fox called for a ceasefire [1].", "“Carl Fox”"),
        ("Ann Lee did not call for a ceasefire [1].", "denies what no passage denies"),
        ("Ann Lee opposed a ceasefire [1].", "denies what no passage denies"),
        ("More than 250 Labour councillors signed a letter [3].", "“250”"),
        ("Two hundred Labour councillors signed a letter [3].", "stands in no passage"),
        ("Labour councillors did not sign a letter for a ceasefire [3].", "denies what no passage denies"),
        ("Ann Lee called for a ceasefire on 28 October 2023 [1].", "“28”"),
        ("Ann Lee called for a ceasefire yesterday [1].", "“yesterday”"),
        ("The moon is made of green cheese [1].", "too many of its words"),
        ("Ann Lee called for 5% of a ceasefire [1].", "stands in no passage"),
        ("See http://evil.example for more [1].", "markup, or an address"),
        ("<b>Ann Lee</b> called for a ceasefire [1].", "markup, or an address"),
        ("Ann Lee\u200b called for a ceasefire [1].", "cannot be seen"),
        ("\u202eAnn Lee called for a ceasefire [1].", "cannot be seen"),
        ("Ann Lee called for a ceasefire ［1］.", "markup, or an address"),
        ("- Ann Lee called for a ceasefire [1].", "markup, or an address"),
        ("[1].", "says nothing"),
    ],
)
def test_nothing_else_is(sentence: str, reason: str) -> None:
    checked = CHECKER.check(sentence)
    assert not checked.is_shown
    assert reason in (checked.reason or "")


def test_two_hundred_forged_citations_pass_nothing() -> None:
    marks = [f"[{n}]" for n in (0, 4, 5, 9, 10, 99, 100, 999, 9999)]
    marks += [
        "[-1]",
        "[1.5]",
        "[one]",
        "[1a]",
        "[ 1 ]",
        "(1)",
        "{1}",
        "【1】",
        "［1］",
        "⁽¹⁾",
        "[¹]",
        "[१]",
        "[1",
        "1]",
    ]
    marks += ["[1][4]", "[4][1]", "[1-3]", "[1, 2]", "[Source: 1]", "[^1]", "[1]: http://x.y", "[1](http://x.y)"]
    marks += ["[\u200b1]", "[1\u200b]", "\u202e[1]", "&#91;1&#93;", "<sup>1</sup>", "\\[1\\]", "`[1]`"]
    claims = (
        "Ann Lee called for a ceasefire",
        "Bob Day refused to back the call",
        "Labour councillors signed a letter for a ceasefire",
        "She said “We need it, and we need it now”",
        "He would rather have a pause",
        "Carl Fox signed a letter for a ceasefire",
    )
    cases = [f"{claim} {mark}." for claim in claims for mark in marks]
    assert len(cases) >= 200
    shown = [case for case in cases if CHECKER.check(case).is_shown]
    assert shown == []


def test_a_sentence_is_checked_in_a_moment() -> None:
    CHECKER.check(GOOD)
    began = time.perf_counter()
    for _ in range(50):
        CHECKER.check(GOOD)
    # the aim is 20 ms; that it is of that order is all that a busy machine can show
    assert (time.perf_counter() - began) / 50 < 0.2


@pytest.mark.parametrize("size", [20_000])
def test_long_rubbish_is_no_trap(size: int) -> None:
    for piece in ("“", "Ann ", "[1]", "a'b ", '"x" ', "not by ", "\u00b9"):
        assert not CHECKER.check(piece * (size // len(piece))).is_shown
