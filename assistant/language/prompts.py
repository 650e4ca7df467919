"""The templates that a language model sees: read once, checked, and known by their sha256."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Self

from index.errors import UsageError

#: the places that each template has
PLACES = {
    "answer": frozenset({"question", "facts", "evidence"}),
    "repair": frozenset({"sentence", "reason", "evidence"}),
}
#: bytes of a template
_LARGEST = 64 * 1024
_PLACE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_HEAD = re.compile(r"placeholders:[ \t]*(?P<names>[^\n]*)\n---[ \t]*\n", re.IGNORECASE)
#: what no passage or question brings into a prompt: controls, what turns or hides text, tags
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Template:
    """One template; ``sha256`` is that of its file."""

    text: str
    sha256: str

    def filled(self, given: Mapping[str, str]) -> str:
        """The prompt. What is put in is data: nothing in it is a place."""
        return _PLACE.sub(lambda match: given[match[1]], self.text)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All templates by name."""

    templates: Mapping[str, Template]

    @classmethod
    def load(cls, collection: Path | None = None) -> Self:
        """Those of the project, or those that lie in ``prompts`` of a collection's folder.

        Raises:
            UsageError: one cannot be read, or has not the places that it must have; the message names it.
        """
        return cls({name: _read(name, places, collection) for name, places in PLACES.items()})

    @property
    def digests(self) -> dict[str, str]:
        """The sha256 of each."""
        return {name: template.sha256 for name, template in self.templates.items()}


def _read(name: str, places: frozenset[str], collection: Path | None) -> Template:
    own = collection / "prompts" / f"{name}.md" if collection else None
    try:
        if own is not None and own.is_file():
            where, content = str(own), own.read_bytes()[: _LARGEST + 1]
        else:
            where, content = f"prompts/{name}.md", _packaged(name)
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The template {own or name} cannot be read ({error}): mend or remove it") from error
    head = _HEAD.match(text)
    if head is None or len(content) > _LARGEST:
        raise UsageError(f"{where} is no template: it begins with a line “placeholders: …” and a line “---”")
    declared = {part.strip() for part in head["names"].split(",") if part.strip()}
    body = text[head.end() :]
    used = set(_PLACE.findall(body))
    if declared != places or used != places:
        raise UsageError(f"{where} must declare and have the places {', '.join(sorted(places))}: mend or remove it")
    return Template(body, hashlib.sha256(content).hexdigest())


def _packaged(name: str) -> bytes:
    inside = files("assistant") / "prompts" / f"{name}.md"
    beside = Path(__file__).parents[2] / "prompts" / f"{name}.md"
    return inside.read_bytes() if inside.is_file() else beside.read_bytes()


def data(text: str, longest: int) -> str:
    """Somebody's words on one line, without what hides or turns text, cut where they are long."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in _HIDDEN or sign.isspace())
    plain = " ".join(shown.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"
