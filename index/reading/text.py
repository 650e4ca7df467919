"""Plain text and Markdown, front matter included."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml

from index.errors import UnreadableSource
from index.reading.metadata import Draft

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
#: front matter is a dozen lines; more is not parsed as YAML
_LONGEST_FRONT = 16_384
_FIELDS = {
    "title": ("title", "headline"),
    "date": (
        "date",
        "published",
        "publication_date",
        "pubdate",
        "date_published",
        "datepublished",
        "created",
    ),
    "outlet": ("outlet", "publisher", "publication", "source", "site", "sitename", "newspaper"),
    "byline": ("byline", "author", "authors", "by"),
    "url": ("url", "link", "canonical", "canonical_url", "source_url"),
}

_FENCE = re.compile(r"^\s{0,3}(?:```|~~~).*$", re.MULTILINE)
_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*")
_RULE = re.compile(r"\s{0,3}(?:[-*_][ \t]*){3,}")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_QUOTE = re.compile(r"\s{0,3}(?:>[ \t]?)+")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_DEFINITION = re.compile(r"\s{0,3}\[[^\[\]\n]+\]:\s*\S+.*")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(r"(\*{1,3}|_{2,3})(?=\S)([^*_\n]+)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w_])_(?=\S)([^_\n]+)(?<=\S)_(?![\w_])")
_CODE = re.compile(r"(?<!`)`{1,3}([^`\n]+)`{1,3}(?!`)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def read_text(text: str, *, source: str) -> Draft:  # noqa: ARG001 - one shape for every kind
    """A ``.txt`` file: the text as it is."""
    return Draft(text)


def read_markdown(text: str, *, source: str) -> Draft:
    """A ``.md`` file: front matter for the details, a first heading for the title, marks taken off the text.

    Raises:
        UnreadableSource: front matter that is not YAML.
    """
    match = _FRONT_MATTER.match(text[: _LONGEST_FRONT * 2])
    details = _front_matter(match[1], source) if match and len(match[1]) <= _LONGEST_FRONT else {}
    heading, plain = _plain(text[match.end() :] if match else text)
    return Draft(
        plain,
        title=details.get("title") or heading,
        date=details.get("date"),
        outlet=details.get("outlet"),
        byline=details.get("byline"),
        url=details.get("url"),
    )


def _front_matter(front: str, source: str) -> dict[str, str]:
    """The details among the keys of ``front``; anything that is no plain value is passed over."""
    try:
        if "&" in front and re.search(r"(?:^|[\s:\[,-])&\w", front):
            raise yaml.YAMLError("it uses anchors")  # a few lines of them can stand for gigabytes
        values = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0][:120]
        raise UnreadableSource(source, f"its front matter is not YAML ({reason}); mend or remove it") from error
    if not isinstance(values, dict):
        return {}
    folded = {str(key).strip().lower().replace("-", "_"): value for key, value in values.items()}
    return {
        field: plain
        for field, names in _FIELDS.items()
        for name in reversed(names)
        if (plain := _value(folded.get(name)))
    }


def _value(value: Any) -> str | None:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, str | int)) or None
    return str(value) if isinstance(value, str | int | float) else None


def _plain(text: str) -> tuple[str | None, str]:
    """The first heading where it opens the text, and the text without Markdown's marks."""
    text = _FENCE.sub("", _without_comments(text))
    title: str | None = None
    lines: list[str] = []
    for line in text.splitlines():
        if mark := _HEADING.match(line):
            heading = line[mark.end() :].strip().rstrip("#").rstrip()
            if title is None and not any(map(str.strip, lines)):
                title = _inline(heading) or None
            else:
                lines += ["", heading, ""]
        elif _UNDERLINE.fullmatch(line) and lines and lines[-1].strip():
            title = _underlined(lines, title)
        elif _RULE.fullmatch(line) or _DEFINITION.fullmatch(line):
            lines.append("")
        elif bullet := _BULLET.match(line):
            lines += ["", line[bullet.end() :]]
        else:
            quote = _QUOTE.match(line)
            lines.append(line[quote.end() :] if quote else line)
    return title, "\n".join(map(_inline, lines))


def _without_comments(text: str) -> str:
    """Cut by hand: a pattern would look for the end of an unclosed comment again from each of its beginnings."""
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[place:start])
        place = end + len("-->")
    return "".join([*kept, text[place:]])


def _underlined(lines: list[str], title: str | None) -> str | None:
    """A line of ``===`` or ``---`` makes the line above a heading: the title where nothing precedes it."""
    heading = lines.pop().strip()
    if title is None and not any(map(str.strip, lines)):
        return heading
    lines += ["", heading, ""]
    return title


def _inline(line: str) -> str:
    """One line without the marks of links, images, emphasis and code."""
    if not any(mark in line for mark in "[*_`\\<"):
        return line
    for pattern, group in (
        (_IMAGE, r"\1"),
        (_LINK, r"\1"),
        (_AUTOLINK, r"\1"),
        (_CODE, r"\1"),
        (_STRONG, r"\2"),
        (_EMPHASIS, r"\1"),
    ):
        line = pattern.sub(group, line)
    return _ESCAPED.sub(r"\1", line)
