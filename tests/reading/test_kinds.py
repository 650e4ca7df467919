"""Each kind of file becomes an article."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.errors import EmptySource, SourceError, UnreadableSource
from index.reading import read_source
from index.settings import ReadingLimits
from tests.reading.samples import BODY, TEXT, html, pdf, read, word


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_plain_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (article,) = read(tmp_path, "a.txt", TEXT.encode(encoding))
    assert article.text == TEXT


def test_other_encodings_are_judged_by_their_bytes(tmp_path: Path) -> None:
    russian = "Мэр города призвала к прекращению огня. Совет города поддержал её решение единогласно. " * 5
    (article,) = read(tmp_path, "a.txt", russian.encode("cp1251"))
    assert article.text == russian.strip()


def test_utf8_with_a_few_lost_bytes_is_still_utf8(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.txt", TEXT.encode() + b" caf\xe9 \xe2\x80")
    assert article.text.startswith(TEXT)


def test_markdown_front_matter_gives_the_details(tmp_path: Path) -> None:
    front = 'title: "Mayor: stop"\ndate: 2023-10-27\nauthor: [Ann Lee, Bob Day]\noutlet: The Bugle\n'
    front += "url: https://bugle.test/1\n"
    (article,) = read(tmp_path, "a.md", f"---\n{front}---\n\n# Heading\n\n{TEXT}")
    assert (article.title, article.date, article.byline) == (
        "Mayor: stop",
        date(2023, 10, 27),
        "Ann Lee, Bob Day",
    )
    assert (article.outlet, article.url, article.text) == ("The Bugle", "https://bugle.test/1", TEXT)


def test_markdown_marks_are_taken_off(tmp_path: Path) -> None:
    marked = (
        "Mayor backs it\n===\n\nShe *said* **so** in [a letter](https://x.test/a) to `staff`, _twice_\\!\n\n"
        "> Quoted words, 5 > 3.\n\n- One.\n- Two_of_them.\n\n* * *\n\n![A mayor](m.png) <!-- hidden -->\n\n"
        "Last\nline wraps."
    )
    (article,) = read(tmp_path, "a.md", marked)
    assert article.title == "Mayor backs it"
    assert article.text.split("\n\n") == [
        "She said so in a letter to staff, twice!",
        "Quoted words, 5 > 3.",
        "One.",
        "Two_of_them.",
        "A mayor",
        "Last line wraps.",
    ]


def test_a_rule_is_no_front_matter(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.md", f"{TEXT}\n\n---\n\nLast words.")
    assert article.text == f"{TEXT}\n\nLast words."


def test_html_gives_the_article_and_its_details(tmp_path: Path) -> None:
    head = (
        '<meta charset="utf-8"><title>Mayor backs ceasefire | The Bugle</title>'
        '<meta property="og:title" content="Mayor backs ceasefire"><meta property="og:site_name" content="The Bugle">'
        '<meta property="article:published_time" content="2023-10-27T10:00:00Z">'
        '<meta name="author" content="Ann Lee"><link rel="canonical" href="https://bugle.test/mayor">'
    )
    around = '<nav><a href="/">Home</a> <a href="/news">News</a></nav><div>We use cookies. Accept all cookies?</div>'
    (article,) = read(tmp_path, "a.html", html(head=head, around=around))
    assert (article.title, article.date) == ("Mayor backs ceasefire", date(2023, 10, 27))
    assert (article.outlet, article.byline, article.url) == (
        "The Bugle",
        "Ann Lee",
        "https://bugle.test/mayor",
    )
    assert article.text == TEXT


def test_html_without_a_stated_date_has_none(tmp_path: Path) -> None:
    (article,) = read(
        tmp_path, "a.htm", html([*BODY, "It was 3 November 2023 when the council met in the old town hall."])
    )
    assert article.date is None


def test_html_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.html", html(head='<meta charset="windows-1252">').encode("cp1252"))
    assert article.text == TEXT


def test_short_pages_are_read_too(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.html", "<p>Ann Lee called for a ceasefire.</p>")
    assert article.text == "Ann Lee called for a ceasefire."


def test_jsonl_gives_an_article_a_row(tmp_path: Path) -> None:
    rows = [
        {
            "id": "r1",
            "body": TEXT,
            "headline": "H",
            "published": "2023-10-27T10:00:00Z",
            "author": {"name": "Ann Lee"},
        },
        {
            "text": "<p>Bob &amp; Ann met.</p><p>They <b>agreed</b>.</p>",
            "source": "The Bugle",
            "link": "https://b.test/2",
        },
    ]
    first, second = read(tmp_path, "rows.jsonl", "\n".join(map(json.dumps, rows)) + "\n")
    assert (first.source, first.title, first.date, first.byline) == ("r1", "H", date(2023, 10, 27), "Ann Lee")
    assert (first.text, second.text) == (TEXT, "Bob & Ann met.\n\nThey agreed.")
    assert (second.source, second.outlet, second.url) == ("rows.jsonl#2", "The Bugle", "https://b.test/2")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_gives_an_article_a_row(tmp_path: Path, delimiter: str) -> None:
    header = delimiter.join(["Headline", "Content", "Publication Date", "Publisher"])
    row = delimiter.join(["H", '"She said: ""Stop"", twice\nover."', "27/10/2023", "Bugle"])
    (article,) = read(tmp_path, "rows.csv", f"{header}\r\n{row}\r\n")
    assert (article.source, article.title, article.outlet) == ("rows.csv#1", "H", "Bugle")
    assert (article.date, article.text) == (date(2023, 10, 27), 'She said: "Stop", twice over.')


def test_rows_that_cannot_be_read_are_told_and_the_rest_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "Ann spoke."}\n{bad\n[1]\n{"id": 5, "text": ""}\n{"text": "Bob spoke."}\n')
    skipped: list[SourceError] = []
    articles = read_source(path, root=tmp_path, limits=ReadingLimits(), skipped=skipped.append)
    assert [article.text for article in articles] == ["Ann spoke.", "Bob spoke."]
    assert [error.source for error in skipped] == ["rows.jsonl#2", "rows.jsonl#3", "5"]


def test_a_second_row_with_the_same_id_does_not_replace_the_first(tmp_path: Path) -> None:
    articles = read(tmp_path, "rows.jsonl", '{"id": "a", "text": "Ann spoke."}\n{"id": "a", "text": "Bob spoke."}')
    assert [article.source for article in articles] == ["a", "rows.jsonl#2"]


def test_a_table_without_a_text_column_says_what_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(EmptySource, match="name it text, body or content"):
        read(tmp_path, "rows.csv", "a,b\n1,2\n")


def test_pdf_gives_its_text_without_headers_and_page_numbers(tmp_path: Path) -> None:
    names = ("Ann Lee", "Bob Day", "Cat Fox", "Dan Orr")
    pages = [
        [
            "The Bugle",
            f"{name}, who leads Barford, has called for a cease-",
            "fire in a break with",
            f"{name}'s party.",
            f"Page {number}",
        ]
        for number, name in enumerate(names, start=1)
    ]
    (article,) = read(tmp_path, "a.pdf", pdf(pages))
    assert article.text.split("\n\n") == [
        f"{name}, who leads Barford, has called for a ceasefire in a break with {name}'s party." for name in names
    ]


def test_word_gives_its_paragraphs_and_title(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.docx", word(title="Mayor backs ceasefire"))
    assert (article.title, article.text) == ("Mayor backs ceasefire", TEXT)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.pdf", "a.docx"])
def test_an_empty_file_is_empty_whatever_its_kind(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmptySource, match="the file is empty"):
        read(tmp_path, name, b"")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.pdf", "a.docx"])
@pytest.mark.parametrize("content", [b"\x7fELF" + bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8])
def test_a_program_or_picture_under_another_name_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read(tmp_path, name, content)


def test_the_same_article_twice_has_one_id(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "a.txt", TEXT)
    (other,) = read(tmp_path, "b.txt", TEXT.replace(" ", "\u00a0").replace("\n\n", "\r\n\r\n\r\n"))
    assert one.id == other.id


def test_the_given_articles_are_read_with_what_they_state() -> None:
    folder = Path(__file__).parents[3] / "shared" / "articles"
    if not folder.exists():
        pytest.skip("../shared/articles is not beside this checkout")
    articles = [
        article
        for path in sorted(folder.glob("*.txt"))
        for article in read_source(path, root=folder, limits=ReadingLimits())
    ]
    published = date(2023, 10, 27)
    assert [article.date for article in articles] == [None, published, published, None, None]
    assert [article.title for article in articles] == [None] * 5
    assert articles[1].text.startswith("Sir Keir Starmer is under growing pressure")
    assert articles[2].text.startswith("Sadiq Khan has stepped up pressure")
    assert "READ MORE" not in articles[4].text
    assert not any("\xa0" in article.text for article in articles)
