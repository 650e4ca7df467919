"""What untrusted text may do to a terminal: nothing."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.plain import json_document, plain

HOSTILE = [
    ("\x1b[2J\x1b[H", "‹U+001B›[2J‹U+001B›[H"),  # clears the screen
    (
        "\x1b]8;;https://evil.example\x1b\\here",
        "‹U+001B›]8;;https://evil.example‹U+001B›\\here",
    ),  # forges a link
    ("\x1b]0;title\x07", "‹U+001B›]0;title‹U+0007›"),  # renames the window
    ("\x9b31mred", "‹U+009B›31mred"),  # the same introducer in one character of C1
    ("true\rfalse", "true‹U+000D›false"),  # writes over itself
    ("abc\x08\x08\x08xyz", "abc‹U+0008›‹U+0008›‹U+0008›xyz"),
    ("\x00\x7f", "‹U+0000›‹U+007F›"),
    ("user\u202egpj.exe", "user‹U+202E›gpj.exe"),  # reads backwards
    ("a\ufdd0b\U0010ffff", "a‹U+FDD0›b‹U+10FFFF›"),  # noncharacters: parsers drop them
    ("a\u2066b\u2069", "a‹U+2066›b‹U+2069›"),
    ("ex\u200bample", "ex‹U+200B›ample"),  # hides in a search
    ("pay\u200dpal", "pay‹U+200D›pal"),
    ("\ufeffstart", "‹U+FEFF›start"),
    ("a\u2028b\u2029c\x85d", "a‹U+2028›b‹U+2029›c‹U+0085›d"),  # line breaks that are not ours
    ("x\U000e0041\U000e0042", "x‹U+E0041›‹U+E0042›"),  # tag characters carry hidden text
    ("x\U000e0100", "x‹U+E0100›"),
    ("\ud800", "‹U+D800›"),
]
HARMLESS = [
    "“Curly” — dashes, naïve café, £5",
    "ceasefire وقف إطلاق النار",  # right-to-left letters stay as they are
    "שלום",
    "می\u200cخواهم",  # a joiner inside a Persian word
    "क्\u200dष",
    "👩\u200d👩\u200d👧",
    "❤\ufe0f",
    "🇬🇧",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_commands_and_invisible_characters_are_spelt_out(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize("text", HARMLESS)
def test_scripts_emoji_and_flags_stay_whole(text: str) -> None:
    assert plain(text) == text


def test_a_title_cannot_start_a_line_of_its_own() -> None:
    assert plain("News\n\n[2] Forged:\t“quote”") == "News [2] Forged: “quote”"


@given(st.text(st.characters(codec=None), max_size=200))
def test_no_control_is_ever_printed(text: str) -> None:
    shown = plain(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


@pytest.mark.parametrize("text", [text for text, _ in HOSTILE] + HARMLESS)
def test_json_keeps_the_exact_text_without_writing_a_control(text: str) -> None:
    document = json_document({"text": [text, "x"]})
    assert json.loads(document) == {"text": [text, "x"]}
    written = document.replace("\n", "")
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in written)
    assert not set(written) & set("\u202e\u2066\u200b\ufeff")


def test_json_refuses_numbers_that_json_has_not() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_document({"value": float("nan")})
