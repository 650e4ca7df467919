"""Files of every kind, made by code; and short ways to read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx

from index.reading import read_source
from index.settings import ReadingLimits
from index.types import Article

BODY = (
    "The mayor of Barford has called for a ceasefire, in a break with her party leader.",
    "“We want the killing to stop,” Ann Lee said on Friday. “Aid must get through to those who need it.”",
    "The party declined to comment on her letter, which more than 150 councillors have signed.",
)
TEXT = "\n\n".join(BODY)


def read(folder: Path, name: str, content: str | bytes, *, limits: ReadingLimits | None = None) -> list[Article]:
    """Writes a file and reads it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_source(path, root=folder, limits=limits or ReadingLimits())


def html(paragraphs: Sequence[str] = BODY, *, head: str = "", around: str = "") -> str:
    """A page with an article, and ``around`` it what pages have."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><html><head>{head}</head><body>{around}<article>{body}</article></body></html>"


def word(paragraphs: Sequence[str] = BODY, *, title: str | None = None) -> bytes:
    """A Word document."""
    document = docx.Document()
    if title:
        document.add_heading(title, level=0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(pages: Sequence[Sequence[str]] = (BODY,), *, trailer: bytes = b"") -> bytes:
    """A PDF with one line of text after the other on each page."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    numbers = []
    for lines in pages:
        shown = b" T* ".join(b"(" + _escaped(line) + b") Tj" for line in lines)
        stream = b"BT /F1 10 Tf 14 TL 50 780 Td " + shown + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        font = b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 << %s >> >> >> /Contents %d 0 R >>" % (font, len(objects))
        )
        numbers.append(len(objects))
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(numbers))
    return file_of(objects, trailer)


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            trailer,
            len(data),
        )
    )


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip archive, which is what a Word document is on the outside."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return file.getvalue()
