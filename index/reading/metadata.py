"""Title, date, outlet, byline and URL, as stated by the source or by the text itself.

What a source states (markup, front matter, columns) wins. What only the text states is taken where it says
so plainly: ``date 2023-10-27`` before the first sentence, "By Ann Lee", "Published: 3 November 2023", a dateline,
a headline. A headline found in plain text stays there: nothing that a reader may cite goes on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.dates import find_dates, resolve_date
from index.errors import EmptySource, HostileSource
from index.reading.boilerplate import is_boilerplate
from index.reading.characters import canonical_characters
from index.reading.clean import paragraphs, without_boilerplate
from index.types import Article

#: a title, an outlet or a byline longer than this is not one
_LONGEST_FIELD = 300
_LONGEST_URL = 2_000
#: how far into an article its own details may stand
_HEAD = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """What a source holds before it is cleaned: its text, and the details that it states, as written."""

    text: str
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None


_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("title", "headline", "heading"), "title"),
    **dict.fromkeys(("date", "published", "publication date", "posted", "first published"), "date"),
    **dict.fromkeys(("by", "author", "authors", "byline", "words by"), "byline"),
    **dict.fromkeys(("outlet", "source", "publisher", "publication", "newspaper"), "outlet"),
    **dict.fromkeys(("url", "link", "original"), "url"),
}
_KEY = "|".join(sorted(_NAMES, key=len, reverse=True))
_FIELD = re.compile(rf"({_KEY})(?:\s*:\s*|\s+on\s+)(.+)", re.IGNORECASE)
_LEADING_DATE = re.compile(
    r"(?:date|published|posted)\s*:?\s+(\d{4}-\d\d-\d\d)(?:T[\d:.+Z-]{4,25})?(?:\s+|$)", re.IGNORECASE
)
_NAME = r"(?:[A-Z][\w'’.-]{0,30}|de|van|von|der|al|bin|la|le|del)"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY)\s+({_NAME}(?:\s+{_NAME}){{1,4}}(?:(?:,|\s+and|\s+&)\s+{_NAME}(?:\s+{_NAME}){{1,4}}){{0,3}})"
    r"(?:\s*[,|·•–—-]\s*(.{0,100}))?"
)
_STAMP = re.compile(
    r"(?:(?:first\s+)?(?:published|posted|updated|last\s+updated|modified)\b\s*:?|date\s*:)?\s*"
    r"(?:(?:on|at)\s+)?(?:\d\d?[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:gmt|bst|utc|cet)?,?\s*(?:on\s+)?)?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[\s,|·•–—-]*(?:at\s+)?(?:\d\d?[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?)?\s*(?:gmt|bst|utc|cet|ist|et)?[\s.]*",
    re.I,
)
_UPDATED = re.compile(r"\s*(?:last\s+)?(?:updated|modified)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,40}(?:, [\w.,'’ ]{1,30}?)?(?: ?\((?P<agency>[A-Z][\w .&'-]{1,30})\))? ?[-–—]{1,2} "
)
_SIGN_UP_FROM = re.compile(
    r"\b(?:updates|news|emails?|newsletters?)\s+from\s+((?:[Tt]he\s+)?[A-Z]\w+(?:\s+[A-Z]\w+){0,3})"
)
_QUOTES = "\"'“”‘’"
_TITLE_END = re.compile(r"[.:;,…]$")


def finish(draft: Draft, *, source: str, longest: int) -> Article:
    """The article of a draft: cleaned, with what its text states filled in where the source itself is silent.

    Args:
        source: what the article will be called.
        longest: characters that a text may have.

    Raises:
        EmptySource: no words are left.
        HostileSource: the text is longer than ``longest``.
    """
    if len(draft.text) > longest:
        raise HostileSource(source, f"it has more than {longest:,} characters of text; split it into articles")
    parts = paragraphs(draft.text)
    found, parts = _from_head(parts)
    outlet = found.outlet or _outlet_of_sign_up(parts)
    parts = without_boilerplate(parts)
    if draft.title and len(parts) > 1 and parts[0] == _one_line(draft.title):
        del parts[0]  # the page or row gives its title twice
    if not any(map(str.isalpha, "".join(parts))):
        raise EmptySource(source, "there are no words in it")
    stated = replace(
        found,
        title=draft.title or found.title or _headline(parts),
        date=draft.date or found.date,
        outlet=draft.outlet or outlet or _agency(parts),
        byline=draft.byline or found.byline,
        url=draft.url or found.url,
    )
    return Article(
        source=source,
        text="\n\n".join(parts),
        title=_one_line(stated.title),
        date=stated_date(stated.date) or stated_date(found.date),
        outlet=_one_line(stated.outlet),
        byline=_without_by(_one_line(stated.byline)),
        url=_url(stated.url),
    )


def stated_date(written: str | None) -> date | None:
    """The day that a source states; None for anything that is not one whole day."""
    if not written:
        return None
    compact = re.match(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*$", written)
    if compact:
        written = "-".join(compact.groups())
    # a time right behind the day ("2023-10-27T10:00") hides the word boundary
    return resolve_date(re.sub(r"(?<=\d)T(?=\d)", " ", written[:100]))


def _from_head(parts: Sequence[str]) -> tuple[Draft, list[str]]:
    """Details that the first paragraphs state, and the paragraphs without them."""
    found: dict[str, str] = {}
    rest = list(parts)
    if rest and (leading := _LEADING_DATE.match(rest[0])):
        found["date"] = leading[1]
        rest[0] = rest[0][leading.end() :]
    head = [part for part in rest[:_HEAD] if not (part and _take(part, found))]
    kept = [part for part in head + rest[_HEAD:] if part]
    return Draft(text="", **found), kept


def _take(part: str, found: dict[str, str]) -> bool:
    """Whether a paragraph is nothing but a detail; if so it is added to ``found``."""
    if len(part) > _LONGEST_FIELD:
        return False
    detail = _field(part) or _byline(part) or _stamp(part)
    for name, value in (detail or {}).items():
        found.setdefault(name, value)
    return detail is not None


def _field(part: str) -> dict[str, str] | None:
    """``Title: …``, ``Source: …``: a name, a colon, and a value that could be one."""
    match = _FIELD.fullmatch(part)
    if not match:
        return None
    name, value = _NAMES[" ".join(match[1].lower().split())], match[2].strip()
    if name == "date":
        return {name: value} if stated_date(value) else None
    if name == "url":
        return {name: value} if _url(value) else None
    if ":" not in part[: len(match[1]) + 2] or (name != "title" and len(value) > 80):
        return None
    return {name: value}


def _byline(part: str) -> dict[str, str] | None:
    match = _BYLINE.fullmatch(part)
    if not match or part.endswith((".", "!", "?", ":")):
        return None
    rest = match[2] or ""
    return {"byline": match[1], **({"date": rest} if stated_date(rest) else {})}


def _stamp(part: str) -> dict[str, str] | None:
    """``Published: 3 November 2023, 10:40``: a day and a time, and nothing else."""
    if len(part) > 100 or not any(map(str.isdigit, part)):
        return None
    days = [day for day in find_dates(part) if len(day.iso) == 10]
    if not days or not _STAMP.fullmatch(part[: days[0].start]):
        return None
    rest = part[days[-1].end :] if len(days) < 3 else part
    between = part[days[0].end : days[-1].start] if len(days) == 2 else ""
    if not _TIME.fullmatch(rest) or not (_TIME.fullmatch(between) or (_UPDATED.search(between) and len(between) < 40)):
        return None
    return {} if _UPDATED.match(part) else {"date": days[0].iso}


def _headline(parts: Sequence[str]) -> str | None:
    """The first paragraph where it is a headline: short, no sentence, and an article follows."""
    if len(parts) < 3 or len(parts[0]) > 140 or _TITLE_END.search(parts[0]):
        return None
    first, second = parts[0], parts[1]
    is_quotation = first[0] in _QUOTES and first[-1] in _QUOTES
    if is_quotation or not (first[0].isupper() or first[0] in _QUOTES) or is_boilerplate(first):
        return None
    return first if 3 <= len(first.split()) < len(second.split()) and len(first) < len(second) else None


def _agency(parts: Sequence[str]) -> str | None:
    """The agency that a dateline names: ``UNITED NATIONS (Reuters) - …``."""
    match = _DATELINE.match(parts[0])
    return match["agency"] if match else None


def _outlet_of_sign_up(parts: Sequence[str]) -> str | None:
    """The outlet that a sign-up form names as its own."""
    forms = (part for part in parts[:_HEAD] if is_boilerplate(part))
    return next((named[1] for form in forms if (named := _SIGN_UP_FROM.search(form))), None)


def _one_line(value: str | None) -> str | None:
    """A field as one canonical line; None where it is empty or no field at all."""
    line = " ".join(canonical_characters(value or "").split())
    return line if line and len(line) <= _LONGEST_FIELD else None


def _without_by(byline: str | None) -> str | None:
    return re.sub(r"^by\s+", "", byline, flags=re.IGNORECASE) or None if byline else None


def _url(value: str | None) -> str | None:
    """A web address, and only that: never ``javascript:`` or a file."""
    address = (value or "").strip()
    return (
        address
        if len(address) <= _LONGEST_URL and re.fullmatch(r"https?://[^\s<>\"'`\\{}|^\x00-\x20]+", address)
        else None
    )
