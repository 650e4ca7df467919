"""What an article says about itself."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import EmptySource, HostileSource
from index.reading.metadata import Draft, finish, stated_date
from index.types import Article
from tests.reading.samples import BODY, TEXT


def _finish(text: str, **details: str) -> Article:
    return finish(Draft(text, **details), source="a.txt", longest=100_000)


def test_a_date_before_the_first_sentence_is_taken_out_of_it() -> None:
    article = _finish(f" date 2023-10-27 {TEXT}")
    assert (article.date, article.text) == (date(2023, 10, 27), TEXT)


def test_a_sign_up_form_goes_and_names_the_outlet() -> None:
    form = (
        " date 2023-10-27 For free real time news alerts sent straight to your inbox sign up to our emails "
        "Please enter a valid email address SIGN UP I would like to be emailed about offers, "
        "events and updates from "
        "The Barford Bugle. Read our privacy notice"
    )
    article = _finish(f"{form}\n\n{TEXT}")
    assert (article.text, article.outlet, article.date) == (TEXT, "The Barford Bugle", date(2023, 10, 27))


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("By Ann Lee", "byline", "Ann Lee"),
        ("By Ann Lee and Bob Day, Political editors", "byline", "Ann Lee and Bob Day"),
        ("BY ANN LEE", "byline", "ANN LEE"),
        ("Published: 3 November 2023", "date", date(2023, 11, 3)),
        ("Published: 3 November 2023, 10:40", "date", date(2023, 11, 3)),
        ("First published on Friday 3 November 2023 at 17:03 GMT", "date", date(2023, 11, 3)),
        ("Thu 26 Oct 2023 12.34 BST", "date", date(2023, 10, 26)),
        ("Published 3 November 2023 | Updated 4 November 2023", "date", date(2023, 11, 3)),
        ("Date: 27/10/2023", "date", date(2023, 10, 27)),
        ("Source: The Bugle", "outlet", "The Bugle"),
        ("URL: https://bugle.test/a", "url", "https://bugle.test/a"),
        ("Title: Mayor backs ceasefire", "title", "Mayor backs ceasefire"),
    ],
)
def test_a_line_that_is_nothing_but_a_detail_is_taken(line: str, field: str, value: object) -> None:
    article = _finish(f"{line}\n\n{TEXT}")
    assert (getattr(article, field), article.text) == (value, TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the council had met.",
        "By then Ann Lee had left the hall and nobody knew where she was.",
        "Published accounts show a loss of £2m in 2023.",
        "Source: a person who knows the mayor well, and who asked not to be named, told the "
        "paper about it in some detail.",
        "Updated plans were shown on 3 November 2023 to the council.",
    ],
)
def test_a_sentence_is_never_taken_for_a_detail(line: str) -> None:
    article = _finish(f"{line}\n\n{TEXT}")
    assert article.text == f"{line}\n\n{TEXT}"
    assert (article.byline, article.outlet, article.date) == (None, None, None)


def test_the_last_update_is_not_the_day_of_publication() -> None:
    assert _finish(f"Updated 4 November 2023\n\n{TEXT}").date is None


def test_an_implied_date_stays_unknown() -> None:
    assert _finish("The council met on Friday.\n\nIt will meet again on 3 November.").date is None


def test_a_headline_is_a_title_and_stays_in_the_text() -> None:
    article = _finish(f"Mayor backs ceasefire\n\n{TEXT}")
    assert article.title == "Mayor backs ceasefire"
    assert article.text.startswith("Mayor backs ceasefire\n\n")


@pytest.mark.parametrize(
    "text", [TEXT, f"“Stop the killing”\n\n{TEXT}", "Mayor backs ceasefire\n\nShort.", "and so on\n\n" + TEXT]
)
def test_where_there_is_no_headline_there_is_no_title(text: str) -> None:
    assert _finish(text).title is None


def test_a_dateline_names_its_agency() -> None:
    assert _finish(f"UNITED NATIONS, Oct 27 (Meridian) - {TEXT}").outlet == "Meridian"


def test_what_the_source_states_wins_over_what_the_text_says() -> None:
    article = _finish(
        f"Published: 3 November 2023\n\nBy Ann Lee\n\n{TEXT}",
        date="2023-10-27",
        byline="by Bob Day",
        title="T",
    )
    assert (article.date, article.byline, article.title, article.text) == (
        date(2023, 10, 27),
        "Bob Day",
        "T",
        TEXT,
    )


def test_a_title_given_twice_is_taken_out_of_the_text() -> None:
    assert _finish(f"Mayor backs it\n\n{TEXT}", title="Mayor backs it").text == TEXT


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        'https://a"><script>',
        "http://" + "a" * 3_000,
    ],
)
def test_only_web_addresses_are_kept(url: str) -> None:
    assert _finish(TEXT, url=url).url is None


def test_fields_are_one_canonical_line() -> None:
    article = _finish(TEXT, title="A\u202e\n\x1b[31mtitle\u200b ", outlet=" \x00 ", byline="x" * 999)
    assert (article.title, article.outlet, article.byline) == ("A [31mtitle", None, None)


def test_a_text_without_words_is_no_article() -> None:
    with pytest.raises(EmptySource, match="no words"):
        _finish("123 … !\n\nAdvertisement")


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(HostileSource, match="more than 100,000 characters"):
        _finish("a" * 100_001)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-10-27T10:00:00Z", date(2023, 10, 27)),
        ("20231027", date(2023, 10, 27)),
        ("20231027T100000Z", date(2023, 10, 27)),
        ("Fri, 27 Oct 2023 10:00:00 +0000", date(2023, 10, 27)),
        ("on Friday", None),
        ("October 2023", None),
        ("2023-13-45", None),
        ("", None),
    ],
)
def test_a_stated_date_is_one_whole_day_or_nothing(written: str, day: date | None) -> None:
    assert stated_date(written) == day


def test_paragraphs_reach_the_article_as_they_are() -> None:
    assert _finish(TEXT).text.split("\n\n") == list(BODY)
