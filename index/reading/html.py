"""HTML: trafilatura finds the article in the page; details come from the page's own markup."""

from __future__ import annotations

import re
from typing import Any

import trafilatura

from index.errors import EmptySource, HostileSource
from index.reading.files import decode
from index.reading.metadata import Draft
from index.settings import ReadingLimits

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,30})([^<>]{0,2000}/(?=>))?", re.IGNORECASE)
#: elements without an end tag, or whose end tag may be left out: they do not nest by being repeated
_FLAT = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *(
            "p",
            "li",
            "dt",
            "dd",
            "option",
            "tr",
            "td",
            "th",
            "thead",
            "tbody",
            "tfoot",
            "colgroup",
            "rt",
            "rp",
        ),
        *("html", "head", "body"),
    )
)
#: only what the page states: no date is guessed from its text or address
_STATED_DATES = {"extensive_search": False, "original_date": True}


def read_html(data: bytes, *, source: str, limits: ReadingLimits) -> Draft:
    """The article of a page, without its menus, notices and comments.

    Raises:
        HostileSource: elements nest deeper than ``limits.markup_depth``.
        EmptySource: there is no article in the page.
        UnreadableSource: it is no text.
    """
    page = _page(data, source)
    _refuse_depth(page, source, limits.markup_depth)
    if "<body" not in page.lower():
        page = f"<html><body>{page}</body></html>"  # a fragment, which would be refused
    document: Any = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params=_STATED_DATES,
    )
    text = (document.text if document else None) or _everything(page)
    if not text.strip():
        raise EmptySource(source, "there is no article in the page; save it as the browser shows it")
    return _draft(text, document)


def _page(data: bytes, source: str) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # pages declare what they are not
    return decode(data, source=source)


def _refuse_depth(page: str, source: str, deepest: int) -> None:
    """Counts open elements before any parser recurses into them."""
    depth = 0
    for closing, name, closed in _TAG.findall(page):
        if closed or name.lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > deepest:
            raise HostileSource(source, f"its elements nest more than {deepest} deep; save it as plain text")


def _everything(page: str) -> str:
    """The page's paragraphs where no article could be told apart: short pages."""
    _, text, _ = trafilatura.baseline(page)
    return str(text)


def _draft(text: str, document: Any) -> Draft:
    # trafilatura puts each paragraph on a line of its own
    paragraphs = "\n\n".join(text.split("\n"))
    if document is None:
        return Draft(paragraphs)
    outlet = document.sitename or document.hostname
    return Draft(
        paragraphs,
        title=document.title,
        date=document.date,
        outlet=outlet,
        byline=document.author,
        url=document.url,
    )
