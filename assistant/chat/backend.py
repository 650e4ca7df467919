"""What the chat and the HTTP API need of an engine, and nothing more; ``assistant.engine.Engine`` is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from assistant.types import Answer, Turn
from index.types import Filters, Sentence


class Stored(Protocol):
    """An article as the collection holds it: the fields of ``index.types.Article``, and its sentences."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def date(self) -> date | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def byline(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def sentences(self) -> tuple[Sentence, ...]: ...


class Articles(Protocol):
    """A collection, to read from."""

    def article(self, key: str, /) -> Stored | None: ...
    def outlets(self) -> list[str]: ...
    def count_articles(self, filters: Filters, /) -> int: ...
    def status(self) -> Any: ...


class Backend(Protocol):
    """Answers questions; safe to call from several threads at once."""

    @property
    def collection(self) -> Articles: ...

    def ask(self, question: str, *, filters: Filters = ..., history: Sequence[Turn] = ...) -> Answer: ...
