"""The only place that makes markup out of untrusted text.

Everything that a reader sees passes through ``text``, which leaves nothing of HTML or Markdown in it:
letters, digits and single spaces stay, every other character becomes a numeric reference, and what is
invisible is spelt out. ``Html`` can be made here only, so a view that would mix in a bare string does not
pass the type checker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NewType
from urllib.parse import urlsplit

from assistant.cli.plain import plain

#: markup that is safe to show; never construct one outside this module
Html = NewType("Html", str)

Tag = Literal[
    "article", "bdi", "blockquote", "button", "div", "em", "footer", "h1", "h2", "h3", "header", "mark", "p",
    "section", "span", "strong", "table", "tbody", "td", "th", "thead", "time", "tr",
]  # fmt: skip

# everything but letters, digits and spaces: no HTML, Markdown, LaTeX or autolink can be written without them
_ACTIVE = re.compile(r"[^\w ]|_")
# the same for a value between quotation marks, where a few more mean nothing
_ACTIVE_IN_VALUE = re.compile(r"[^\w :/.-]")
# how ``plain`` spells out what cannot be seen
_SPELT = re.compile(r"(‹U\+[0-9A-F]{4,6}›)")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
# RFC 3986's characters, less the quotation mark "'"
_LOCATOR = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]{1,2000}")

NOTHING = Html("")


def text(untrusted: str) -> Html:
    """``untrusted`` as inert text, on one line; invisible characters are shown by their code points."""
    parts = _SPELT.split(plain(untrusted))
    # split by a pattern with one group: what it found stands at the odd places
    return Html("".join(_encode(part) if i % 2 == 0 else _spelt(part) for i, part in enumerate(parts)))


def isolated(untrusted: str) -> Html:
    """``untrusted`` as inert text whose direction of writing does not touch its neighbours."""
    return element("bdi", text(untrusted))


def element(tag: Tag, *children: Html, kind: str = "", **attributes: str) -> Html:
    """An element of class ``kind`` around ``children``; an underscore at the end of a name is dropped."""
    named = {"class": kind, **{name.rstrip("_"): value for name, value in attributes.items()}}
    written = "".join(f' {name}="{_value(value)}"' for name, value in named.items() if value)
    return Html(f"<{tag}{written}>{''.join(children)}</{tag}>")


def join(parts: Iterable[Html], separator: Literal["", " ", ", ", " · "] = "") -> Html:
    """``parts`` one after the other."""
    return Html(separator.join(parts))


def link(url: str, label: Html) -> Html | None:
    """A link out, or None where ``url`` is no plain web address: another scheme, a user, odd characters."""
    if not _LOCATOR.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not _HOST.fullmatch(host) or "@" in parts.netloc:
        return None
    rel = "noopener noreferrer nofollow"
    return Html(f'<a class="or-out" href="{_value(url)}" target="_blank" rel="{rel}">{label}</a>')


def page(blocks: Iterable[Html]) -> str:
    """What a Markdown component takes: blocks of HTML, which Markdown leaves alone up to a blank line."""
    return "\n\n".join(blocks)


def _encode(value: str) -> str:
    return _ACTIVE.sub(_reference, value)


def _value(value: str) -> str:
    return _ACTIVE_IN_VALUE.sub(_reference, value)


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _spelt(mark: str) -> str:
    return f'<span class="or-unseen">{_encode(mark[1:-1])}</span>'
