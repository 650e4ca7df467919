"""Paragraphs, and what is left out of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.reading.boilerplate import is_boilerplate
from index.reading.clean import canonical, clean, paragraphs, without_boilerplate

_SHARED = Path(__file__).parents[3] / "shared"


def test_blank_lines_part_paragraphs() -> None:
    assert canonical("One.\n\n \n\nTwo.\n \nThree.") == "One.\n\nTwo.\n\nThree."


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The mayor of Barford has called for a ceasefire in a\n"
        "break with the leader of her party, who has so far\n"
        "refused to do so.\n\nHer letter was signed by more than 150 councillors\nfrom all over the county."
    )
    assert paragraphs(wrapped) == [
        "The mayor of Barford has called for a ceasefire in a break with the leader of her party, "
        "who has so far refused to do so.",
        "Her letter was signed by more than 150 councillors from all over the county.",
    ]


def test_lines_that_are_paragraphs_stay_paragraphs() -> None:
    lines = [
        "A short line.",
        "A second line that is a good deal longer than the first one was.",
        "Third.",
        "And a fourth.",
    ]
    assert paragraphs("\n".join(lines)) == lines


def test_long_lines_are_paragraphs_and_a_lower_case_start_runs_on() -> None:
    long = "A sentence that goes on and on, " * 6 + "and then"
    assert paragraphs(f"{long}\nends here.\nNext.") == [f"{long} ends here.", "Next."]


@pytest.mark.parametrize(
    "part",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "READ MORE: Humza Yousaf's family may escape Gaza today",
        "Read more: Market to move to Thursdays",
        "Read next – What we know so far",
        "Related: Who said what",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Follow us on Twitter @bugle",
        "Sign up to our free newsletter for the latest news, straight to your inbox.",
        "We use cookies to improve your experience on this site. Accept all cookies or manage your preferences.",
        "By continuing to use this website you agree to the use of cookies. Read our privacy policy.",
        "Thanks for signing up! You can unsubscribe at any time.",
        "Enter your email address below to get our daily newsletter. SIGN UP",
        "© 2023 The Bugle. All rights reserved.",
        "Already a subscriber? Start your free trial today.",
        "Skip to main content",
        "Most read",
    ],
)
def test_what_is_no_part_of_the_article_goes(part: str) -> None:
    assert is_boilerplate(part)


@pytest.mark.parametrize(
    "part",
    [
        "The regulator said that sites must let readers reject all cookies before they use cookies for advertising.",
        "He promised to sign up to the treaty before Christmas.",
        "Read more books, the minister told pupils.",
        "The newsletter was sent to 4,000 subscribers by mistake.",
        "“Sign up for the vote,” she told students.",
        "More than 200 people signed up for the free newsletter in its first week, the council said.",
        "Share prices fell after the vote.",
        "Advertisement spending rose by 4% in the year to March.",
        "Follow the money, he said, and you find the minister.",
        "Watch him closely: he has changed his mind before, and may do so again on Thursday "
        "when the vote is held, as he "
        "said himself at the time: nobody should be surprised if that is what happens in the "
        "end, one way or the other.",
        "Two Labour councillors are calling for party leader Keir Starmer to back a ceasefire in Gaza.",
    ],
)
def test_what_the_article_says_stays(part: str) -> None:
    assert without_boilerplate([part]) == [part]


def test_a_form_between_sentences_is_taken_out_of_its_paragraph() -> None:
    form = "Sign up to our free newsletter and get it straight to your inbox."
    assert clean(f"Ann Lee won the vote. {form} Bob Day lost it.") == "Ann Lee won the vote. Bob Day lost it."


def _given_articles(name: str) -> Iterator[dict[str, Any]]:
    for part in ("dev", "train"):
        path = _SHARED / name / f"{part}.jsonl"
        if not path.exists():
            pytest.skip(f"../shared/{name} is not beside this checkout")
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def test_real_articles_lose_nearly_nothing() -> None:
    kept = total = 0
    for article in _given_articles("polnear"):
        parts = paragraphs(article["text"])
        total += sum(map(len, parts))
        kept += sum(map(len, without_boilerplate(parts)))
    assert kept > 0.999 * total


def test_no_position_that_a_reader_marked_is_lost() -> None:
    for article in _given_articles("positions"):
        cleaned = " ".join(clean(article["text"]).split())
        for position in article["positions"]:
            start, end = position["evidence"]
            assert " ".join(canonical(article["text"][start:end]).split()) in cleaned
