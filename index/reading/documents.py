"""PDF by pypdf, Word by python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator

import docx
import pypdf
from docx.document import Document
from docx.table import Table
from pypdf.errors import LimitReachedError

from index.errors import EmptySource, HostileSource, UnreadableSource
from index.reading.metadata import Draft
from index.settings import ReadingLimits

#: a page's first and last lines are its header and footer where they come back on other pages
_EDGE_LINES = 2
_DIGITS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"(?<!\w)(\w+)-\n(\w+)")
#: no news document has more; each costs time even when empty
_MOST_PAGES = 2_000
_MOST_ZIP_ENTRIES = 5_000
_EMPTY_TITLES = ("untitled", "microsoft word", "document", "powerpoint", "slide 1")


def read_pdf(data: bytes, *, source: str, limits: ReadingLimits) -> Draft:
    """The text of a PDF, page headers and footers left out, words that a line end parts put together.

    Raises:
        UnreadableSource: encrypted, or no PDF.
        EmptySource: it has no text: pictures of pages.
        HostileSource: it grows beyond the limits.
    """
    try:
        return _read_pdf(pypdf.PdfReader(io.BytesIO(data), strict=False), source, limits)
    except LimitReachedError as error:
        raise HostileSource(source, "it unpacks to more than a document can need; save it as plain text") from error


def _read_pdf(reader: pypdf.PdfReader, source: str, limits: ReadingLimits) -> Draft:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableSource(source, "it is encrypted; save it again without a password")
    if len(reader.pages) > _MOST_PAGES:
        raise HostileSource(source, f"it has more than {_MOST_PAGES:,} pages; split it into articles")
    pages, chars = [], 0
    for page in reader.pages:
        pages.append(page.extract_text())
        chars += len(pages[-1])
        if chars > limits.article_chars:
            raise HostileSource(source, f"it has more than {limits.article_chars:,} characters; split it into articles")
    text = _joined_words("\n".join(_without_edges(pages)))
    if not text.strip():
        raise EmptySource(
            source, "there is no text in it, only pictures of pages; run character recognition on it first"
        )
    about = reader.metadata
    return Draft(text, title=_title(about.title if about else None))


def read_docx(data: bytes, *, source: str, limits: ReadingLimits) -> Draft:
    """The paragraphs and table rows of a Word document.

    Raises:
        UnreadableSource: no Word document.
        HostileSource: it unpacks to more than ``limits.unpacked_bytes``.
    """
    _refuse_bomb(data, source, limits.unpacked_bytes)
    document = docx.Document(io.BytesIO(data))
    title, lines = _title_and_lines(document)
    return Draft("\n\n".join(lines), title=title or _title(document.core_properties.title))


def _refuse_bomb(data: bytes, source: str, largest: int) -> None:
    """Looks at the directory of the archive, before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableSource(source, "it is not a Word document (.docx); save it again as one") from error
    if len(entries) > _MOST_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > largest:
        raise HostileSource(source, f"it unpacks to more than {largest / 1024 / 1024:,.0f} MB; save it as plain text")
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise UnreadableSource(source, "it is not a Word document (.docx); save it again as one")


def _title_and_lines(document: Document) -> tuple[str | None, list[str]]:
    title: str | None = None
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines.extend(_rows(block))
            continue
        style = block.style.name if block.style is not None else ""
        if title is None and not lines and style in {"Title", "Heading 1"} and block.text.strip():
            title = block.text.strip()
        else:
            # a line break inside a paragraph of Word is a break of layout
            lines.append(block.text.replace("\n", " "))
    return title, [line for line in lines if line.strip()]


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        # a merged cell comes once for each column that it spans
        cells = dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells)
        yield ", ".join(filter(None, cells))


def _without_edges(pages: Iterable[str]) -> Iterator[str]:
    """Pages without the lines that come back at their top or bottom, page numbers apart."""
    split = [[line.strip() for line in page.split("\n")] for page in pages]
    edges = Counter(shape for lines in split for shape in {_shape(line) for line in _edge(lines)})
    repeated = {shape for shape, count in edges.items() if count > 2 and count * 2 > len(split)}
    numbers = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
    for lines in split:
        last = len(lines) - _EDGE_LINES
        yield "\n".join(
            line
            for place, line in enumerate(lines)
            if _EDGE_LINES <= place < last or not (_shape(line) in repeated or numbers.fullmatch(line))
        )


def _edge(lines: list[str]) -> list[str]:
    return [line for line in lines[:_EDGE_LINES] + lines[-_EDGE_LINES:] if line]


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line)


def _joined_words(text: str) -> str:
    """Words that a line end parts, put together; a hyphen that the text uses elsewhere stays."""
    flat = set(re.findall(r"(?<!\w)\w+-\w+", text))

    def join(found: re.Match[str]) -> str:
        with_hyphen = f"{found[1]}-{found[2]}"
        is_compound = with_hyphen in flat or not found[2][0].islower()
        return with_hyphen if is_compound else found[1] + found[2]

    return _HYPHENATED.sub(join, text)


def _title(stated: str | None) -> str | None:
    """The document's own title, unless a program made it up."""
    title = (stated or "").strip()
    return None if not title or title.lower().startswith(_EMPTY_TITLES) or "." in title[-6:-1] else title
