"""What happens to each kind of character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.reading.characters import canonical_characters
from index.reading.clean import canonical, clean

#: everything that the rules look at, so that hypothesis meets it often
_TROUBLE = (
    "a\u0301e\u0344\u0958\u093c\u0300\u0328\u1100\u1161\u212b\ufb1d"
    " \t\r\n\v\f\x00\x1b\x7f\x85\x9b\xa0\xad\u034f\u061c"
    "\u05d0\u0645\u06cc\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\u3000\ufeff\ufe0e\ufe0f\ud800"
    "1#\u20e3❤👨👩🏴🏽☠🏳🌈\U000e0067\U000e0062\U000e0065\U000e006e\U000e007f\U000e0100\U000e0001葛.-“”’\u2003\u2800\uffff"
)
_texts = st.one_of(st.text(), st.text(alphabet=_TROUBLE, max_size=60), st.text(alphabet="ab .\n-", max_size=80))


@settings(deadline=None)
@given(_texts)
@example("\u0344" * 40)
@example("\u0958" + "\u093c" * 40)
def test_canonical_text_stays_as_it_is_when_made_canonical_again(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once


@settings(deadline=None)
@given(_texts)
def test_clean_text_is_canonical(text: str) -> None:
    cleaned = clean(text)
    assert canonical(cleaned) == cleaned


@settings(deadline=None)
@given(_texts)
def test_canonical_text_is_normal_and_holds_no_control_or_odd_space(text: str) -> None:
    made = canonical(text)
    assert unicodedata.is_normalized("NFC", made)
    assert {unicodedata.category(char) for char in made if char != "\n"}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert {char for char in made if unicodedata.category(char) == "Zs"} <= {" "}
    assert "\n" not in made.replace("\n\n", "")
    assert "  " not in made
    assert made == made.strip()
    made.encode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\u200bb", "ab"),
        ("pay\u00adment", "payment"),
        ("\ufeffa", "a"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("cafe\u0301", "café"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("a\u2066b\u2069", "ab"),
        ("a\u200fb", "ab"),
        ("Kei\u200dr", "Keir"),
        ("nul\x00l", "null"),
        ("\x1b[31mred", "[31mred"),
        ("lone\ud800", "lone"),
        ("x\U000e0041\U000e0042y", "xy"),
        ("🏴\U000e0067\U000e0069\U000e0067\U000e006e\U000e007f", "🏴"),
        ("a\ufe0f\U000e0101b", "ab"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\u2029b", "a\n\nb"),
        ("blank\u3164", "blank"),
        ("⠀x", " x"),
    ],
)
def test_hidden_characters_are_taken_out(written: str, read: str) -> None:
    assert canonical_characters(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "👍🏽",
        "🇬🇧",
        "می\u200cخواهم",
        "क्\u200dष",
        "שלום\u200f!",
        "“We’re – truly – here…” £5",
        "葛\U000e0100飾",
        "Zalgo\u0300\u0301\u0302",
    ],
)
def test_what_scripts_and_emoji_need_stays(text: str) -> None:
    assert canonical_characters(text) == unicodedata.normalize("NFC", text)


def test_homoglyphs_stay_visible() -> None:
    assert canonical_characters("Kеir") == "Kеir"


def test_long_runs_of_combining_marks_are_cut_to_thirty() -> None:
    made = canonical_characters("q" + "\u0301\u0328" * 5_000)
    assert len(made) == 31
