"""About 60 files made to hurt: each is refused with a reason or read harmlessly, within its limits."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from index.errors import HostileSource, SourceError, UnreadableSource
from index.reading import isolated, read_source
from index.settings import ReadingLimits
from tests.reading.samples import BODY, TEXT, archive, file_of, html, pdf, read, word

_MB = 1024 * 1024


def _docx(document: str, **more: bytes) -> bytes:
    """A Word document whose main part is ``document``."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations.encode(),
        "word/document.xml": document.encode(),
    }
    return archive({**parts, **more})


def _body(inner: str, before: str = "") -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{space}"><w:body>{inner}</w:body></w:document>'


def _stream_pdf(packed: bytes) -> bytes:
    """A PDF whose only page draws a packed stream."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << " + _FONT + b" >> /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    return file_of(parts)


def _encrypted() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


_FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12)
)
_TEXT_RUN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"

#: refused, whatever the reason
_REFUSED: dict[str, Callable[[], bytes]] = {
    "nul.txt": lambda: bytes(5_000),
    "controls.txt": lambda: bytes(range(1, 9)) * 500,
    "spaces.txt": lambda: b" \t\r\n" * 10_000,
    "invisible.txt": lambda: "\u200b\u202e\ufeff\u2060".encode() * 5_000,
    "long.txt": lambda: b"word " * (2 * _MB),
    "long-line.md": lambda: b"x" * (10 * _MB),
    "noise.txt": lambda: bytes((number * 7919 + number // 3) % 256 for number in range(50_000)),
    "zip.txt": lambda: word(),
    "pdf.txt": lambda: pdf(),
    "front-deep.md": lambda: b"---\na: " + b"[" * 9_000 + b"\n---\n" + TEXT.encode(),
    "front-alias.md": lambda: b"---\na: &a [x]\nb: &b [*a,*a]\ntitle: *b\n---\n" + TEXT.encode(),
    "front-python.md": lambda: b"---\ntitle: !!python/object/apply:os.system ['false']\n---\n" + TEXT.encode(),
    "deep.html": lambda: (html() + "<div>" * 100_000).encode(),
    "deep-font.html": lambda: ("<font>" * 100_000 + TEXT).encode(),
    "deep-svg.html": lambda: (html() + "<svg><g>" * 60_000).encode(),
    "doctype.html": lambda: (_LAUGHS + "]>" + html() + "&a11;").encode(),
    "script.html": lambda: b"<html><body><script>alert('hello there')</script></body></html>",
    "picture.html": lambda: b'<html><body><img src="data:image/png;base64,' + b"A" * _MB + b'"></body></html>',
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 100_000,
    "deep-closed.jsonl": lambda: b'{"text": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    "numbers.jsonl": lambda: b'{"text": ' + b"9" * 20_000 + b"}",
    "array.jsonl": lambda: b'["' + TEXT.encode() + b'"]',
    "notext.jsonl": lambda: b'{"id": 1, "text": {"a": "b"}}\n{"id": 2, "text": [1, [2, [3]]], "title": null}',
    "utf16noise.jsonl": lambda: b"\xff\xfe" + b"\x00\xd8" * 1_000,
    "header.csv": lambda: b"text,title\n",
    "columns.csv": lambda: b"a," * 100_000 + b"b\n" + b"1," * 100_000 + b"2\n",
    "binary.csv": lambda: b"text\n" + bytes(range(256)) * 40,
    "encrypted.pdf": _encrypted,
    "cut.pdf": lambda: pdf()[:200],
    "noeof.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 50_000,
    "bomb.pdf": lambda: _stream_pdf(zlib.compress(bytes(600 * _MB), 9)),
    "double-bomb.pdf": lambda: _stream_pdf(zlib.compress(zlib.compress(bytes(200 * _MB), 9), 9)),
    "pictures.pdf": lambda: _stream_pdf(zlib.compress(b"q Q")),
    "loop.pdf": lambda: pdf().replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
    "own-parent.pdf": lambda: (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer << /Root 1 0 R >>"
    ),
    "no-root.pdf": lambda: b"%PDF-1.4\ntrailer << /Size 1 >>\nstartxref\n0\n%%EOF",
    "nested-arrays.pdf": lambda: (
        b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
    ),
    "bomb.docx": lambda: archive({"word/document.xml": bytes(300 * _MB)}),
    "entries.docx": lambda: archive({f"word/{number}.xml": b"" for number in range(6_000)}),
    "laughs.docx": lambda: _docx(_body(_TEXT_RUN.format("&a11;"), _LAUGHS + "]>")),
    "deep.docx": lambda: _docx(_body("<w:sdt><w:sdtContent>" * 60_000)),
    "not-word.docx": lambda: archive({"a.txt": TEXT.encode()}),
    "text.docx": lambda: TEXT.encode(),
    "cut.docx": lambda: word()[:3_000],
    "no-types.docx": lambda: archive({"word/document.xml": _body(_TEXT_RUN.format("x")).encode()}),
    "broken-xml.docx": lambda: _docx("<w:document><w:body>"),
    "climbing.docx": lambda: archive({"../../../../tmp/evil.txt": b"x", "word/document.xml": b"<x/>"}),
    "empty.docx": lambda: _docx(_body("")),
}

#: read, and harmless in what is read
_READ: dict[str, Callable[[], bytes]] = {
    "nul-between.txt": lambda: TEXT.replace(" ", "\0 ", 3).encode(),
    "marks.txt": lambda: (TEXT + "\n\nq" + "\u0301\u0328" * 100_000).encode(),
    "rtl.txt": lambda: f"\u202e{TEXT}\u202c".encode(),
    "lines.txt": lambda: (TEXT + "\n" * 500_000).encode(),
    "brackets.md": lambda: (TEXT + "\n\n" + "[" * 200_000).encode(),
    "links.md": lambda: (TEXT + "\n\n" + "![](" * 50_000).encode(),
    "stars.md": lambda: (TEXT + "\n\n" + "*a **a " * 30_000).encode(),
    "under.md": lambda: (TEXT + "\n\n" + "_a" * 100_000).encode(),
    "ticks.md": lambda: (TEXT + "\n\n" + "`a " * 60_000).encode(),
    "tick-run.md": lambda: (TEXT + "\n\n" + "`" * 500_000).encode(),
    "closed-first.md": lambda: (TEXT + "\n\n-->" + "<!--" * 200_000).encode(),
    "heading.md": lambda: (TEXT + "\n\n# a" + " " * 500_000 + "b").encode(),
    "comments.md": lambda: (TEXT + "\n\n" + "<!--" * 40_000).encode(),
    "quotes.md": lambda: (TEXT + "\n\n" + "> " * 200_000 + "a").encode(),
    "front-open.md": lambda: ("---\n" * 20_000 + TEXT).encode(),
    "angles.html": lambda: (html() + "<" * 500_000).encode(),
    "entities.html": lambda: html([*BODY, "&amp;" * 50_000]).encode(),
    "attribute.html": lambda: html(around=f'<div class="{"x" * _MB}"></div>').encode(),
    "breaks.html": lambda: html(around="<br>" * 20_000).encode(),
    "unclosed.html": lambda: html().encode() + b"<!-- " + b"x" * _MB,
    "handlers.html": lambda: html(around='<img src=x onerror="alert(1)"><a href="javascript:alert(1)">x</a>').encode(),
    "surrogate.jsonl": lambda: json.dumps({"id": "\ud800../../x", "text": TEXT + "\ud800", "title": "\ud800"}).encode(),
    "keys.jsonl": lambda: json.dumps({"text": TEXT} | {f"k{number}": 1 for number in range(50_000)}).encode(),
    "nan.jsonl": lambda: b'{"text": "' + BODY[0].encode() + b'", "date": NaN, "title": Infinity}',
    "quote.csv": lambda: b'text\n"' + BODY[0].encode() + b"\n" * 100_000,
    "ragged.csv": lambda: b"text,title\n" + BODY[0].encode().replace(b",", b";") + b",a,b,c,d\n\n,\n",
    "field.csv": lambda: b"text\n" + BODY[0].encode().replace(b",", b";") + b" word" * 200_000,
    "external.docx": lambda: _docx(
        _body(_TEXT_RUN.format(f"{BODY[0]} &e;"), '<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]>')
    ),
    "hidden.docx": lambda: word(["\u202e" + BODY[0], "\u200b" * 999]),
    "javascript.pdf": lambda: pdf(trailer=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
}


@pytest.mark.parametrize("name", _REFUSED)
def test_it_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, name, _REFUSED[name]())
    assert type(caught.value) is not SourceError
    assert caught.value.source == name
    assert len(caught.value.reason) < 300
    assert "\n" not in caught.value.reason


@pytest.mark.parametrize("name", _READ)
def test_it_is_read_and_harmless(tmp_path: Path, name: str) -> None:
    (article,) = read(tmp_path, name, _READ[name]())
    assert "called for a ceasefire" in article.text
    assert not any(hidden in article.text for hidden in "\0\u202e\u200b\ud800")
    assert "root:" not in article.text
    assert "onerror" not in article.text
    assert article.source.isprintable()


def test_the_next_file_is_read_after_one_that_took_too_long(tmp_path: Path) -> None:
    slow = _stream_pdf(zlib.compress(b"BT /F1 1 Tf " + b"(x) Tj " * 300_000 + b"ET", 9))
    with pytest.raises(HostileSource, match=r"more than 0\.01 s or"):
        read(tmp_path, "slow.pdf", slow, limits=ReadingLimits(seconds=0.01))
    (article,) = read(tmp_path, "a.html", html())
    assert article.text == TEXT


def test_the_next_file_is_read_after_the_child_was_killed(tmp_path: Path) -> None:
    read(tmp_path, "a.html", html())
    isolated.close()
    (article,) = read(tmp_path, "b.html", html())
    assert article.text == TEXT


def test_what_the_child_cannot_name_is_still_one_of_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "gone.pdf"
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read_source(path, root=tmp_path, limits=ReadingLimits())
