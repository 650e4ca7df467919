"""The page as it is sent: Gradio's own, with our files added and a policy that allows just what is in it.

Gradio 6.31 writes five scripts and one style sheet into its page, and a style on three elements; nothing
else of what we use needs more than ``'self'`` (no ``eval``, no blobs, no workers: ``gr.HTML`` and ``js=``
would need ``'unsafe-eval'``, so the chat uses neither). The policy names the hashes of exactly these,
computed from the page that it is sent with. A browser runs no other script, whoever wrote it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

_ADDED = (
    '<link rel="icon" type="image/svg+xml" href="{root}/icon.svg">'
    '<link rel="stylesheet" href="{root}/chat.css"><script defer src="{root}/chat.js"></script></head>'
)
# what Gradio tells link previews about itself, and a manifest that it does not serve
_FOREIGN = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^<>]*>|<link rel="manifest"[^<>]*>')

#: for every response that is not the page
POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


def dress(html: str, *, root: str) -> tuple[str, str]:
    """The page with our files (below ``root``) added, and the content security policy to send it with."""
    page = _FOREIGN.sub("", html).replace("</head>", _ADDED.format(root=root), 1)
    inline = _Inline()
    inline.feed(page)
    inline.close()
    scripts = " ".join(["script-src 'self'", *map(_source, inline.scripts)])
    # 'unsafe-hashes' lets the three style attributes through that are named by their hashes, and no other
    styles = " ".join(["style-src 'self' 'unsafe-hashes'", *map(_source, inline.styles)])
    return page, f"{POLICY}; {scripts}; {styles}"


def _source(content: str) -> str:
    """A source expression (CSP 3, section 2.3.1) for one inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


class _Inline(HTMLParser):
    """Gathers the scripts and styles that stand in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and "src" not in named:
            self._into = self.scripts
        elif tag == "style":
            self._into = self.styles
        if style := named.get("style"):
            self.styles.append(style)

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._into = None
