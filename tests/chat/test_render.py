from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.render import element, isolated, join, link, page, text
from assistant.cli.plain import plain
from tests.chat.payloads import PAYLOADS

# what ``text`` may leave: letters, digits, spaces, numeric references, and its own mark for the invisible
_INERT = re.compile(r"(?:[^\W_]| |&#[0-9]+;|<span class=\"or-unseen\">|</span>)*")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_html_or_markdown_is_left_in_a_payload(payload: str) -> None:
    assert _INERT.fullmatch(text(payload))


@given(st.text())
def test_a_reader_sees_every_character_of_any_text(untrusted: str) -> None:
    shown = text(untrusted)
    assert _INERT.fullmatch(shown)
    seen = html.unescape(re.sub(r"</?span[^>]*>", "", shown))
    assert seen == re.sub(r"‹(U\+[0-9A-F]{4,6})›", r"\1", plain(untrusted))


def test_what_is_invisible_is_shown_by_its_code_point() -> None:
    assert '<span class="or-unseen">U&#43;202E</span>' in text("abc\u202edef")


def test_flags_and_right_to_left_letters_stay_whole() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert html.unescape(text(f"{flag} مرحبا")) == f"{flag} مرحبا"


def test_names_are_isolated_from_the_direction_of_their_neighbours() -> None:
    assert isolated("مرحبا") == "<bdi>مرحبا</bdi>"


def test_attributes_cannot_be_left() -> None:
    assert element("p", text("x"), dir='"><script>').startswith('<p dir="&#34;&#62;&#60;script&#62;">')


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/news/1",
        "http://gazette.example",
        "https://gazette.example:8443/a?b=c&d=(e)#f",
        "https://xn--e1awd7f.example/",
        "https://192.0.2.1/x",
    ],
)
def test_a_plain_web_address_becomes_a_link_that_leads_there_and_nowhere_else(url: str) -> None:
    made = link(url, text("original"))
    assert made is not None
    assert html.unescape(re.findall(r'href="([^"]*)"', made)[0]) == url
    assert 'rel="noopener noreferrer nofollow"' in html.unescape(made)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://x/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "https:evil.example",
        "https://user@evil.example/",
        "https://user:pass@evil.example/",
        "https://evil.example\\@good.example/",
        "https://evil.example/\u202etxt",
        "https://evil.example/ x",
        'https://evil.example/"x',
        "https://evil.example/'x",
        "https://evil.example/<x>",
        "https://evil.example:99999/",
        "https://[::1",
        "https://-evil.example/",
        "https:///path",
        "https://пример.example/",
        "https://" + "a" * 3000,
        "",
    ],
)
def test_anything_else_becomes_no_link(url: str) -> None:
    assert link(url, text("original")) is None


def test_blocks_of_a_page_hold_no_blank_line_that_would_end_them() -> None:
    blocks = [element("section", text(payload)) for payload in PAYLOADS]
    assert page(blocks).split("\n\n") == blocks
    assert "\n" not in join(blocks)
